"""Which server to read from, and what it is."""
import contextlib
import os
import time
from collections import namedtuple

import psycopg2

from .report import log
from .trouble import Trouble, first_line

TLS = "/etc/dhanman-backup/tls"
USER = "postgres"
# Of sessions that hold a cluster's turn; the other half is the database they are in, which is always postgres.
TURN = 0x64686e62
CATCH_UP = 30
# Names of databases that a Restore has not filled yet, or that are on their way out.
RESTORING = "^(restoring|replaced)_[0-9a-f-]{36}$"
CONNECT = 10

# address: that of the very instance, since another connection to the same Service may lead elsewhere
Server = namedtuple("Server", "host address role version number lsn timeline system libraries")
Database = namedtuple("Database", "name owner encoding collation ctype provider locale size extensions")


def parameters(host, address=None, database="postgres", writes=False):
    """As PostgreSQL's own programs take them, from the environment."""
    # A superuser who does not mean to write cannot do so by mistake.
    access = "" if writes else "-c default_transaction_read_only=on "
    given = {
        "PGHOST": host,
        "PGPORT": os.environ.get("BACKUP_PORT", "5432"),
        "PGUSER": USER,
        "PGDATABASE": database,
        "PGSSLMODE": os.environ.get("BACKUP_SSLMODE", "verify-full"),
        "PGSSLROOTCERT": f"{TLS}/ca.crt",
        "PGSSLCERT": f"{TLS}/tls.crt",
        "PGSSLKEY": f"{TLS}/tls.key",
        "PGCONNECT_TIMEOUT": str(CONNECT),
        "PGAPPNAME": "dhanman-backup",
        "PGOPTIONS": f"{access}-c statement_timeout=0 -c idle_session_timeout=0",
        # A server that is gone without a word is noticed.
        "PGTCPUSERTIMEOUT": "60000",
    }
    if address:
        given["PGHOSTADDR"] = address
    return given


def connect(host, address=None, database="postgres", writes=False):
    given = parameters(host, address, database, writes)
    connection = psycopg2.connect(
        host=given["PGHOST"],
        port=given["PGPORT"],
        user=given["PGUSER"],
        dbname=given["PGDATABASE"],
        sslmode=given["PGSSLMODE"],
        sslrootcert=given["PGSSLROOTCERT"],
        sslcert=given["PGSSLCERT"],
        sslkey=given["PGSSLKEY"],
        connect_timeout=CONNECT,
        application_name=given["PGAPPNAME"],
        options=given["PGOPTIONS"],
        tcp_user_timeout=60000,
        **({"hostaddr": address} if address else {}),
    )
    connection.autocommit = True
    return connection


def rows(connection, statement, *values):
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchall()


class Cluster:
    """The servers of a cluster, behind their Services."""

    def __init__(self, config):
        self.write = config["cluster"]["write"]
        self.read = config["cluster"]["read"]

    @contextlib.contextmanager
    def turn(self):
        """One run at a time: holds a lock on the primary. Gives the connection; None where there is no primary."""
        connection = self.reach_primary()
        if connection is None:
            log("WARNING", "the cluster has no primary now: the dump is of a replica, as far as that one has come")
            yield None
            return
        with contextlib.closing(connection):
            waited = False
            while not rows(connection, "SELECT pg_try_advisory_lock(%s)", TURN)[0][0]:
                if not waited:
                    log("INFO", "another run is under way: waiting for its end")
                    waited = True
                time.sleep(1)
            yield connection

    def choose(self, primary):
        """A replica that has all that was committed before now, else the primary."""
        replica = self._reach(self.read)
        if replica is None:
            if primary is None:
                raise Trouble("ClusterUnreachable", "Neither the primary nor a replica answers. See the PostgresCluster's status.")
            return describe(primary, self.write, "primary")
        with contextlib.closing(replica):
            if not rows(replica, "SELECT pg_is_in_recovery()")[0][0]:  # a cluster of one
                return describe(replica, self.read, "primary")
            if primary is None or self._has_caught_up(replica, primary):
                return describe(replica, self.read, "replica")
        log("WARNING", f"no replica has caught up within {CATCH_UP} seconds: the dump is of the primary")
        return describe(primary, self.write, "primary")

    @staticmethod
    def _has_caught_up(replica, primary):
        wanted = rows(primary, "SELECT pg_current_wal_lsn()")[0][0]
        end = time.monotonic() + CATCH_UP
        while time.monotonic() < end:
            if rows(replica, "SELECT pg_last_wal_replay_lsn() >= %s::pg_lsn", wanted)[0][0]:
                return True
            time.sleep(0.5)
        return False

    def reach_primary(self):
        """A connection to the primary; None where it does not answer."""
        return self._reach(self.write)

    def _reach(self, host):
        try:
            return connect(host)
        except psycopg2.OperationalError as failure:
            log("WARNING", f"{host} does not answer: {first_line(str(failure))}")
            return None


def describe(connection, host, role):
    row = rows(
        connection,
        """SELECT host(inet_server_addr()), current_setting('server_version'), current_setting('server_version_num')::int,
                  (CASE WHEN pg_is_in_recovery() THEN pg_last_wal_replay_lsn() ELSE pg_current_wal_lsn() END)::text,
                  (SELECT timeline_id FROM pg_control_checkpoint()), (SELECT system_identifier::text FROM pg_control_system()), current_setting('shared_preload_libraries')""",
    )[0]
    return Server(host, row[0], role, row[1], row[2], row[3], row[4], row[5], row[6])


def databases(server, wanted):
    """Those that are there, as far as they are wanted; all, where none is named. With what it takes to make each anew.

    What a Restore is about to fill is none yet: it vanishes or gets its name at any moment, and cannot while somebody reads it.
    """
    with contextlib.closing(connect(server.host, server.address)) as connection:
        found = rows(
            connection,
            """SELECT datname, pg_get_userbyid(datdba), pg_encoding_to_char(encoding), datcollate, datctype, datlocprovider::text, datlocale,
                      pg_database_size(oid)
               FROM pg_database WHERE datallowconn AND NOT datistemplate AND datname !~ %s ORDER BY datname""",
            RESTORING,
        )
    return [Database(*row, extensions(server, row[0])) for row in found if not wanted or row[0] in wanted]


def extensions(server, database):
    try:
        with contextlib.closing(connect(server.host, server.address, database)) as connection:
            return dict(rows(connection, "SELECT extname, extversion FROM pg_extension WHERE extname <> 'plpgsql'"))
    except psycopg2.Error:  # dropped meanwhile: the dump will say so
        return {}


def lsn(server):
    """How far the instance has come."""
    with contextlib.closing(connect(server.host, server.address)) as connection:
        return describe(connection, server.host, server.role).lsn
