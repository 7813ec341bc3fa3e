"""The place that a database is restored to: names while it is filled, what is there before, and what becomes of it."""
import contextlib

import psycopg2

from .report import log
from .restore import identifier, literal
from .trouble import Trouble

MARK = "restored by "
TRIES = 5

# Anything that somebody has made: relations, functions, types of their own, large objects. What extensions bring is none.
OF_NOBODY = """n.nspname !~ '^pg_' AND n.nspname <> 'information_schema' AND NOT EXISTS
    (SELECT FROM pg_depend d WHERE d.classid = '{0}'::regclass AND d.objid = o.oid AND d.deptype = 'e')"""
ANYTHING = " OR ".join(
    [
        f"EXISTS (SELECT FROM {table} o JOIN pg_namespace n ON n.oid = o.{prefix}namespace WHERE {which} AND {OF_NOBODY.format(table)})"
        for table, prefix, which in (
            ("pg_class", "rel", "o.relkind IN ('r', 'p', 'v', 'm', 'S', 'f')"),
            ("pg_proc", "pro", "true"),
            ("pg_type", "typ", "o.typrelid = 0 AND o.typelem = 0 AND o.typtype <> 'm'"),
        )
    ]
    + ["EXISTS (SELECT FROM pg_largeobject_metadata)"]
)


def exists(cursor, name):
    cursor.execute("SELECT count(*) FROM pg_database WHERE datname = %s", (name,))
    return cursor.fetchone()[0] == 1


def is_empty(inside):
    """Whether there is nothing in the database that a session is in."""
    inside.execute(f"SELECT {ANYTHING}")
    return not inside.fetchone()[0]


class Place:
    """Of one Restore, which its id tells from all others."""

    def __init__(self, identity):
        self.mark = MARK + identity
        self.filled = f"restoring_{identity}"
        self.replaced = f"replaced_{identity}"

    def is_restored(self, cursor, into):
        cursor.execute("SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = %s", (into,))
        row = cursor.fetchone()
        return row is not None and row[0] == self.mark

    def clear(self, cursor, session):
        """Removes what nobody ever saw, and the empty one that was there before.

        session: makes one in another database
        """
        cursor.execute(f"DROP DATABASE IF EXISTS {identifier(self.filled)} WITH (FORCE)")
        if not exists(cursor, self.replaced):
            return
        with session(self.replaced) as inside:
            empty = is_empty(inside)
        if empty:
            cursor.execute(f"DROP DATABASE {identifier(self.replaced)} WITH (FORCE)")
        else:  # whoever it was came between the last look and the renaming
            log("WARNING", f"{self.replaced} is what was there before, and somebody has written into it: it is kept")

    def publish(self, cursor, into, owner, session=None):
        """Gives the filled one its name and lets others in, at one blow.

        session: makes one in another database, where an empty one of this name may make way
        """
        if session is None or not exists(cursor, into):
            self._publish(cursor, into, owner)
            return
        with _closed(cursor, into):
            with session(into) as inside:
                require_empty(inside, into)
            self._insist(cursor, into, owner)

    def _insist(self, cursor, into, owner):
        for left in reversed(range(TRIES)):
            try:
                _end_sessions(cursor, into)
                self._publish(cursor, into, owner, makes_way=True)
                return
            except psycopg2.errors.ObjectInUse as failure:
                if left == 0:
                    raise Trouble("DatabaseInUse", f"Others are in the database {into} all the time, so that it cannot make way.") from failure

    def _publish(self, cursor, into, owner, makes_way=False):
        filled = identifier(self.filled)
        cursor.execute("BEGIN")
        try:
            cursor.execute(f"ALTER DATABASE {filled} OWNER TO {identifier(owner)}")
            cursor.execute(f"ALTER DATABASE {filled} CONNECTION LIMIT -1")
            cursor.execute(f"COMMENT ON DATABASE {filled} IS {literal(self.mark)}")
            if makes_way:
                _copy_access(cursor, into, filled)
                cursor.execute(f"ALTER DATABASE {identifier(into)} RENAME TO {identifier(self.replaced)}")
            cursor.execute(f"ALTER DATABASE {filled} RENAME TO {identifier(into)}")
            cursor.execute("COMMIT")
        except psycopg2.errors.DuplicateDatabase as failure:
            cursor.execute("ROLLBACK")
            raise there_already(into) from failure
        except BaseException:
            with contextlib.suppress(psycopg2.Error):
                cursor.execute("ROLLBACK")
            raise


def there_already(name):
    return Trouble("DatabaseExists", f"There is a database {name} already, and nothing is written over. Choose another name for spec.into.", lasting=True)


def require_empty(inside, name):
    if not is_empty(inside):
        raise Trouble("DatabaseExists", f"There is something in the database {name}, and nothing is written over."
                      " Restore into a cluster whose databases are empty, or one database under another name.", lasting=True)


@contextlib.contextmanager
def _closed(cursor, name):
    """Nobody but superusers can begin anything in it, and who was in it is out; when that fails all is as before."""
    cursor.execute("SELECT datconnlimit FROM pg_database WHERE datname = %s", (name,))
    limit = cursor.fetchone()[0]
    cursor.execute(f"ALTER DATABASE {identifier(name)} CONNECTION LIMIT 0")
    try:
        _end_sessions(cursor, name)
        yield
    except BaseException:
        with contextlib.suppress(psycopg2.Error):
            cursor.execute(f"ALTER DATABASE {identifier(name)} CONNECTION LIMIT {limit}")
        raise


def _end_sessions(cursor, name):
    cursor.execute("SELECT count(pg_terminate_backend(pid, 5000)) FROM pg_stat_activity WHERE datname = %s", (name,))


def _copy_access(cursor, name, to):
    """Who may connect and so on, which no dump has."""
    cursor.execute(
        """SELECT CASE grantee WHEN 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(grantee)) END, privilege_type
           FROM pg_database, aclexplode(datacl) WHERE datname = %s AND grantee <> datdba""",
        (name,),
    )
    granted = cursor.fetchall()
    cursor.execute("SELECT datacl IS NOT NULL FROM pg_database WHERE datname = %s", (name,))
    if cursor.fetchone()[0]:
        cursor.execute(f"REVOKE ALL ON DATABASE {to} FROM PUBLIC")
        for grantee, privilege in granted:
            cursor.execute(f"GRANT {privilege} ON DATABASE {to} TO {grantee}")
