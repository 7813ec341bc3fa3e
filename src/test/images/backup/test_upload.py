"""Uploads to a server that refuses, is slow, cuts off, or says that all is well where it is not."""
import hashlib
import threading
import time
import unittest

from support import BUCKET, BucketTest

from dhanman_backup.bucket import Bucket, Text, Throttle
from dhanman_backup.s3 import S3, Keys
from dhanman_backup.trouble import Trouble

MIB = 1 << 20


class UploadTest(BucketTest):
    def bucket(self, patience=20, throttle=None):
        return Bucket(S3(self.s3.endpoint, "us-east-1", Keys("key", "secret"), patience=patience), BUCKET, throttle)

    def upload(self, size, **options):
        content = bytes(range(256)) * (size // 256) + b"x" * (size % 256)
        stored = self.bucket(**options).upload("a/b c_ü.backup", Text(content))
        self.assertEqual(self.s3.content("a/b c_ü.backup"), content)
        self.assertEqual(stored, (size, hashlib.sha256(content).hexdigest()))

    def test_sizes_around_those_of_parts(self):
        for size in (0, 1, 8 * MIB - 1, 8 * MIB, 8 * MIB + 1, 16 * MIB, 20 * MIB + 7):
            with self.subTest(size=size):
                self.upload(size)
        self.assertEqual(self.s3.uploads, {})

    def test_a_server_that_is_busy_for_a_while(self):
        self.s3.fail("PUT", "partNumber=2", (503, "SlowDown"), times=2)
        self.s3.fail("POST", "uploads=", (500, "InternalError"))
        self.upload(20 * MIB)

    def test_a_connection_that_is_cut_off_in_the_middle(self):
        self.s3.fail("PUT", "partNumber=1", "cut")
        self.s3.fail("PUT", "partNumber=3", "cut")
        self.upload(20 * MIB)

    def test_a_lost_answer_to_the_last_request(self):
        def lost(method, key, query):
            if method == "POST" and "uploadId" in query and query["uploadId"] in self.s3.uploads:
                parts = self.s3.uploads.pop(query["uploadId"])[1]
                self.s3.store(key, b"".join(parts[number] for number in sorted(parts)))
                return "cut"
            return None

        self.s3.faults.append(lost)
        self.upload(20 * MIB)

    def test_a_server_that_stays_away_leaves_no_object(self):
        for size in (100, 20 * MIB):
            for method, part in (("PUT", "partNumber=2"), ("PUT", "b c"), ("POST", "uploadId")):
                self.s3.faults.clear()
                self.s3.fail(method, part, (503, "SlowDown"), times=10**6)
                try:
                    self.bucket(patience=1).upload("a/b c.backup", Text(b"x" * size))
                except Trouble as trouble:
                    self.assertEqual(trouble.reason, "TargetBusy")
                    self.assertEqual(self.s3.keys(), [])
                    self.assertEqual(self.s3.uploads, {}, "aborted")
                self.s3.objects.clear()

    def test_a_bucket_that_is_full(self):
        self.s3.fail("PUT", "partNumber=2", (507, "XMinioStorageFull"), times=10)
        with self.assertRaises(Trouble) as raised:
            self.upload(20 * MIB)
        self.assertEqual((raised.exception.reason, raised.exception.lasting), ("TargetFull", True))
        self.assertEqual(self.s3.uploads, {})

    def test_an_object_that_is_smaller_than_what_was_sent(self):
        self.s3.faults.append(lambda method, key, _: self.s3.objects.__setitem__(key, [("null", b"short")]) if method == "HEAD" else None)
        with self.assertRaises(Trouble) as raised:
            self.upload(1000)
        self.assertEqual(raised.exception.reason, "UploadIncomplete")

    def test_refusals_say_what_to_do_and_are_not_tried_again(self):
        for answer, reason in (
            ((403, "InvalidAccessKeyId"), "KeysRefused"),
            ((403, "SignatureDoesNotMatch"), "KeysRefused"),
            ((403, "AccessDenied"), "AccessDenied"),
            ((403, "RequestTimeTooSkewed"), "ClockWrong"),
            ((404, "NoSuchBucket"), "BucketMissing"),
            ((301, "PermanentRedirect"), "WrongRegion"),
            ((400, "InvalidRequest"), "TargetRefuses"),
        ):
            self.s3.faults.clear()
            self.s3.requests.clear()
            self.s3.fail("PUT", "", answer, times=10)
            with self.assertRaises(Trouble) as raised:
                self.upload(10)
            self.assertEqual((raised.exception.reason, raised.exception.lasting), (reason, True))
            self.assertEqual(len(self.s3.requests), 1)

    def test_nobody_listens(self):
        self.s3.close()
        with self.assertRaises(Trouble) as raised:
            self.upload(10, patience=1)
        self.assertEqual((raised.exception.reason, raised.exception.lasting), ("TargetUnreachable", False))

    def test_no_more_bytes_a_second_than_allowed(self):
        begin = time.monotonic()
        self.upload(3 * MIB, throttle=Throttle(2 * MIB))
        self.assertGreater(time.monotonic() - begin, 1.4)

    def test_a_list_of_many_pages(self):
        bucket = self.bucket()
        for number in range(13):
            bucket.put(f"a/{number:02}", b"x")
        self.assertEqual([it.key for it in bucket.list("a/")], [f"a/{number:02}" for number in range(13)])
        self.assertEqual(bucket.list("b/"), [])

    def test_threads_share_a_server(self):
        bucket = self.bucket()
        threads = [threading.Thread(target=bucket.put, args=(f"t/{number}", b"x" * 1000)) for number in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual(len(bucket.list("t/")), 8)


class VersionsTest(BucketTest):
    versions = True

    def test_removal_leaves_no_version(self):
        bucket = Bucket(S3(self.s3.endpoint, "us-east-1", Keys("key", "secret")), BUCKET)
        for _ in range(3):
            bucket.put("a/1", b"x")
        bucket.put("a/10", b"longer name")
        self.assertTrue(bucket.remove("a/1"))
        self.assertEqual(self.s3.keys(), ["a/10"])

    def test_what_is_locked_stays_and_is_no_trouble(self):
        bucket = Bucket(S3(self.s3.endpoint, "us-east-1", Keys("key", "secret")), BUCKET)
        bucket.put("a/1", b"x")
        self.s3.locked.add("a/1")
        self.assertFalse(bucket.remove("a/1"))
        self.assertEqual(self.s3.keys(), ["a/1"])

    def test_what_may_not_be_removed_is_trouble(self):
        bucket = Bucket(S3(self.s3.endpoint, "us-east-1", Keys("key", "secret")), BUCKET)
        bucket.put("a/1", b"x")
        self.s3.fail("DELETE", "a/1", (403, "AccessDenied"))
        with self.assertRaises(Trouble) as raised:
            bucket.remove("a/1")
        self.assertEqual(raised.exception.reason, "AccessDenied")


if __name__ == "__main__":
    unittest.main()
