"""Runs of the whole program, as Jobs run it: what is in the bucket afterwards, and what the operator is told."""
import datetime
import json
import os
import pathlib
import signal
import subprocess
import sys
import time
import unittest

from support import FOLDER, HERE, PROGRAM, BucketTest, psycopg2

from dhanman_backup import run
from dhanman_backup.catalog import iso
from dhanman_backup.trouble import Trouble


class RunTest(BucketTest):
    """In this process, so that the cluster can be set up; the program around it is in ProgramTest."""

    def run_once(self, **settings):
        task = run.Run(self.settings(**settings))
        task.carry_out()
        return task.report

    def setUp(self):
        super().setUp()
        for name in ("AT_FIRST", "PATIENCE"):
            self.addCleanup(setattr, run.config, name, getattr(run.config, name))
            setattr(run.config, name, 2)

    def manifest(self):
        return json.loads(self.s3.content([key for key in self.manifests() if not key.endswith(".begun.json")][-1]))

    def test_a_backup_is_what_its_manifest_says(self):
        psycopg2.cluster.databases = {"prod-dhanman-sales": 5 << 20, "a/b ü": 1}
        report = self.run_once()
        manifest = self.manifest()
        self.assertEqual(report["outcome"], "Succeeded")
        self.assertEqual([key.rpartition("/")[2].replace(report["backup"], "T") for key in self.dumps()],
                         ["a%2Fb %C3%BC_T.backup", "globals_T.sql", "prod-dhanman-sales_T.backup"])
        self.assertTrue(manifest["complete"])
        self.assertEqual(manifest["cluster"], {"name": "main", "namespace": "prod", "uid": "3f2a9c1e", "system": "7710643052170336259", "timeline": 1})
        self.assertEqual(manifest["server"]["role"], "replica")
        self.assertEqual(manifest["lsn"], "0/3000000")
        for part in [*manifest["databases"], manifest["globals"]]:
            self.assertEqual(len(self.s3.content(part["key"])), part["bytes"])
        self.assertEqual(self.manifests(), [f"{FOLDER}/manifests/nightly/{report['backup']}.json"], "no mark is left that a run has begun")

    def test_the_manifest_is_written_last(self):
        self.run_once()
        written = [key for method, key, query in self.s3.requests if method == "PUT"]
        self.assertTrue(written[0].endswith(".begun.json"))
        self.assertRegex(written[-1], r"/manifests/nightly/\d{8}_\d{6}\.json$")

    def test_two_runs_in_one_second_have_two_names(self):
        names = {self.run_once()["backup"] for _ in range(3)}
        self.assertEqual(len(names), 3)

    def test_one_run_at_a_time(self):
        psycopg2.cluster.busy = 2
        self.run_once()
        locks = [host for host, statement in psycopg2.cluster.queries if "pg_try_advisory_lock" in statement]
        self.assertEqual(locks, ["write"] * 3)

    def test_a_replica_that_lags_is_not_read(self):
        psycopg2.cluster.replayed = False
        run.server.CATCH_UP, before = 0.1, run.server.CATCH_UP
        self.addCleanup(lambda: setattr(run.server, "CATCH_UP", before))
        self.assertEqual(self.run_once()["source"], "primary")

    def test_without_a_replica_the_primary_is_read_and_without_a_primary_a_replica(self):
        psycopg2.cluster.down = {"read"}
        self.assertEqual(self.run_once()["source"], "primary")
        psycopg2.cluster.down = {"write"}
        self.assertEqual(self.run_once()["source"], "replica")

    def test_without_any_server_there_is_no_backup(self):
        psycopg2.cluster.down = {"read", "write"}
        with self.assertRaises(Trouble) as raised:
            self.run_once()
        self.assertEqual(raised.exception.reason, "ClusterUnreachable")
        self.assertEqual(self.s3.keys(), [])

    def test_a_dump_that_fails_on_a_replica_is_taken_from_the_primary(self):
        os.environ["DUMP_END_sales_read"] = "say canceling statement due to conflict with recovery"
        report = self.run_once()
        self.assertEqual(report["outcome"], "Succeeded")
        self.assertEqual(self.manifest()["databases"][0]["role"], "primary")

    def test_a_dump_that_fails_makes_no_backup_though_its_output_was_whole(self):
        for end in ("say relation oid 4711 has vanished", "killed"):
            for size in (1000, 9 << 20):
                with self.subTest(end=end, size=size):
                    os.environ["DUMP_END_sales"] = end
                    os.environ["DUMP_sales"] = str(size)
                    with self.assertRaises(Trouble) as raised:
                        self.run_once()
                    self.assertEqual(raised.exception.reason, "DumpFailed")
                    self.assertIn("vanished" if end != "killed" else "signal 9", raised.exception.message)
                    self.assertEqual(self.s3.keys(), [])
                    self.assertEqual(self.s3.uploads, {})

    def test_one_database_that_fails_does_not_take_the_others_with_it(self):
        psycopg2.cluster.databases = {"a": 1, "b": 1, "c": 1}
        os.environ["DUMP_END_b"] = "say could not read block 7"
        report = self.run_once()
        self.assertEqual((report["outcome"], report["reason"], report["databases"]), ("Failed", "DumpFailed", 2))
        self.assertIn("could not read block 7", report["message"])
        self.assertTrue(report["manifest"].endswith(".incomplete.json"))
        self.assertEqual([entry["name"] for entry in self.manifest()["databases"]], ["a", "c"])
        self.assertEqual(self.manifest()["failed"][0]["name"], "b")

    def test_a_listed_database_that_is_not_there_fails_the_run(self):
        report = self.run_once(databases=["sales", "gone"])
        self.assertEqual((report["outcome"], report["reason"]), ("Failed", "DatabaseMissing"))
        self.assertNotIn("gone_", "".join(self.dumps()))

    def test_what_cannot_be_encrypted_is_not_stored(self):
        os.environ["DUMP_sales"] = str(9 << 20)  # more than fits into the pipe to the program that has ended
        report = self.run_once(recipients=["age1"])
        self.assertTrue(all(key.endswith(f"{report['backup']}.{kind}.age") for key, kind in zip(self.dumps(), ("sql", "backup"))), self.dumps())
        os.environ["AGE_FAILS"] = "1"
        before = self.s3.keys()
        with self.assertRaises(Trouble) as raised:
            self.run_once(recipients=["age1"])
        self.assertEqual(raised.exception.reason, "SealingFailed")
        self.assertEqual(self.s3.keys(), before)
        self.assertEqual(self.s3.uploads, {})

    def test_roles_that_cannot_be_dumped_fail_the_run(self):
        os.environ["DUMPALL_FAILS"] = "1"
        with self.assertRaises(Trouble) as raised:
            self.run_once()
        self.assertIn("pg_authid", raised.exception.message)
        self.assertEqual(self.s3.keys(), [])

    def test_a_target_that_fails_at_any_request_leaves_no_manifest_and_no_good_backup_is_lost(self):
        good = self.run_once()["backup"]
        before = {key: self.s3.content(key) for key in self.s3.keys()}
        number = len(self.s3.requests)
        os.environ["DUMP_sales"] = str(9 << 20)
        self.run_once(keep={"last": 1, "minSuccessful": 1})
        needed = len(self.s3.requests) - number
        self.assertGreater(needed, 15)
        for failing in range(needed):
            with self.subTest(request=failing):
                self.s3.objects = {key: [("null", body)] for key, body in before.items()}
                self.s3.faults.clear()
                self.s3.fail("PUT", "", (403, "AccessDenied"), after=10**6)
                count = [failing]

                def fault(*_, count=count):
                    count[0] -= 1
                    return (403, "AccessDenied") if count[0] < 0 else None

                self.s3.faults.append(fault)
                outcome = "Failed"
                try:
                    outcome = self.run_once(keep={"last": 1, "minSuccessful": 1})["outcome"]
                except Trouble:
                    pass
                self.s3.faults.clear()
                backups = [key for key in self.manifests() if ".begun" not in key]
                if outcome == "Failed":
                    self.assertEqual(backups, [f"{FOLDER}/manifests/nightly/{good}.json"])
                for key in backups:
                    manifest = json.loads(self.s3.content(key))
                    for part in [*manifest["databases"], manifest["globals"]]:
                        self.assertEqual(len(self.s3.content(part["key"])), part["bytes"], "what a manifest names is whole")

    def test_what_an_interrupted_run_left_the_next_one_removes(self):
        marked = f"{FOLDER}/manifests/nightly/20260101_020000.begun.json"
        running = f"{FOLDER}/manifests/nightly/20260102_020000.begun.json"
        later = datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(hours=1)
        self.s3.store(marked, json.dumps({"until": "2026-01-01T08:00:00Z"}).encode())
        self.s3.store(running, json.dumps({"until": iso(later)}).encode())
        for name in ("20260101_020000", "20260102_020000"):
            self.s3.store(f"{FOLDER}/postgresql/sales_{name}.backup", b"half")
        self.s3.store(f"{FOLDER}/postgresql/sales_20251231_020000.backup", b"somebody's own")
        self.s3.uploads["old"] = (f"{FOLDER}/postgresql/sales_20260101_020000.backup", {})
        self.run_once()
        self.assertNotIn(marked, self.s3.keys())
        self.assertIn(running, self.s3.keys(), "another run may go on")
        left = [key for key in self.dumps() if "_2026010" in key or "_2025" in key]
        self.assertEqual(left, [f"{FOLDER}/postgresql/sales_20251231_020000.backup", f"{FOLDER}/postgresql/sales_20260102_020000.backup"])
        self.assertEqual(self.s3.uploads, {})

    def test_old_backups_go_after_a_success_and_not_after_a_failure(self):
        keep = {"last": 2, "minSuccessful": 1}
        names = [self.run_once(keep=keep)["backup"] for _ in range(4)]
        self.assertEqual(len(self.manifests()), 2)
        self.assertEqual(len(self.dumps()), 4)
        os.environ["DUMP_END_sales"] = "say no"
        with self.assertRaises(Trouble):
            self.run_once(keep={"last": 1, "minSuccessful": 1})
        left = [key.rpartition("/")[2] for key in self.manifests()]
        self.assertEqual(len(left), 2)
        self.assertIn(f"{names[-1]}.json", left)

    def test_a_clock_that_was_wrong_does_not_cost_the_new_backup(self):
        ahead = self.run_once()["backup"]
        key = f"{FOLDER}/manifests/nightly/{ahead}.json"
        manifest = json.loads(self.s3.content(key))
        self.s3.store(key, json.dumps({**manifest, "started": "2099-01-01T00:00:00Z"}).encode())
        taken = self.run_once(keep={"last": 1, "minSuccessful": 1})["backup"]
        self.assertIn(f"{FOLDER}/manifests/nightly/{taken}.json", self.manifests())

    def test_a_dry_run_removes_nothing_and_says_what_it_would(self):
        names = [self.run_once()["backup"] for _ in range(3)]
        report = self.run_once(keep={"last": 1, "minSuccessful": 1, "dryRun": True})
        self.assertEqual(report["retention"]["expired"], names)
        self.assertEqual(len(self.manifests()), 4)

    def test_backups_of_other_schedules_and_clusters_are_not_touched(self):
        other = self.settings(schedule="hourly")
        run.Run(other).carry_out()
        elsewhere = self.settings()
        elsewhere["target"] = {**elsewhere["target"], "prefix": "prod/main-00000000"}
        run.Run(elsewhere).carry_out()
        before = set(self.s3.keys())
        for _ in range(3):
            self.run_once(keep={"last": 1, "minSuccessful": 1})
        self.assertLessEqual(before, set(self.s3.keys()))

    def test_what_cannot_be_removed_makes_no_backup_bad(self):
        for _ in range(2):
            self.run_once()
        self.s3.fail("DELETE", "/manifests/", (403, "AccessDenied"), times=100)
        report = self.run_once(keep={"last": 1, "minSuccessful": 1})
        self.assertEqual(report["outcome"], "Succeeded")
        self.assertEqual(report["retention"]["reason"], "AccessDenied")

    def test_a_dump_that_has_shrunk_is_told(self):
        os.environ["DUMP_sales"] = "100000"
        self.assertNotIn("warnings", self.run_once())
        os.environ["DUMP_sales"] = "40000"
        self.assertEqual(self.run_once()["warnings"][0]["reason"], "MuchSmaller")


class ProgramTest(BucketTest):
    def test_a_run(self):
        code, report = self.program("run")
        self.assertEqual((code, report["outcome"], report["target"]), (0, "Succeeded", "Reachable"))

    def test_a_look_at_the_target_leaves_nothing(self):
        code, report = self.program("check")
        self.assertEqual((code, report["outcome"], report["databases"]), (0, "Succeeded", 1))
        self.assertEqual(self.s3.keys(), [])

    def test_missing_keys(self):
        pathlib.Path(self.folder.name, "secret-access-key").unlink()
        code, report = self.program("run")
        self.assertEqual((code, report["reason"]), (3, "KeysMissing"))
        self.assertIn("Secret b2", report["message"])

    def test_a_failed_dump_may_be_tried_again(self):
        os.environ["DUMP_END_sales"] = "say deadlock detected"
        self.assertEqual(self.program("run")[0], 1)

    def test_a_database_that_is_not_there_is_not_looked_for_again_at_once(self):
        for databases in (["sales", "gone"], ["gone"]):
            code, report = self.program("run", databases=databases)
            self.assertEqual((code, report["reason"]), (3, "DatabaseMissing"))

    def test_killed_it_leaves_nothing_that_counts_and_the_next_run_does(self):
        good = self.program("run")[1]["manifest"]
        os.environ["DUMP_END_sales"] = "hang"
        self.write("backup.json", json.dumps(self.settings()))
        environment = {**os.environ, "PYTHONPATH": f"{PROGRAM}:{HERE}/stubs"}
        process = subprocess.Popen([sys.executable, "-m", "dhanman_backup", "run"], env=environment, stderr=subprocess.DEVNULL, start_new_session=True)
        while len(self.dumps()) < 3:
            time.sleep(0.05)
        os.killpg(process.pid, signal.SIGKILL)
        process.wait(20)
        self.assertEqual([key for key in self.manifests() if not key.endswith(".begun.json")], [good])
        del os.environ["DUMP_END_sales"]
        code, report = self.program("run")
        self.assertEqual((code, report["outcome"]), (0, "Succeeded"))
        self.assertIn(good, self.manifests())

    def test_told_to_stop_it_says_so_and_leaves_no_manifest(self):
        os.environ["DUMP_END_sales"] = "hang"
        self.write("backup.json", json.dumps(self.settings()))
        environment = {**os.environ, "PYTHONPATH": f"{PROGRAM}:{HERE}/stubs"}
        process = subprocess.Popen([sys.executable, "-m", "dhanman_backup", "run"], env=environment, stderr=subprocess.DEVNULL)
        while not self.dumps():
            time.sleep(0.05)
        time.sleep(0.3)
        process.send_signal(signal.SIGTERM)
        self.assertEqual(process.wait(20), 1)
        report = json.loads(pathlib.Path(self.environment["BACKUP_REPORT"]).read_text())
        self.assertEqual((report["outcome"], report["reason"]), ("Failed", "Stopped"))
        self.assertEqual([key for key in self.manifests() if not key.endswith(".begun.json")], [])

    def test_a_run_that_takes_too_long_ends_itself_and_says_so(self):
        os.environ["DUMP_END_sales"] = "hang"
        code, report = self.program("run", deadlineSeconds=22)
        self.assertEqual((code, report["reason"]), (3, "DeadlineExceeded"))

    def test_b2_is_asked_where_the_bucket_is(self):
        target = self.settings()["target"]
        del target["endpoint"]
        os.environ["BACKUP_B2_API"] = self.s3.endpoint
        self.assertEqual(self.program("check", target=target)[0], 0)
        self.s3.fail("GET", "b2_authorize_account", (401, "unauthorized"))
        code, report = self.program("check", target=target)
        self.assertEqual((code, report["reason"]), (3, "KeysRefused"))


if __name__ == "__main__":
    unittest.main()
