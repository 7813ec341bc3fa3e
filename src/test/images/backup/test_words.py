"""What others say, as far as it may be repeated."""
import unittest

import support  # noqa: F401  finds the program

from dhanman_backup.trouble import complaint, first_line, without_data

PG_RESTORE = """pg_restore: error: could not execute query: ERROR:  insert or update on table "a" violates foreign key constraint
DETAIL:  Key (card)=(4111111111111111) is not present in table "cards".
Command was: ALTER TABLE ONLY public.a
\tADD CONSTRAINT c FOREIGN KEY (card) REFERENCES public.cards(number);
"""
COPY = """pg_restore: error: COPY failed for table "big": ERROR:  invalid input syntax for type bytea
CONTEXT:  COPY big, line 387511: "387511\t\\xa8914d1ceb81"
"""


class WordsTest(unittest.TestCase):
    def test_rows_are_not_repeated(self):
        for text in (PG_RESTORE, COPY):
            said = complaint(text) + "".join(without_data(text))
            self.assertIn("pg_restore: error:", said)
            self.assertNotRegex(said, "4111|a8914|Key")

    def test_the_first_error_is_the_one(self):
        self.assertEqual(complaint("pg_dump: warning: x\npg_dump: error: a\npg_dump: error: b\n"), "pg_dump: error: a")
        self.assertEqual(complaint("killed\n"), "killed")
        self.assertEqual(complaint(""), "")

    def test_a_line_for_a_status(self):
        self.assertEqual(first_line("\n  no\x07thing. \nmore"), "nothing")
        self.assertEqual(len(first_line("x" * 5000)), 600)


if __name__ == "__main__":
    unittest.main()
