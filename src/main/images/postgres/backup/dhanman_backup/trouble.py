"""What may go wrong, in words that reach the status of a BackupSchedule."""
import re


class Trouble(Exception):
    """Something that somebody should know of.

    reason: a CamelCase word that stays the same for the same kind of trouble
    message: what is wrong and what to do about it, in whole sentences
    lasting: whether the same would happen again at once, so that another try is pointless
    """

    def __init__(self, reason, message, lasting=False):
        super().__init__(message)
        self.reason = reason
        self.message = message
        self.lasting = lasting


class Ended(Trouble):
    """This program was told to stop, or its time is up."""


LONGEST = 600
DATA = re.compile(r"(psql:.*)?(DETAIL|CONTEXT|STATEMENT|LINE \d+|QUERY):|\s*\^\s*$|Command was:|\t")


def first_line(text):
    """A text of others for a message, without what would spoil a status."""
    return _plain(_lines(text)[0])


def complaint(text):
    """What a program of PostgreSQL's complains of: its first error, else the last that it said."""
    lines = without_data(text) or [""]
    return _plain(next((line for line in lines if "error:" in line.lower()), lines[-1]))


def without_data(text):
    """The lines of a program's output but for those in which rows may stand: they have no place in a log or a status."""
    kept, skipped = [], False
    for line in text.splitlines():
        skipped = bool(DATA.match(line)) or skipped and line.startswith("\t")
        if not skipped and line.strip():
            kept.append(line.strip())
    return kept


def _lines(text):
    return [line.strip() for line in text.splitlines() if line.strip()] or [""]


def _plain(line):
    plain = "".join(letter for letter in line if letter.isprintable()).removesuffix(".")
    return plain if len(plain) <= LONGEST else plain[: LONGEST - 1] + "…"
