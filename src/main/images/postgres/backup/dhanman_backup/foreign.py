"""Dumps that others made: custom format or SQL, packed by gzip or not. What a file is shows in its first bytes, not in its name."""
import itertools
import zlib

from . import restore
from .bucket import MIB
from .trouble import Trouble

CUSTOM = b"PGDMP"
GZIP = b"\x1f\x8b"
# Neither is there a manifest that would tell; packed text takes about so much less.
PACKED = 5


def restore_object(bucket, key, database, environment):
    """Fills an empty database from an object without a manifest."""
    chunks = unpacked(stream(bucket, key), key)
    head = next(chunks, b"")
    content = itertools.chain([head], chunks)
    if head.startswith(CUSTOM):
        command = ["pg_restore", "--exit-on-error", "--no-password", "--no-tablespaces", f"--dbname={database}"]
    else:
        command = ["psql", "--no-psqlrc", "--quiet", "--no-password", "--single-transaction", "--set=ON_ERROR_STOP=1", f"--dbname={database}"]
    restore.feed(command, content, environment, f"{command[0]} of {key}")


def stream(bucket, key):
    with bucket.open(key) as answer:
        while chunk := answer.read(MIB):
            yield chunk


def unpacked(chunks, key):
    """The content, whether it was packed or not; fails where it is cut off."""
    head = next(chunks, b"")
    if not head.startswith(GZIP):
        yield from itertools.chain([head], chunks)
        return
    unpacker = zlib.decompressobj(wbits=31)
    for chunk in itertools.chain([head], chunks):
        try:
            content = unpacker.decompress(chunk)
        except zlib.error as failure:
            raise restore.Corrupt("Corrupt", f"{key} cannot be unpacked: {failure}. Use another backup.", lasting=True) from failure
        if content:
            yield content
    if not unpacker.eof:
        raise restore.Corrupt("Corrupt", f"{key} ends too early: it was cut off when it was made or stored. Use another backup.", lasting=True)


def entry(bucket, key, owner):
    """What a manifest would tell of it, as far as anybody knows."""
    size = bucket.size(key)
    if size is None:
        raise Trouble("BackupMissing", f"There is no object {key} in the bucket.", lasting=True)
    return {"name": key, "key": key, "bytes": size, "databaseBytes": PACKED * size, "owner": owner, "extensions": {}}
