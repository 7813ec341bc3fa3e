"""Roles of a backup: which statements make those that a cluster lacks."""
import hashlib
import unittest

from support import BUCKET, BucketTest

from dhanman_backup import roles
from dhanman_backup.bucket import Bucket
from dhanman_backup.s3 import S3, Keys
from dhanman_backup.trouble import Trouble

SQL = r"""--
-- PostgreSQL database cluster dump
--

\restrict wH9;cQ'

SET default_transaction_read_only = off;

CREATE ROLE dhanman_pooler;
ALTER ROLE dhanman_pooler WITH NOSUPERUSER LOGIN;
CREATE ROLE app;
ALTER ROLE app WITH NOSUPERUSER LOGIN PASSWORD 'SCRAM-SHA-256$4096:a;b''c';
CREATE ROLE "a ""b; c";
ALTER ROLE "a ""b; c" WITH NOLOGIN;
ALTER ROLE "a ""b; c" SET search_path TO 'x', 'y';
COMMENT ON ROLE "a ""b; c" IS 'it''s; -- two
lines';
CREATE ROLE postgres;
ALTER ROLE postgres WITH SUPERUSER;
GRANT "a ""b; c" TO app WITH INHERIT TRUE GRANTED BY postgres;
GRANT app TO "a ""b; c" WITH INHERIT TRUE GRANTED BY postgres;
CREATE TABLESPACE x OWNER app LOCATION '/x';

\unrestrict wH9
"""


class Cursor:
    def __init__(self, *there):
        self.there = there
        self.executed = []

    def execute(self, statement):
        self.executed.append(statement)

    def fetchall(self):
        return [(name,) for name in self.there]


class RolesTest(BucketTest):
    def made(self, *there):
        cursor = Cursor(*there)
        roles.make_missing(cursor, SQL)
        return cursor.executed[1:]

    def test_names_are_read_as_they_are_quoted(self):
        self.assertEqual(roles.names(SQL), {"dhanman_pooler", "app", 'a "b; c', "postgres"})

    def test_what_is_there_stays_as_it_is_and_the_operators_own_are_its(self):
        made = self.made("postgres", "app")
        self.assertEqual(
            made,
            [
                "BEGIN",
                'CREATE ROLE "a ""b; c"',
                'ALTER ROLE "a ""b; c" WITH NOLOGIN',
                "ALTER ROLE \"a \"\"b; c\" SET search_path TO 'x', 'y'",
                "COMMENT ON ROLE \"a \"\"b; c\" IS 'it''s; -- two\nlines'",
                'GRANT app TO "a ""b; c" WITH INHERIT TRUE GRANTED BY postgres',
                "COMMIT",
            ],
        )

    def test_passwords_come_with_their_roles(self):
        self.assertIn("ALTER ROLE app WITH NOSUPERUSER LOGIN PASSWORD 'SCRAM-SHA-256$4096:a;b''c'", self.made("postgres"))

    def test_nothing_is_done_where_nothing_is_missing(self):
        self.assertEqual(self.made("postgres", "app", 'a "b; c'), [])

    def test_roles_that_are_not_what_was_stored(self):
        body = SQL.encode()
        self.s3.store("globals", body.replace(b"NOSUPERUSER", b"..SUPERUSER"))
        bucket = Bucket(S3(self.s3.endpoint, "us-east-1", Keys("key", "secret"), patience=1), BUCKET)
        part = {"key": "globals", "bytes": len(body), "sha256": hashlib.sha256(body).hexdigest()}
        with self.assertRaises(Trouble) as raised:
            roles.read(bucket, part)
        self.assertEqual(raised.exception.reason, "Corrupt")
        self.s3.store("globals", body)
        self.assertEqual(roles.read(bucket, part), SQL)


if __name__ == "__main__":
    unittest.main()
