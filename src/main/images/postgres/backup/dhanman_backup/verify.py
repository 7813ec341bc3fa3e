"""Proves the newest backup: restores it into a PostgreSQL of this pod's own, and looks at what came of it."""
import contextlib
import datetime
import os
import pathlib
import shutil
import subprocess
import time

import psycopg2

from . import catalog, config, restore, seal
from .report import log
from .trouble import Trouble, complaint, first_line

SCRATCH = "/scratch"
SOCKETS = "/tmp"
START = 60
# A row by hand takes no time; a table that is read as a whole may.
STATEMENT = "1h"
USER_TABLES = """
    SELECT c.oid::regclass::text FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE c.relkind IN ('r', 'm') AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema' ORDER BY 1"""


class Server:
    """A PostgreSQL that nobody but this program reaches. It is thrown away, so that it need not be safe."""

    def __init__(self, folder, libraries):
        self.data = f"{folder}/verify"
        self.libraries = libraries

    def __enter__(self):
        shutil.rmtree(self.data, ignore_errors=True)
        self._run(["initdb", "--username=postgres", "--auth=trust", "--no-sync", "--encoding=UTF8", f"--pgdata={self.data}"])
        settings = {
            # Some extensions can only be made where their library is loaded.
            "shared_preload_libraries": self.libraries,
            "listen_addresses": "",
            "unix_socket_directories": SOCKETS,
            # A container has 64 MB of shared memory; parallel builds of indexes want more.
            "dynamic_shared_memory_type": "mmap",
            "fsync": "off",
            "full_page_writes": "off",
            "synchronous_commit": "off",
            "wal_level": "minimal",
            "max_wal_senders": "0",
            "max_wal_size": "4GB",
            "autovacuum": "off",
            "shared_buffers": "128MB",
            "maintenance_work_mem": "256MB",
        }
        with open(f"{self.data}/postgresql.conf", "a", encoding="utf-8") as file:
            file.writelines(f"{name} = '{value}'\n" for name, value in settings.items())
        self._run(["pg_ctl", "start", "--wait", f"--timeout={START}", f"--pgdata={self.data}", f"--log={self.data}.log"])
        return self

    def __exit__(self, *_):
        subprocess.run(["pg_ctl", "stop", "--mode=immediate", f"--pgdata={self.data}"], check=False, capture_output=True)
        shutil.rmtree(self.data, ignore_errors=True)

    def _run(self, command):
        done = subprocess.run(command, check=False, capture_output=True, text=True)
        if done.returncode != 0:
            started = pathlib.Path(f"{self.data}.log")
            raise Trouble("ServerFailed", f"{command[0]} failed: {complaint(done.stderr + (started.read_text() if started.exists() else ''))}."
                          " The volume may be too small: see spec.verify.storage.")

    @staticmethod
    def environment():
        return {**os.environ, "PGHOST": SOCKETS, "PGUSER": "postgres"}

    @staticmethod
    @contextlib.contextmanager
    def session(database):
        connection = psycopg2.connect(host=SOCKETS, user="postgres", dbname=database)
        connection.autocommit = True
        with contextlib.closing(connection), connection.cursor() as cursor:
            cursor.execute(f"SET statement_timeout = '{STATEMENT}'")
            yield cursor


class Verification:
    hurry = "Raise spec.verify.activeDeadlineSeconds, or find what holds it up."

    def __init__(self, settings):
        self.settings = settings
        self.report = None
        self.seconds = settings["verify"]["deadlineSeconds"]
        self.target = config.target(settings)
        self.catalog = catalog.Catalog(self.target, settings["schedule"])

    def carry_out(self):
        started = _now()
        backup = self._newest(started)
        manifest = self.catalog.read(backup.manifest)
        config.insist(self.target.bucket)
        clock = time.monotonic()
        with Server(os.environ.get("BACKUP_SCRATCH", SCRATCH), manifest["server"]["libraries"]) as server:
            self._restore(server, manifest)
            took = round(time.monotonic() - clock, 1)
            log("INFO", f"restored {backup.name}", seconds=took)
            rows = {entry["name"]: self._rows(server, entry["name"]) for entry in manifest["databases"]}
            self._check_structure(server, manifest)
            self._assert(server, manifest)
        proof = {
            "backup": backup.name,
            "verified": catalog.iso(_now()),
            "restoreSeconds": took,
            "rows": rows,
            "assertions": len(self._assertions()),
        }
        self.catalog.prove(backup.name, proof)
        self.report = {
            "outcome": "Succeeded",
            "backup": backup.name,
            "started": catalog.iso(started),
            "finished": catalog.iso(_now()),
            "restoreSeconds": took,
            "databases": len(manifest["databases"]),
            "bytes": manifest["bytes"],
            "rows": sum(sum(tables.values()) for tables in rows.values()),
            "target": "Reachable",
        }

    def _newest(self, now):
        """A check of yesterday's backup would look well while today's is missing."""
        backups = [backup for backup in self.catalog.backups() if backup.complete]
        if not backups:
            raise Trouble("NothingToVerify", "There is no backup yet.", lasting=True)
        age = (now - backups[-1].started).total_seconds()
        if age > self.settings["verify"]["freshSeconds"]:
            raise Trouble("NotFresh", f"The newest backup is {backups[-1].name}, and newer ones were due. See why there are none.", lasting=True)
        return backups[-1]

    def _restore(self, server, manifest):
        roles = b"".join(restore.read(self.target.bucket, manifest["globals"]))
        # The superuser is there; and tablespaces of another server have no folders here.
        command = ["psql", "--no-psqlrc", "--quiet", "--dbname=postgres"]
        restore.feed(command, iter([roles]), server.environment(), "psql of roles", seal.opening(manifest["globals"]))
        for entry in manifest["databases"]:
            with server.session("postgres") as cursor:
                if entry["name"] != "postgres":
                    cursor.execute(restore.create_statement(entry, entry["name"], restore.identifier))
            restore.restore(self.target.bucket, entry, entry["name"], server.environment())

    @staticmethod
    def _rows(server, database):
        with server.session(database) as cursor:
            cursor.execute(USER_TABLES)
            tables = [row[0] for row in cursor.fetchall()]
            counts = {}
            for table in tables:
                cursor.execute(f"SELECT count(*) FROM ONLY {table}")
                counts[table] = cursor.fetchone()[0]
            return counts

    @staticmethod
    def _check_structure(server, manifest):
        """Indexes against tables, and tables against themselves."""
        for entry in manifest["databases"]:
            done = subprocess.run(
                ["pg_amcheck", "--install-missing=pg_catalog", "--heapallindexed", "--no-password", entry["name"]],
                env=server.environment(), check=False, capture_output=True, text=True,
            )
            if done.returncode != 0:
                raise Trouble("StructureBroken", f"pg_amcheck finds {entry['name']} broken after its restore: {complaint(done.stdout + done.stderr)}.", lasting=True)

    def _assertions(self):
        return self.settings["verify"].get("assertions", [])

    def _assert(self, server, manifest):
        names = [entry["name"] for entry in manifest["databases"]]
        for assertion in self._assertions():
            database, statement = assertion["database"], assertion["sql"]
            if database not in names:
                raise Trouble("AssertionFailed", f"An assertion is about {database}, which is not in the backup.", lasting=True)
            with server.session(database) as cursor:
                try:
                    cursor.execute(statement)
                    row = cursor.fetchone()
                except psycopg2.Error as failure:
                    raise Trouble("AssertionFailed", f"In {database}, {statement!r} fails: {failure.diag.message_primary or first_line(str(failure))}.", lasting=True) from failure
            if not row or row[0] is not True:
                raise Trouble("AssertionFailed", f"In {database}, {statement!r} does not give true.", lasting=True)


def _now():
    return datetime.datetime.now(datetime.timezone.utc).replace(microsecond=0)
