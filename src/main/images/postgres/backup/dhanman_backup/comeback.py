"""Databases of a backup into a cluster: one as a new database, or all. Nobody sees one before it is whole.

Each is filled under another name and renamed at the end, in the same transaction that lets others in. What an interruption leaves
behind has that other name, and the next try of the same Restore removes it.
"""
import contextlib
import datetime
import os
import time

import psycopg2

from . import catalog, config, foreign, place, restore, roles, server
from .report import log
from .trouble import Trouble, first_line

# Indexes, and what sorting for them takes.
ROOM = 1.3


class Comeback:
    hurry = "Raise spec.activeDeadlineSeconds, or find what holds it up."

    def __init__(self, settings):
        self.settings = settings
        self.wanted = settings["restore"]
        self.report = None
        self.seconds = self.wanted["deadlineSeconds"]
        self.target = config.target(settings)
        self.catalog = catalog.Catalog(self.target, settings["schedule"])
        self.all = self.wanted.get("all", False)
        self.place = place.Place(self.wanted["id"])

    def carry_out(self):
        started = _now()
        clock = time.monotonic()
        manifest, entries = self._source()
        config.insist(self.target.bucket)
        with self._session("postgres") as cursor:
            self.place.clear(cursor, self._session)
            left = [(entry, into) for entry, into in entries if not self._is_done(cursor, into)]
            made = roles.read(self.target.bucket, manifest["globals"]) if self.all and left else ""
            self._preflight(cursor, manifest, [entry for entry, _ in left], roles.names(made))
            roles.make_missing(cursor, made)
            for entry, into in left:
                self._restore(cursor, entry, into)
        self.report = {
            "outcome": "Succeeded",
            "backup": manifest["backup"] if manifest else entries[0][0]["key"],
            "started": catalog.iso(started),
            "finished": catalog.iso(_now()),
            "restoreSeconds": round(time.monotonic() - clock, 1),
            "databases": len(entries),
            "bytes": sum(entry["bytes"] for entry, _ in entries),
            "target": "Reachable",
        }

    # What to restore

    def _source(self):
        """The manifest, and what of it goes where; of a dump that others made no manifest."""
        if "object" in self.wanted:
            return None, [(foreign.entry(self.target.bucket, self.wanted["object"], self.wanted["owner"]), self.wanted["into"])]
        manifest = self._manifest()
        if self.all:
            # The database postgres is there in each cluster, and holds nothing of anybody's but by mistake.
            return manifest, [(entry, entry["name"]) for entry in manifest["databases"] if entry["name"] != "postgres"]
        return manifest, [(entry, self.wanted["into"]) for entry in manifest["databases"] if entry["name"] == self.wanted["database"]]

    def _manifest(self):
        name = self.wanted.get("backup")
        backups = [backup for backup in self.catalog.backups() if name in (None, backup.name) and (name or backup.complete)]
        for backup in reversed(backups):
            manifest = self.catalog.read(backup.manifest)
            if backup.complete if self.all else any(entry["name"] == self.wanted["database"] for entry in manifest["databases"]):
                return manifest
        there = f"{self.catalog.folder}{name or '…'}.json"
        lacks = "is complete" if self.all else f"has the database {self.wanted['database']}"
        raise Trouble("BackupMissing", f"There is no backup {there} that {lacks}. See status.retention of the schedule, or the bucket.", lasting=True)

    # Before anything is touched

    def _is_done(self, cursor, into):
        """Whether an earlier try has come to its end; and whether the name is free, else."""
        if self.place.is_restored(cursor, into):
            log("INFO", f"{into} was restored by this before")
            return True
        if not place.exists(cursor, into):
            return False
        if not self.all:
            raise place.there_already(into)
        with self._session(into) as inside:
            place.require_empty(inside, into)
        return False

    def _preflight(self, cursor, manifest, entries, made):
        for entry in entries:
            size = self.target.bucket.size(entry["key"])
            if size != entry["bytes"]:
                raise restore.Corrupt("Corrupt", f"{entry['key']} has {size} bytes, and the manifest says {entry['bytes']}. Use another backup.", lasting=True)
        cursor.execute("SELECT pg_is_in_recovery(), current_setting('server_version_num')::int / 10000")
        standby, version = cursor.fetchone()
        if standby:
            raise Trouble("ClusterUnreachable", "The cluster has no primary that takes writes. See the PostgresCluster's status.")
        if manifest and version < manifest["server"]["number"] // 10000:
            raise Trouble("VersionTooOld", f"The backup is of PostgreSQL {manifest['server']['version']}, and the cluster has {version}. Restore into a newer one.", lasting=True)
        for entry in entries:
            if self._owner(entry) not in made:
                self._require(cursor, "SELECT count(*) FROM pg_roles WHERE rolname = %s", self._owner(entry), "RoleMissing",
                              "There is no role {} to own the database. Declare it in the cluster's spec.roles, or set spec.owner.")
            for extension in entry["extensions"]:
                self._require(cursor, "SELECT count(*) FROM pg_available_extensions WHERE name = %s", extension, "ExtensionMissing",
                              "The cluster's image has no extension {}. Use an image that has it.")
        self._require_room(cursor, sum(entry["databaseBytes"] for entry in entries))

    @staticmethod
    def _require(cursor, statement, value, reason, message):
        cursor.execute(statement, (value,))
        if cursor.fetchone()[0] == 0:
            raise Trouble(reason, message.format(value), lasting=True)

    @staticmethod
    def _require_room(cursor, size):
        """Asked of the server's own host, where the disk is."""
        cursor.execute("CREATE TEMPORARY TABLE room (line text)")
        cursor.execute("COPY room FROM PROGRAM 'df --output=avail --block-size=1 .'")
        cursor.execute("SELECT max(line::bigint) FROM room WHERE line ~ '^ *[0-9]+ *$'")
        room = cursor.fetchone()[0]
        needed = int(size * ROOM)
        if room < needed:
            raise Trouble("NoRoom", f"The volume has {room >> 20} MiB left, and {needed >> 20} MiB are needed. Raise spec.storage.size of the cluster.", lasting=True)

    def _owner(self, entry):
        return self.wanted.get("owner") or entry["owner"]

    # The work

    def _restore(self, cursor, entry, into):
        filled = self.place.filled
        cursor.execute(self._create(entry))
        try:
            cursor.execute(f"ALTER DATABASE {restore.identifier(filled)} CONNECTION LIMIT 0")
            given = server.parameters(self.settings["cluster"]["write"], database=filled, writes=True)
            self._fill(entry, {**os.environ, **given})
            with self._session(filled) as inside:
                inside.execute("ANALYZE")
            self.place.publish(cursor, into, self._owner(entry), self._session if self.all else None)
            log("INFO", f"restored {entry['name']} as {into}")
        finally:
            # Also when told to stop; what this does not reach, the next try does.
            with contextlib.suppress(psycopg2.Error, Trouble):
                self.place.clear(cursor, self._session)

    def _fill(self, entry, environment):
        if "object" in self.wanted:
            foreign.restore_object(self.target.bucket, entry["key"], self.place.filled, environment)
        else:
            restore.restore(self.target.bucket, entry, self.place.filled, environment)

    def _create(self, entry):
        if "object" in self.wanted:
            return f"CREATE DATABASE {restore.identifier(self.place.filled)} TEMPLATE template0"
        return restore.create_statement(entry, self.place.filled, restore.identifier)

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
