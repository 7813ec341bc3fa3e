"""An S3 server in memory that can be told to fail. What it is not told, it does as S3 does."""
import base64
import collections
import hashlib
import http.server
import itertools
import json
import threading
import urllib.parse
from xml.sax.saxutils import escape

BUCKET = "backups"


class FakeS3:
    """Objects by key, each a list of versions; requests that came; and a list of faults.

    A fault is a function of method, key and query: what it gives, if anything, is done instead. A pair is an answer of status
    and code; "cut" closes the connection; "corrupt" stores other bytes than were sent.
    """

    def __init__(self, versions=False):
        self.objects = collections.OrderedDict()
        self.uploads = {}
        self.requests = []
        self.faults = []
        self.versions = versions
        self.locked = set()
        self.numbers = itertools.count(1)
        self.lock = threading.RLock()
        server = self

        class Handler(_Handler):
            s3 = server

        self._httpd = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.endpoint = f"http://127.0.0.1:{self._httpd.server_port}"
        threading.Thread(target=self._httpd.serve_forever, args=(0.02,), daemon=True).start()

    def close(self):
        self._httpd.shutdown()
        self._httpd.server_close()

    def keys(self):
        return sorted(self.objects)

    def content(self, key):
        return self.objects[key][-1][1]

    def fail(self, method, part, what, times=1, after=0):
        """Makes requests whose key or query contains a text fail, after some have succeeded."""
        left = [after, times]

        def fault(came, key, query):
            if came != method or part not in key + "?" + urllib.parse.urlencode(query):
                return None
            if left[0] > 0:
                left[0] -= 1
                return None
            left[1] -= 1
            return what if left[1] >= 0 else None

        self.faults.append(fault)

    def store(self, key, body):
        version = str(next(self.numbers)) if self.versions else "null"
        if not self.versions:
            self.objects[key] = []
        self.objects.setdefault(key, []).append((version, body))
        return version


class _Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def log_message(self, *_):
        pass

    def _do(self):
        parts = urllib.parse.urlsplit(self.path)
        query = dict(urllib.parse.parse_qsl(parts.query, keep_blank_values=True))
        bucket, _, key = urllib.parse.unquote(parts.path)[1:].partition("/")
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        with self.s3.lock:
            self.s3.requests.append((self.command, key, query))
            for fault in self.s3.faults:
                what = fault(self.command, key, query)
                if what == "cut":
                    self.close_connection = True
                    self.connection.close()
                    return
                if what == "corrupt":
                    body = b"X" + body[1:]
                    break
                if what:
                    self._error(*what)
                    return
            if bucket == "b2api" and key == "v3/b2_authorize_account":
                self._answer(body=json.dumps({"apiInfo": {"storageApi": {"s3ApiUrl": self.s3.endpoint}}}).encode())
            elif bucket != BUCKET:
                self._error(404, "NoSuchBucket")
            elif self.headers["X-Amz-Content-Sha256"] != hashlib.sha256(body).hexdigest() and what != "corrupt":
                self._error(400, "XAmzContentSHA256Mismatch")
            elif body and self.command == "PUT" and self._digest(body) != self.headers["Content-MD5"]:
                self._error(400, "BadDigest")
            else:
                getattr(self, "_" + self.command.lower())(key, query, body)

    do_GET = do_PUT = do_POST = do_DELETE = do_HEAD = _do

    @staticmethod
    def _digest(body):
        return base64.b64encode(hashlib.md5(body).digest()).decode()

    def _answer(self, status=200, body=b"", **headers):
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        if "Content_Length" not in headers:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def _error(self, status, code):
        self._answer(status, f"<Error><Code>{code}</Code><Message>said on purpose</Message></Error>".encode())

    def _put(self, key, query, body):
        if "uploadId" in query:
            self.s3.uploads[query["uploadId"]][1][int(query["partNumber"])] = body
            self._answer(ETag=f'"{hashlib.md5(body).hexdigest()}"')
        else:
            self._answer(x_amz_version_id=self.s3.store(key, body))

    def _get(self, key, query, _):
        if not key:
            self._list(query)
        elif {"retention", "legal-hold"} & set(query):
            until = "<RetainUntilDate>2999-01-01T00:00:00Z</RetainUntilDate>" if key in self.s3.locked else ""
            self._answer(body=f"<Retention>{until}</Retention>".encode())
        elif key not in self.s3.objects:
            self._error(404, "NoSuchKey")
        else:
            self._answer(body=self.s3.content(key))

    def _head(self, key, *_):
        if key in self.s3.objects:
            self._answer(Content_Length=str(len(self.s3.content(key))))
        else:
            self._answer(404)

    def _list(self, query):
        if "object-lock" in query:
            self._error(404, "ObjectLockConfigurationNotFoundError")
            return
        keys = [key for key in self.s3.keys() if key.startswith(query.get("prefix", ""))]
        if "versions" in query:
            items = "".join(f"<Version><Key>{escape(key)}</Key><VersionId>{version}</VersionId></Version>" for key in keys for version, _ in self.s3.objects[key])
            self._answer(body=f"<ListVersionsResult>{items}</ListVersionsResult>".encode())
        elif "uploads" in query:
            items = "".join(
                f"<Upload><Key>{escape(key)}</Key><UploadId>{upload}</UploadId><Initiated>2026-01-01T00:00:00Z</Initiated></Upload>"
                for upload, (key, _) in self.s3.uploads.items()
            )
            self._answer(body=f"<ListMultipartUploadsResult>{items}</ListMultipartUploadsResult>".encode())
        else:
            start = int(query.get("continuation-token", 0))
            page = keys[start : start + 5]
            more = start + 5 < len(keys)
            items = "".join(f"<Contents><Key>{escape(key)}</Key><Size>{len(self.s3.content(key))}</Size></Contents>" for key in page)
            end = f"<IsTruncated>{str(more).lower()}</IsTruncated><NextContinuationToken>{start + 5}</NextContinuationToken>"
            self._answer(body=f'<ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/">{items}{end}</ListBucketResult>'.encode())

    def _post(self, key, query, _):
        if "uploads" in query:
            upload = f"upload-{next(self.s3.numbers)}"
            self.s3.uploads[upload] = (key, {})
            self._answer(body=f"<InitiateMultipartUploadResult><UploadId>{upload}</UploadId></InitiateMultipartUploadResult>".encode())
        elif query["uploadId"] not in self.s3.uploads:
            self._error(404, "NoSuchUpload")
        else:
            parts = self.s3.uploads.pop(query["uploadId"])[1]
            self.s3.store(key, b"".join(parts[number] for number in sorted(parts)))
            self._answer(body=b"<CompleteMultipartUploadResult/>")

    def _delete(self, key, query, _):
        if "uploadId" in query:
            self.s3.uploads.pop(query["uploadId"], None)
        elif key in self.s3.locked:
            self._error(403, "AccessDenied")
            return
        else:
            left = [it for it in self.s3.objects.get(key, []) if it[0] != query.get("versionId", "null")]
            if left:
                self.s3.objects[key] = left
            else:
                self.s3.objects.pop(key, None)
        self._answer(204)
