"""Requests to an S3 server: signed, and tried again for as long as they may pass.

Python's own library is all it takes. Amazon's SDK sends checksums that Backblaze B2 refuses, and takes 100 MB of memory.
Nothing here depends on what B2 lacks: no conditional writes, no checksums but Content-MD5, no streaming signature.
"""
import base64
import datetime
import hashlib
import hmac
import http.client
import random
import ssl
import threading
import time
import urllib.parse
import xml.etree.ElementTree
from collections import namedtuple

from .trouble import Trouble, first_line

Keys = namedtuple("Keys", "identifier secret")
Answer = namedtuple("Answer", "status headers body")
EMPTY = hashlib.sha256(b"").hexdigest()
LONGEST_PAUSE = 30
CONNECT = 15
TIMEOUT = 60


class Refused(Trouble):
    """An answer of the server that is not what was asked for."""

    def __init__(self, reason, message, lasting, status, code):
        super().__init__(reason, message, lasting)
        self.status = status
        self.code = code


class S3:
    """A server, and who we are to it. Threads may share it: each has a connection of its own.

    patience: seconds for which a request is tried again
    """

    def __init__(self, endpoint, region, keys, authorities=None, patience=300):
        parts = urllib.parse.urlsplit(endpoint)
        self.tls = parts.scheme == "https"
        self.host = parts.netloc
        self.base = parts.path.rstrip("/")
        self.region = region
        self.keys = keys
        self.patience = patience
        self._context = ssl.create_default_context(cadata=authorities) if self.tls else None
        self._local = threading.local()

    def call(self, method, path, query=None, body=b"", headers=None):
        """Sends a request until it succeeds, is refused for good, or patience ends."""
        return self._insist(lambda: self._send(method, path, query or {}, body, headers or {}).read())

    def open(self, method, path, query=None, headers=None):
        """As call, for an answer too large for memory: an open response."""
        return self._insist(lambda: self._send(method, path, query or {}, b"", headers or {}).stream())

    def _insist(self, send):
        start = time.monotonic()
        pause = 0.5
        while True:
            try:
                return send()
            except ssl.SSLCertVerificationError as failure:
                raise Trouble(
                    "CertificateInvalid",
                    f"{self.host} is not who it should be: {failure.verify_message}."
                    " Put the authority that signed its certificate into the target's Secret as ca.crt.",
                    lasting=True,
                ) from failure
            except (OSError, http.client.HTTPException) as failure:
                self._close()
                trouble = Trouble("TargetUnreachable", f"{self.host} cannot be reached: {first_line(str(failure)) or type(failure).__name__}."
                                  " Check the endpoint, DNS, and NetworkPolicies on the way out.")
            except Refused as refused:
                if refused.lasting:
                    raise
                self._close()  # B2 wants another connection, which may lead to a server that has room
                trouble = refused
            wait = pause * (0.5 + random.random())
            if time.monotonic() + wait > start + self.patience:  # as it is by now: who clears up is in a hurry
                raise trouble
            time.sleep(wait)
            pause = min(2 * pause, LONGEST_PAUSE)

    def _send(self, method, path, query, body, headers):
        path = self.base + urllib.parse.quote(path, safe="/-_.~")
        ordered = "&".join(f"{_quoted(name)}={_quoted(value)}" for name, value in sorted(query.items()))
        signed = self._signed(method, path, ordered, body, headers)
        connection = self._connection()
        try:
            connection.request(method, path + ("?" + ordered if ordered else ""), body=body or None, headers=signed)
        except (BrokenPipeError, ConnectionResetError):
            return _Response(connection.getresponse())  # a server may refuse, and say why, before it has taken the whole body
        return _Response(connection.getresponse())

    def _connection(self):
        connection = getattr(self._local, "connection", None)
        if connection is None:
            if self.tls:
                connection = _Tls(self.host, timeout=CONNECT, context=self._context)
            else:
                connection = _Plain(self.host, timeout=CONNECT)
            self._local.connection = connection
        return connection

    def _close(self):
        connection = getattr(self._local, "connection", None)
        if connection is not None:
            connection.close()
            self._local.connection = None

    def _signed(self, method, path, query, body, headers):
        """https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html"""
        now = datetime.datetime.now(datetime.timezone.utc).strftime("%Y%m%dT%H%M%SZ")
        digest = hashlib.sha256(body).hexdigest() if body else EMPTY
        sent = {**headers, "Host": self.host, "X-Amz-Content-Sha256": digest, "X-Amz-Date": now}
        if body:
            sent["Content-MD5"] = base64.b64encode(hashlib.md5(body, usedforsecurity=False).digest()).decode()
        lower = {name.lower(): value.strip() for name, value in sent.items()}
        names = ";".join(sorted(lower))
        lines = "".join(f"{name}:{lower[name]}\n" for name in sorted(lower))
        request = "\n".join([method, path, query, lines, names, digest])
        scope = f"{now[:8]}/{self.region}/s3/aws4_request"
        text = "\n".join(["AWS4-HMAC-SHA256", now, scope, hashlib.sha256(request.encode()).hexdigest()])
        key = ("AWS4" + self.keys.secret).encode()
        for part in (now[:8], self.region, "s3", "aws4_request"):
            key = hmac.new(key, part.encode(), hashlib.sha256).digest()
        signature = hmac.new(key, text.encode(), hashlib.sha256).hexdigest()
        sent["Authorization"] = f"AWS4-HMAC-SHA256 Credential={self.keys.identifier}/{scope}, SignedHeaders={names}, Signature={signature}"
        return sent


class _Plain(http.client.HTTPConnection):
    """Who does not answer at all is found out sooner than who takes long."""

    def connect(self):
        super().connect()
        self.sock.settimeout(TIMEOUT)


class _Tls(http.client.HTTPSConnection):
    def connect(self):
        super().connect()
        self.sock.settimeout(TIMEOUT)


class _Response:
    def __init__(self, response):
        self.response = response
        if response.status >= 300:
            raise refused(response.status, response.read(), response.headers)

    def read(self):
        return Answer(self.response.status, self.response.headers, self.response.read())

    def stream(self):
        return self.response


def _quoted(text):
    return urllib.parse.quote(str(text), safe="-_.~")


KEYS = ("InvalidAccessKeyId", "SignatureDoesNotMatch", "InvalidToken", "UnauthorizedAccess", "AuthorizationHeaderMalformed")
PASSING = ("RequestTimeout", "SlowDown", "InternalError", "ServiceUnavailable", "BadDigest", "IncompleteBody", "OperationAborted", "Throttling")


def refused(status, body, headers):
    """What an answer with an error means, and what to do about it."""
    code, said = _error(body)
    detail = f"{status}{' ' + code if code else ''}{': ' + first_line(said) if said else ''}"
    full = code in ("QuotaExceeded", "XMinioStorageFull", "EntityTooLarge") or status == 507 or "cap exceeded" in said.lower()
    if full:
        return Refused("TargetFull", f"The target takes no more ({detail}). Raise its quota or cap, or keep less.", True, status, code)
    if code in KEYS or status == 401:
        return Refused("KeysRefused", f"The target does not accept the keys of the Secret ({detail}). Check both keys, the endpoint and the region.",
                       True, status, code)
    if code == "RequestTimeTooSkewed":
        return Refused("ClockWrong", f"The node's clock and the target's differ by too much ({detail}). Set the node's clock.", True, status, code)
    if status in (301, 307, 308) or code == "PermanentRedirect":
        region = headers.get("x-amz-bucket-region")
        return Refused("WrongRegion", f"The bucket is elsewhere ({detail}). Set the target's region and endpoint"
                       f"{' for ' + region if region else ''}.", True, status, code)
    if status == 403:
        return Refused("AccessDenied", f"The keys may not do this ({detail}). They need to list, read, write and delete in this bucket.",
                       True, status, code)
    if code == "NoSuchBucket":
        return Refused("BucketMissing", f"There is no such bucket ({detail}). Create it, or correct its name.", True, status, code)
    if status >= 500 and status != 501 or status in (408, 429) or code in PASSING:
        return Refused("TargetBusy", f"The target does not take requests ({detail}). It is tried again at the next run.", False, status, code)
    return Refused("TargetRefuses", f"The target refuses a request ({detail}).", True, status, code)


def _error(body):
    try:
        root = xml.etree.ElementTree.fromstring(body)
    except xml.etree.ElementTree.ParseError:
        return "", body[:200].decode("utf-8", "replace")
    return text(root, "Code"), text(root, "Message")


def text(element, name):
    """The text of a child, whatever the namespace."""
    for child in element:
        if child.tag.rpartition("}")[2] == name:
            return child.text or ""
    return ""


def children(element, name):
    return [child for child in element if child.tag.rpartition("}")[2] == name]
