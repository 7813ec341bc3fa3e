"""Stands in for PostgreSQL: answers what a run asks, as the test says."""


class Error(Exception):
    pass


class OperationalError(Error):
    pass


class Cluster:
    """What the test sets."""

    def __init__(self):
        self.databases = {"sales": 1 << 20}
        self.down = set()
        self.replayed = True
        self.busy = 0
        self.queries = []


cluster = Cluster()


def connect(host, dbname, **_):
    if host in cluster.down:
        raise OperationalError(f"connection to server at {host} failed: Connection refused\n\tIs the server running?")
    return Connection(host, dbname)


class Connection:
    def __init__(self, host, database):
        self.host = host
        self.database = database

    def cursor(self):
        return Cursor(self)

    def close(self):
        pass


class Cursor:
    def __init__(self, connection):
        self.connection = connection
        self.rows = []

    def __enter__(self):
        return self

    def __exit__(self, *_):
        pass

    def execute(self, statement, values):
        cluster.queries.append((self.connection.host, statement))
        replica = self.connection.host == "read"
        if "pg_try_advisory_lock" in statement:
            cluster.busy -= 1
            self.rows = [(cluster.busy < 0,)]
        elif "inet_server_addr" in statement:
            self.rows = [("10.0.0.2" if replica else "10.0.0.1", "18.6", 180006, "0/3000000", 1, "7710643052170336259", "pg_stat_statements")]
        elif "pg_last_wal_replay_lsn() >=" in statement:
            self.rows = [(cluster.replayed,)]
        elif "pg_is_in_recovery" in statement:
            self.rows = [(replica,)]
        elif "pg_current_wal_lsn" in statement:
            self.rows = [("0/3000000",)]
        elif "pg_database" in statement:
            self.rows = [(name, "app", "UTF8", "C.UTF-8", "C.UTF-8", "c", None, size) for name, size in sorted(cluster.databases.items())]
        elif "pg_extension" in statement:
            self.rows = [("pg_trgm", "1.6")]
        else:
            raise AssertionError(statement)

    def fetchall(self):
        return self.rows
