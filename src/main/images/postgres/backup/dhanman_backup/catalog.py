"""Where everything lies in the bucket, and which backups there are.

PREFIX/postgresql/DATABASE_TIME.backup          a dump, as the seeds name theirs
PREFIX/postgresql/globals_TIME.sql              roles, memberships, tablespaces, settings
                  ….age                         the same, encrypted
PREFIX/manifests/SCHEDULE/TIME.begun.json       a run has begun; gone when it ends
PREFIX/manifests/SCHEDULE/TIME.json             the run is a backup: written last, and never changed
PREFIX/manifests/SCHEDULE/TIME.incomplete.json  some databases could be dumped and some not
PREFIX/manifests/SCHEDULE/TIME.verified.json    the backup was restored, and was as it should be
"""
import datetime
import json
import re
import urllib.parse
from collections import namedtuple

from .report import log
from .trouble import Ended, Trouble

NAME = re.compile(r"\d{8}_\d{6}")
COMPLETE, INCOMPLETE, BEGUN, VERIFIED = ".json", ".incomplete.json", ".begun.json", ".verified.json"

Backup = namedtuple("Backup", "name started complete size manifest verified")


def name_of(moment):
    return moment.strftime("%Y%m%d_%H%M%S")


def iso(moment):
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def parse(text):
    return datetime.datetime.strptime(text, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=datetime.timezone.utc)


class Catalog:
    """The backups of one schedule of one cluster."""

    def __init__(self, target, schedule, ending=""):
        self.ending = ending
        self.bucket = target.bucket
        self.prefix = target.prefix
        self.folder = f"{target.prefix}/manifests/{schedule}/"

    def dump(self, name, database):
        return f"{self.prefix}/postgresql/{urllib.parse.quote(database, safe=' -_.')}_{name}.backup{self.ending}"

    def globals(self, name):
        return f"{self.prefix}/postgresql/globals_{name}.sql{self.ending}"

    def manifest(self, name, ending=COMPLETE):
        return f"{self.folder}{name}{ending}"

    def free_moment(self, now):
        """When a run begins that begins now: later than those of the last seconds, which names tell by the second."""
        taken = {self._name(stored.key) for stored in self.bucket.list(f"{self.prefix}/manifests/")}
        soon = [moment for moment in (now + datetime.timedelta(seconds=second) for second in range(60)) if name_of(moment) in taken]
        return soon[-1] + datetime.timedelta(seconds=1) if soon else now

    @staticmethod
    def _name(key):
        return key.rpartition("/")[2].partition(".")[0]

    def begin(self, name, content):
        self._put(name, BEGUN, content)

    def complete(self, name, manifest):
        self._put(name, COMPLETE if manifest["complete"] else INCOMPLETE, manifest)
        try:
            self.bucket.remove(self.manifest(name, BEGUN))
        except Ended:
            raise
        except Trouble as trouble:  # it is a backup all the same, and the next run removes this
            log("WARNING", f"could not remove the mark of a run that has begun: {trouble.message}")

    def _put(self, name, ending, content):
        self.bucket.put(self.manifest(name, ending), json.dumps(content, indent=1).encode())

    def read(self, key):
        return json.loads(self.bucket.get(key))

    def backups(self):
        """All that have a manifest, oldest first by what the manifests say."""
        found = []
        keys = [stored.key for stored in self.bucket.list(self.folder)]
        for key in keys:
            for complete, ending in ((False, INCOMPLETE), (True, COMPLETE)):
                if key.endswith(ending) and NAME.fullmatch(name := key[len(self.folder) : -len(ending)]):
                    manifest = self.read(key)
                    verified = self.manifest(name, VERIFIED) in keys
                    found.append(Backup(name, parse(manifest["started"]), complete, manifest["bytes"], key, verified))
        return sorted(found, key=lambda backup: (backup.started, backup.name))

    def prove(self, name, proof):
        """Beside the manifest, which stays as it was written: it may be locked."""
        self._put(name, VERIFIED, proof)

    def interrupted(self):
        """Names of runs that have begun, and neither ended nor cleared up after themselves."""
        keys = {stored.key for stored in self.bucket.list(self.folder)}
        names = [self._name(key) for key in keys if key.endswith(BEGUN)]
        return sorted(name for name in names if NAME.fullmatch(name))

    def has_manifest(self, name):
        return any(self.bucket.size(self.manifest(name, ending)) is not None for ending in (COMPLETE, INCOMPLETE))

    def discard_dumps(self, name):
        """Removes what a run without a manifest has left. Gives how many objects."""
        left = [stored.key for stored in self.bucket.list(f"{self.prefix}/postgresql/") if re.search(rf"_{name}\.(backup|sql)(\.age)?$", stored.key)]
        for key in left:
            self.bucket.remove(key)
        self.bucket.remove(self.manifest(name, BEGUN))
        return len(left)

    def remove(self, backup):
        """Removes a backup, its manifest first: what an interruption leaves then counts as nothing.

        Gives False where it is locked, and stays as it was.
        """
        manifest = self.read(backup.manifest)
        if not self.bucket.remove(backup.manifest):
            return False
        # What tells the next run to finish this. Not before: each try would leave one more where all is locked.
        self.begin(backup.name, {"until": manifest["started"]})
        keys = [part["key"] for part in [manifest["globals"], *manifest["databases"]]]
        keys.append(self.manifest(backup.name, VERIFIED))
        if all([self.bucket.remove(key) for key in keys]):
            self.bucket.remove(self.manifest(backup.name, BEGUN))
        return True
