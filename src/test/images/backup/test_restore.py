"""Reading dumps back: what is not what was stored is found out."""
import gzip
import hashlib
import unittest

from support import BUCKET, BucketTest

from dhanman_backup import foreign, restore
from dhanman_backup.bucket import Bucket
from dhanman_backup.s3 import S3, Keys
from dhanman_backup.trouble import Trouble

BODY = b"PGDMP" + bytes(range(256)) * 10000


class RestoreTest(BucketTest):
    def setUp(self):
        super().setUp()
        self.bucket = Bucket(S3(self.s3.endpoint, "us-east-1", Keys("key", "secret"), patience=1), BUCKET)
        self.s3.store("dump", BODY)

    def part(self, **other):
        return {"key": "dump", "bytes": len(BODY), "sha256": hashlib.sha256(BODY).hexdigest(), **other}

    def test_what_was_stored(self):
        self.assertEqual(b"".join(restore.read(self.bucket, self.part())), BODY)

    def test_another_content_size_or_none(self):
        for body in (BODY[:-1], BODY + b"x", b"X" + BODY[1:], b""):
            self.s3.store("dump", body)
            with self.assertRaises(Trouble) as raised:
                list(restore.read(self.bucket, self.part()))
            self.assertEqual((raised.exception.reason, raised.exception.lasting), ("Corrupt", True))

    def test_a_program_that_gives_up_is_to_blame_unless_the_dump_is(self):
        with self.assertRaises(Trouble) as raised:
            restore.feed(["sh", "-c", "head -c 10 >/dev/null; echo 'pg_restore: error: no' >&2; exit 1"], restore.read(self.bucket, self.part()), None, "pg_restore")
        self.assertEqual(raised.exception.reason, "RestoreFailed")
        self.s3.store("dump", b"X" + BODY[1:])
        with self.assertRaises(Trouble) as raised:
            restore.feed(["sh", "-c", "head -c 10 >/dev/null; exit 1"], restore.read(self.bucket, self.part()), None, "pg_restore")
        self.assertEqual(raised.exception.reason, "Corrupt")

    def test_packed_or_not(self):
        for body in (BODY, gzip.compress(BODY)):
            self.s3.store("file", body)
            self.assertEqual(b"".join(foreign.unpacked(foreign.stream(self.bucket, "file"), "file")), BODY)

    def test_a_packed_file_that_was_cut_off(self):
        for body in (gzip.compress(BODY)[:-20], gzip.compress(BODY)[:12] + b"x" * 100):
            self.s3.store("file", body)
            with self.assertRaises(Trouble) as raised:
                list(foreign.unpacked(foreign.stream(self.bucket, "file"), "file"))
            self.assertEqual(raised.exception.reason, "Corrupt")

    def test_a_database_like_the_one_that_was_dumped(self):
        entry = {"encoding": "UTF8", "collation": "de_DE.UTF-8", "ctype": "C", "provider": "i", "locale": "de-DE"}
        self.assertEqual(
            restore.create_statement(entry, 'a"b', restore.identifier),
            'CREATE DATABASE "a""b" TEMPLATE template0 ENCODING \'UTF8\' LC_COLLATE \'de_DE.UTF-8\' LC_CTYPE \'C\' LOCALE_PROVIDER icu ICU_LOCALE \'de-DE\'',
        )


if __name__ == "__main__":
    unittest.main()
