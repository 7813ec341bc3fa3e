"""Dumps back into databases: read from the bucket once, checked while they are read."""
import hashlib
import http.client
import subprocess
import threading

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
    # Comments and extensions' own objects are the superuser's; who restores is one.
    command = ["pg_restore", "--exit-on-error", "--no-password", "--no-tablespaces", f"--dbname={database}"]
    feed(command, read(bucket, entry), environment, f"pg_restore of {entry['name']}")


def feed(command, chunks, environment, what):
    """Runs a program on input, all of which has to be good for the outcome to be."""
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, env=environment)
    said = []
    listener = threading.Thread(target=lambda: said.extend(process.stderr), daemon=True)
    listener.start()
    try:
        for chunk in chunks:
            process.stdin.write(chunk)
        process.stdin.close()
        code = process.wait()
    except BrokenPipeError:  # it has ended; why, it says itself
        code = process.wait()
    finally:
        if process.poll() is None:
            process.kill()
            process.wait()
        listener.join()
    text = b"".join(said).decode("utf-8", "replace")
    if code != 0:
        for _ in chunks:
            pass  # to its end: where the object is not what was stored, that is why
        raise Trouble("RestoreFailed", f"{what} failed (exit code {code}): {complaint(text)}.", lasting=True)
    for line in without_data(text):
        log("WARNING", line, program=what)


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
