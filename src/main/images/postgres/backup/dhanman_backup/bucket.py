"""Objects of a bucket: streamed into it, listed, and removed with all their versions."""
import concurrent.futures
import datetime
import hashlib
import time
import xml.etree.ElementTree
from collections import namedtuple

from .s3 import Refused, children, text
from .trouble import Trouble

Stored = namedtuple("Stored", "key size")
Upload = namedtuple("Upload", "key identifier started")
Content = namedtuple("Content", "size sha256")

MIB = 1 << 20
SMALLEST_PART = 8 * MIB
MOST_PARTS = 9000  # S3 takes 10000
CHUNK = MIB


class Throttle:
    """Lets so many bytes a second pass; all, where there is no limit."""

    def __init__(self, limit):
        self.limit = limit
        self.free = time.monotonic()

    def take(self, count):
        if not self.limit:
            return
        now = time.monotonic()
        self.free = max(self.free, now) + count / self.limit
        if self.free > now:
            time.sleep(self.free - now)


class Bucket:
    def __init__(self, s3, name, throttle=None):
        self.s3 = s3
        self.name = name
        self.throttle = throttle or Throttle(None)

    def _path(self, key=""):
        return f"/{self.name}/{key}" if key else f"/{self.name}"

    def put(self, key, body):
        """Stores a small object. Gives its version, where the bucket has versions."""
        return self.s3.call("PUT", self._path(key), body=body).headers.get("x-amz-version-id")

    def get(self, key):
        return self.s3.call("GET", self._path(key)).body

    def open(self, key):
        return self.s3.open("GET", self._path(key))

    def size(self, key):
        """Size of an object; None where there is none."""
        try:
            return int(self.s3.call("HEAD", self._path(key)).headers["Content-Length"])
        except Refused as refused:
            if refused.status == 404 and refused.code != "NoSuchBucket":
                return None
            raise

    def list(self, prefix):
        """All objects whose keys begin so, in alphabetical order."""
        found, more = [], {}
        while more is not None:
            root = self._xml("GET", {"list-type": "2", "prefix": prefix, **more})
            found += [Stored(text(item, "Key"), int(text(item, "Size"))) for item in children(root, "Contents")]
            more = {"continuation-token": text(root, "NextContinuationToken")} if text(root, "IsTruncated") == "true" else None
        return found

    def _xml(self, method, query, key="", body=b""):
        return xml.etree.ElementTree.fromstring(self.s3.call(method, self._path(key), query, body).body)

    # Removal

    def remove(self, key):
        """Removes an object with all its versions: S3 would else only hide it, and B2 go on to charge for it.

        Gives False where one of them is locked, and stays.
        """
        gone = True
        for version in self._versions(key):
            gone &= self._remove(key, version)
        return gone

    def _versions(self, key):
        try:
            root = self._xml("GET", {"versions": "", "prefix": key})
        except Refused as refused:
            if refused.status in (400, 405, 501):  # a server without versions
                return [None]
            raise
        items = children(root, "Version") + children(root, "DeleteMarker")
        # A longer key may begin with this one; there is no list so long of one key and its neighbours.
        return [text(item, "VersionId") for item in items if text(item, "Key") == key]

    def _remove(self, key, version):
        query = {"versionId": version} if version else {}
        try:
            self.s3.call("DELETE", self._path(key), query)
        except Refused as refused:
            if refused.status == 404:
                return True
            if refused.status in (400, 403) and self._is_locked(key, query):
                return False
            raise
        return True

    def _is_locked(self, key, query):
        """Whether Object Lock keeps it: then it is not for us to remove, and no trouble that we cannot."""
        now = datetime.datetime.now(datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%S")
        return (
            self._lock(key, {"retention": "", **query}, "RetainUntilDate") > now
            or self._lock(key, {"legal-hold": "", **query}, "Status") == "ON"
            # Some servers know only of the bucket's default, and do not write it to each object.
            or self._lock("", {"object-lock": ""}, "Mode") != ""
        )

    def _lock(self, key, query, name):
        try:
            root = self._xml("GET", query, key)
        except Refused:
            return ""
        return next((element.text or "" for element in root.iter() if element.tag.rpartition("}")[2] == name), "")

    # Uploads

    def upload(self, key, source, expected=0):
        """Stores what a source gives, which becomes an object only when the source has ended well.

        expected: bytes that it may be, from which the size of a part follows
        """
        part_size = max(SMALLEST_PART, -(-expected // MOST_PARTS // MIB) * MIB)
        first = self._part(source, part_size)
        if len(first) < part_size:
            source.finish()
            self.put(key, first)
        else:
            self._upload_parts(key, source, first, part_size)
        stored = self.size(key)
        if stored != source.size:
            raise Trouble("UploadIncomplete", f"{key} has {stored} bytes in the bucket, and {source.size} were sent. It is not counted as a backup.")
        return Content(source.size, source.sha256.hexdigest())

    def _part(self, source, size):
        part = bytearray()
        while len(part) < size:
            chunk = source.read(min(CHUNK, size - len(part)))
            if not chunk:
                break
            self.throttle.take(len(chunk))
            part += chunk
        return bytes(part)

    def _upload_parts(self, key, source, first, part_size):
        identifier = text(self._xml("POST", {"uploads": ""}, key), "UploadId")
        try:
            tags = self._send_parts(key, identifier, source, first, part_size)
            source.finish()
            self._complete(key, identifier, tags, source.size)
        except BaseException:
            self._abort(key, identifier)
            raise

    def _send_parts(self, key, identifier, source, first, part_size):
        """One part on its way while the next is read: more would only take memory."""
        tags = []
        sending = None
        with concurrent.futures.ThreadPoolExecutor(1) as sender:
            part = first
            while part:
                if sending:
                    tags.append(sending.result())
                sending = sender.submit(self._send_part, key, identifier, len(tags) + 1, part)
                part = self._part(source, part_size)
            tags.append(sending.result())
        return tags

    def _send_part(self, key, identifier, number, part):
        return self.s3.call("PUT", self._path(key), {"partNumber": number, "uploadId": identifier}, part).headers["ETag"]

    def _complete(self, key, identifier, tags, size):
        parts = "".join(f"<Part><PartNumber>{number}</PartNumber><ETag>{tag}</ETag></Part>" for number, tag in enumerate(tags, 1))
        body = f"<CompleteMultipartUpload>{parts}</CompleteMultipartUpload>".encode()
        try:
            root = self._xml("POST", {"uploadId": identifier}, key, body)
        except Refused as refused:
            if refused.code == "NoSuchUpload" and self.size(key) == size:
                return  # a first request was carried out, and its answer was lost
            raise
        if root.tag.rpartition("}")[2] == "Error":  # S3 may find out after it has said 200
            raise Trouble("TargetBusy", f"The target could not put the parts of {key} together: {text(root, 'Code')}. It is tried again at the next run.")

    def _abort(self, key, identifier):
        try:
            self.s3.call("DELETE", self._path(key), {"uploadId": identifier})
        except Trouble:
            pass  # the next run clears it away

    def unfinished(self, prefix):
        """Uploads that were begun, and neither completed nor aborted: nobody sees them, and they cost money."""
        try:
            root = self._xml("GET", {"uploads": "", "prefix": prefix})
        except Refused as refused:
            if refused.status in (400, 405, 501):
                return []
            raise
        return [Upload(text(item, "Key"), text(item, "UploadId"), text(item, "Initiated")) for item in children(root, "Upload")]

    def abort(self, upload):
        self._abort(upload.key, upload.identifier)


class Text:
    """A source of something small that is there already."""

    def __init__(self, content):
        self.left = content
        self.size = len(content)
        self.sha256 = hashlib.sha256(content)

    def read(self, count):
        chunk, self.left = self.left[:count], self.left[count:]
        return chunk

    def finish(self):
        pass
