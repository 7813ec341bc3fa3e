"""What the tests share: the program under test, a bucket, and settings as the operator gives them."""
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import unittest

HERE = pathlib.Path(__file__).parent
PROGRAM = HERE.parents[2] / "main/images/postgres/backup"
sys.path[:0] = [str(PROGRAM), str(HERE / "stubs")]
sys.dont_write_bytecode = True

import psycopg2  # noqa: E402  the stub
from fake_s3 import BUCKET, FakeS3  # noqa: E402

FOLDER = "prod/main-3f2a9c1e"


class BucketTest(unittest.TestCase):
    versions = False

    def setUp(self):
        self.s3 = FakeS3(self.versions)
        self.addCleanup(self.s3.close)
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)
        self.write("access-key-id", "key")
        self.write("secret-access-key", "secret")
        psycopg2.cluster = psycopg2.Cluster()
        self.environment = {
            "BACKUP_SECRET": self.folder.name,
            "BACKUP_CONFIG": f"{self.folder.name}/backup.json",
            "BACKUP_REPORT": f"{self.folder.name}/report.json",
            "PATH": f"{HERE}/stubs/bin:{os.environ['PATH']}",
            "PYTHONDONTWRITEBYTECODE": "1",
        }
        before = dict(os.environ)
        os.environ.update(self.environment)
        self.addCleanup(lambda: (os.environ.clear(), os.environ.update(before)))

    def write(self, name, text):
        pathlib.Path(self.folder.name, name).write_text(text)

    def settings(self, **more):
        return {
            "schedule": "nightly",
            "timeZone": "Asia/Kolkata",
            "cluster": {"name": "main", "namespace": "prod", "uid": "3f2a9c1e", "write": "write", "read": "read"},
            "databases": [],
            "target": {"bucket": BUCKET, "endpoint": self.s3.endpoint, "prefix": FOLDER, "secret": "b2"},
            "keep": {},
            "deadlineSeconds": 600,
            **more,
        }

    def program(self, task, **settings):
        """Runs the program as a Job does. Gives its exit code and its report."""
        self.write("backup.json", json.dumps(self.settings(**settings)))
        ended = subprocess.run([sys.executable, "-m", "dhanman_backup", task], env={**os.environ, "PYTHONPATH": f"{PROGRAM}:{HERE}/stubs"}, capture_output=True, text=True, timeout=60)
        told = pathlib.Path(self.environment["BACKUP_REPORT"])
        return ended.returncode, json.loads(told.read_text()) if told.exists() else ended.stderr

    def manifests(self):
        return [key for key in self.s3.keys() if "/manifests/" in key]

    def dumps(self):
        return [key for key in self.s3.keys() if "/postgresql/" in key]
