"""Roles of a backup into a cluster that lacks them, with the verifiers of their passwords. Those that are there stay as they are."""
import re
import subprocess

import psycopg2

from . import restore, seal
from .report import log
from .trouble import Trouble, first_line

# Those of the operator's own, which each cluster has as it needs them.
OWN = {"replicator", "rewind", "dhanman_operator", "dhanman_backup", "dhanman_exporter", "dhanman_pooler"}

# What pg_dumpall writes: comments, commands of psql at the beginning of a line, literals, names, and the rest.
TOKEN = re.compile(r"(?m)--[^\n]*|^\\[^\n]*|'(?:[^']|'')*'|\"(?:[^\"]|\"\")*\"|;|[^'\";\\-]+|.")
NAME = r'(?:"(?:[^"]|"")*"|[^\s";]+)'
ABOUT = re.compile(rf"(?:CREATE ROLE|ALTER ROLE|COMMENT ON ROLE|GRANT {NAME} TO) ({NAME})(?= WITH | SET | IS | GRANTED |$)")


def read(bucket, part):
    """The SQL of all roles; checked, and decrypted."""
    stored = b"".join(restore.read(bucket, part))
    opening = seal.opening(part)
    if opening is None:
        return stored.decode()
    opened = subprocess.run(opening, input=stored, check=False, capture_output=True)
    if opened.returncode != 0:
        raise seal.wrong_key("roles")
    return opened.stdout.decode()


def statements(sql):
    """One after the other, without comments and commands of psql."""
    found, statement = [], ""
    for token in TOKEN.findall(sql):
        if token == ";":
            found.append(statement.strip())
            statement = ""
        elif not token.startswith(("--", "\\")):
            statement += token
    return found


def about(statement):
    """Which role a statement makes, changes, or makes a member of another; None where it is about something else."""
    match = ABOUT.match(statement)
    return _plain(match.group(1)) if match else None


def _plain(name):
    return name[1:-1].replace('""', '"') if name.startswith('"') else name


def names(sql):
    return {about(statement) for statement in statements(sql) if statement.startswith("CREATE ROLE ")}


def make_missing(cursor, sql):
    """Makes those that are not there, all or none."""
    cursor.execute("SELECT rolname FROM pg_roles")
    there = {row[0] for row in cursor.fetchall()}
    missing = names(sql) - there - OWN
    if not missing:
        return
    cursor.execute("BEGIN")
    try:
        for statement in statements(sql):
            if about(statement) in missing:
                cursor.execute(statement)
        cursor.execute("COMMIT")
    except psycopg2.Error as failure:
        cursor.execute("ROLLBACK")
        # Its first words alone: the verifier of a password may stand in the statement.
        why = failure.diag.message_primary or first_line(str(failure))
        raise Trouble("RestoreFailed", f"The roles {', '.join(sorted(missing))} cannot be made: {why}. Declare them in the cluster's spec.roles.", lasting=True) from failure
    log("INFO", f"made roles: {', '.join(sorted(missing))}")
