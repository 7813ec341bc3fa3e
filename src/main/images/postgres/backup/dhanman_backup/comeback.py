"""One database of a backup into a new database of the cluster. Nobody sees it before it is whole.

It is filled under another name and renamed at the end, in the same transaction that lets others in. What an interruption leaves
behind has that other name, and the next try of the same Restore removes it.
"""
import contextlib
import datetime
import os
import time

import psycopg2

from . import catalog, config, foreign, restore, server
from .report import log
from .trouble import Trouble, first_line

# Indexes, and what sorting for them takes.
ROOM = 1.3
MARK = "restored by "


class Comeback:
    hurry = "Raise spec.activeDeadlineSeconds, or find what holds it up."

    def __init__(self, settings):
        self.settings = settings
        self.wanted = settings["restore"]
        self.report = None
        self.seconds = self.wanted["deadlineSeconds"]
        self.target = config.target(settings, patience=300)
        self.catalog = catalog.Catalog(self.target, settings["schedule"])
        self.into = self.wanted["into"]
        self.temporary = f"restoring_{self.wanted['id']}"

    def carry_out(self):
        started = _now()
        clock = time.monotonic()
        manifest, entry = self._source()
        with self._session("postgres") as cursor:
            if self._is_done(cursor):
                log("INFO", f"{self.into} was restored by this before")
            else:
                self._preflight(cursor, manifest, entry)
                self._restore(cursor, entry)
        self.report = {
            "outcome": "Succeeded",
            "backup": manifest["backup"] if manifest else entry["key"],
            "started": catalog.iso(started),
            "finished": catalog.iso(_now()),
            "restoreSeconds": round(time.monotonic() - clock, 1),
            "databases": 1,
            "bytes": entry["bytes"],
            "target": "Reachable",
        }

    # What to restore

    def _source(self):
        """The manifest, and the database in it; of a dump that others made no manifest."""
        if "object" in self.wanted:
            return None, foreign.entry(self.target.bucket, self.wanted["object"], self.wanted["owner"])
        manifest = self._manifest()
        return manifest, next(entry for entry in manifest["databases"] if entry["name"] == self.wanted["database"])

    def _manifest(self):
        name = self.wanted.get("backup")
        backups = [backup for backup in self.catalog.backups() if name in (None, backup.name) and (name or backup.complete)]
        for backup in reversed(backups):
            manifest = self.catalog.read(backup.manifest)
            if any(entry["name"] == self.wanted["database"] for entry in manifest["databases"]):
                return manifest
        there = f"{self.catalog.folder}{name or '…'}.json"
        raise Trouble("BackupMissing", f"There is no backup {there} that has the database {self.wanted['database']}. See status.retention of the schedule, or the bucket.", lasting=True)

    # Before anything is touched

    def _is_done(self, cursor):
        """Whether an earlier try has come to its end; and whether the name is free, else."""
        cursor.execute("SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = %s", (self.into,))
        row = cursor.fetchone()
        if row is None:
            return False
        if row[0] == MARK + self.wanted["id"]:
            return True
        raise Trouble("DatabaseExists", f"There is a database {self.into} already, and nothing is written over. Choose another name for spec.into.", lasting=True)

    def _preflight(self, cursor, manifest, entry):
        size = self.target.bucket.size(entry["key"])
        if size != entry["bytes"]:
            raise restore.Corrupt("Corrupt", f"{entry['key']} has {size} bytes, and the manifest says {entry['bytes']}. Use another backup.", lasting=True)
        cursor.execute("SELECT pg_is_in_recovery(), current_setting('server_version_num')::int / 10000")
        standby, version = cursor.fetchone()
        if standby:
            raise Trouble("ClusterUnreachable", "The cluster has no primary that takes writes. See the PostgresCluster's status.")
        if manifest and version < manifest["server"]["number"] // 10000:
            raise Trouble("VersionTooOld", f"The backup is of PostgreSQL {manifest['server']['version']}, and the cluster has {version}. Restore into a newer one.", lasting=True)
        self._require(cursor, "SELECT count(*) FROM pg_roles WHERE rolname = %s", self._owner(entry), "RoleMissing",
                      "There is no role {} to own the database. Declare it in the cluster's spec.roles, or set spec.owner.")
        for extension in entry["extensions"]:
            self._require(cursor, "SELECT count(*) FROM pg_available_extensions WHERE name = %s", extension, "ExtensionMissing",
                          "The cluster's image has no extension {}. Use an image that has it.")
        self._require_room(cursor, entry)

    @staticmethod
    def _require(cursor, statement, value, reason, message):
        cursor.execute(statement, (value,))
        if cursor.fetchone()[0] == 0:
            raise Trouble(reason, message.format(value), lasting=True)

    @staticmethod
    def _require_room(cursor, entry):
        """Asked of the server's own host, where the disk is."""
        cursor.execute("CREATE TEMPORARY TABLE room (line text)")
        cursor.execute("COPY room FROM PROGRAM 'df --output=avail --block-size=1 .'")
        cursor.execute("SELECT max(line::bigint) FROM room WHERE line ~ '^ *[0-9]+ *$'")
        room = cursor.fetchone()[0]
        needed = int(entry["databaseBytes"] * ROOM)
        if room < needed:
            raise Trouble("NoRoom", f"The volume has {room >> 20} MiB left, and {needed >> 20} MiB are needed. Raise spec.storage.size of the cluster.", lasting=True)

    def _owner(self, entry):
        return self.wanted.get("owner") or entry["owner"]

    # The work

    def _restore(self, cursor, entry):
        self._discard(cursor)
        cursor.execute(self._create(entry))
        try:
            cursor.execute(f"ALTER DATABASE {restore.identifier(self.temporary)} CONNECTION LIMIT 0")
            given = server.parameters(self.settings["cluster"]["write"], database=self.temporary, writes=True)
            self._fill(entry, {**os.environ, **given})
            with self._session(self.temporary) as inside:
                inside.execute("ANALYZE")
            self._publish(cursor, entry)
        except BaseException:
            # Also when told to stop; what this does not reach, the next try does.
            with contextlib.suppress(psycopg2.Error):
                self._discard(cursor)
            raise

    def _fill(self, entry, environment):
        if "object" in self.wanted:
            foreign.restore_object(self.target.bucket, entry["key"], self.temporary, environment)
        else:
            restore.restore(self.target.bucket, entry, self.temporary, environment)

    def _create(self, entry):
        if "object" in self.wanted:
            return f"CREATE DATABASE {restore.identifier(self.temporary)} TEMPLATE template0"
        return restore.create_statement(entry, self.temporary, restore.identifier)

    def _discard(self, cursor):
        cursor.execute(f"DROP DATABASE IF EXISTS {restore.identifier(self.temporary)} WITH (FORCE)")

    def _publish(self, cursor, entry):
        temporary, into = restore.identifier(self.temporary), restore.identifier(self.into)
        cursor.execute("BEGIN")
        cursor.execute(f"ALTER DATABASE {temporary} OWNER TO {restore.identifier(self._owner(entry))}")
        cursor.execute(f"ALTER DATABASE {temporary} CONNECTION LIMIT -1")
        cursor.execute(f"COMMENT ON DATABASE {temporary} IS {restore.literal(MARK + self.wanted['id'])}")
        cursor.execute(f"ALTER DATABASE {temporary} RENAME TO {into}")
        cursor.execute("COMMIT")
        log("INFO", f"restored {entry['name']} as {self.into}")

    @contextlib.contextmanager
    def _session(self, database):
        try:
            connection = server.connect(self.settings["cluster"]["write"], database=database, writes=True)
        except psycopg2.OperationalError as failure:
            raise Trouble("ClusterUnreachable", f"The primary does not answer: {first_line(str(failure))}. See the PostgresCluster's status.") from failure
        with contextlib.closing(connection), connection.cursor() as cursor:
            yield cursor


def _now():
    return datetime.datetime.now(datetime.timezone.utc).replace(microsecond=0)
