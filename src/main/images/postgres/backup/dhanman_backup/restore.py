"""Dumps back into databases: read from the bucket once, checked while they are read."""
import hashlib
import http.client
import subprocess
import threading

from . import seal
from .report import log
from .trouble import Trouble, complaint, without_data

CHUNK = 1 << 20


class Corrupt(Trouble):
    """What is in the bucket is not what was stored."""


def read(bucket, part):
    """The chunks of an object; fails at its end where it is not what the manifest says."""
    digest, size = hashlib.sha256(), 0
    try:
        with bucket.open(part["key"]) as stream:
            while chunk := stream.read(CHUNK):
                digest.update(chunk)
                size += len(chunk)
                yield chunk
    except (OSError, http.client.HTTPException) as failure:
        raise Trouble("TargetBusy", f"The target broke off {part['key']} after {size} bytes ({failure}). It is tried again at the next run.") from failure
    if (size, digest.hexdigest()) != (part["bytes"], part["sha256"]):
        how = "another SHA-256" if size == part["bytes"] else f"{size} bytes instead of {part['bytes']}"
        raise Corrupt("Corrupt", f"{part['key']} is not what was stored: it has {how}. Use another backup.", lasting=True)


def restore(bucket, entry, database, environment):
    """Fills an empty database. Fails where any statement of the dump does."""
    command = ["pg_restore", "--exit-on-error", "--no-password", "--no-tablespaces", f"--dbname={database}"]
    feed(command, read(bucket, entry), environment, f"pg_restore of {entry['name']}", seal.opening(entry))


def feed(command, chunks, environment, what, opening=None):
    """Runs a program on input, all of which has to be good for the outcome to be."""
    opener = subprocess.Popen(opening, stdin=subprocess.PIPE, stdout=subprocess.PIPE) if opening else None
    source = opener.stdout if opener else subprocess.PIPE
    process = subprocess.Popen(command, stdin=source, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, env=environment)
    if opener:
        opener.stdout.close()  # it is the program's now, whose end the opener has to notice
    said = []
    listener = threading.Thread(target=lambda: said.extend(process.stderr), daemon=True)
    listener.start()
    try:
        _pour(chunks, (opener or process).stdin)
        opened = opener.wait() if opener else 0
        code = process.wait()
    finally:
        for running in filter(None, (opener, process)):
            if running.poll() is None:
                running.kill()
            running.wait()
        listener.join()
    text = b"".join(said).decode("utf-8", "replace")
    if code != 0 or opened != 0:
        for _ in chunks:
            pass  # to its end: where the object is not what was stored, that is why
        if opened > 0:
            raise seal.wrong_key(f"the input of {what}")
        raise Trouble("RestoreFailed", f"{what} failed (exit code {code}): {complaint(text)}.", lasting=True)
    for line in without_data(text):
        log("WARNING", line, program=what)


def _pour(chunks, into):
    try:
        for chunk in chunks:
            into.write(chunk)
        into.close()
    except BrokenPipeError:  # the program has ended; why, it says itself
        pass


def create_statement(entry, name, quote):
    """CREATE DATABASE as the dumped one was, whatever this server presets."""
    options = [f"TEMPLATE template0 ENCODING {literal(entry['encoding'])}", f"LC_COLLATE {literal(entry['collation'])}", f"LC_CTYPE {literal(entry['ctype'])}"]
    provider = {"c": "libc", "i": "icu", "b": "builtin"}[entry["provider"]]
    options.append(f"LOCALE_PROVIDER {provider}")
    if entry["locale"]:
        options.append(f"{'ICU' if provider == 'icu' else 'BUILTIN'}_LOCALE {literal(entry['locale'])}")
    return f"CREATE DATABASE {quote(name)} {' '.join(options)}"


def literal(text):
    return "'" + text.replace("'", "''") + "'"


def identifier(text):
    return '"' + text.replace('"', '""') + '"'
