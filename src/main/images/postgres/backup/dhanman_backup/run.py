"""One run: dumps all that is wanted, and counts as a backup only when its manifest, written last, is there."""
import datetime
import time

import psycopg2

from . import catalog, config, dump, retention, seal, server
from .report import log
from .trouble import Ended, Trouble, first_line

VERSION = "platform.dhanman.com/v1alpha1"
SHRUNK = 0.5
# Seconds that what clears up after a failure may take for one request.
BRIEFLY = 5


class Run:
    hurry = "Raise spec.activeDeadlineSeconds, or find what holds it up."

    def __init__(self, settings):
        self.settings = settings
        self.seconds = settings["deadlineSeconds"]
        self.target = config.target(settings)
        self.sealing = seal.command(settings)
        self.catalog = catalog.Catalog(self.target, settings["schedule"], seal.ENDING if self.sealing else "")
        self.cluster = server.Cluster(settings)
        self.name = None
        self.warnings = []
        self.report = None  # as soon as there is a manifest

    def carry_out(self):
        with self.cluster.turn() as primary:
            started = self.catalog.free_moment(_now())
            clock = time.monotonic()
            self.name = catalog.name_of(started)
            deadline = started + datetime.timedelta(seconds=self.settings["deadlineSeconds"])
            self.catalog.begin(self.name, {"started": catalog.iso(started), "until": catalog.iso(deadline)})
            config.insist(self.target.bucket)
            try:
                manifest = self._dump(primary)
            except Ended:
                raise
            except BaseException:
                self._clear_up()
                raise
            manifest.update(started=catalog.iso(started), finished=catalog.iso(_now()), seconds=round(time.monotonic() - clock, 1))
            self._compare(manifest)
            self.catalog.complete(self.name, manifest)
            self.report = self._report(manifest)
        log("INFO", f"backup {self.name} is {'complete' if manifest['complete'] else 'incomplete'}", manifest=self._manifest(manifest))
        if manifest["complete"]:
            self.report["retention"] = Retention(self.settings, self.catalog, self.name).apply()

    def _dump(self, primary):
        source = self.cluster.choose(primary)
        wanted = self.settings.get("databases") or []
        found = server.databases(source, wanted)
        failed = [
            {"name": name, "reason": "DatabaseMissing", "message": f"There is no database {name}. Take it off spec.databases, or create it."}
            for name in wanted
            if name not in [database.name for database in found]
        ]
        roles = dump.globals_of(source, self.sealing)
        key = self.catalog.globals(self.name)
        stored = self.target.bucket.upload(key, roles)
        done = []
        for database in found:
            try:
                done.append(self._database(database, source, primary))
            except dump.DumpFailed as failure:
                log("ERROR", failure.message)
                failed.append({"name": database.name, "reason": failure.reason, "message": failure.message})
        if failed and not done:
            raise Trouble(failed[0]["reason"], failed[0]["message"], lasting=_is_lasting(failed))
        return {
            "apiVersion": VERSION,
            "kind": "BackupManifest",
            "backup": self.name,
            "complete": not failed,
            "schedule": self.settings["schedule"],
            "cluster": {**{name: self.settings["cluster"][name] for name in ("name", "namespace", "uid")}, "system": source.system, "timeline": source.timeline},
            "server": {"version": source.version, "number": source.number, "role": source.role, "libraries": source.libraries},
            "lsn": source.lsn,
            "bytes": stored.size + sum(entry["bytes"] for entry in done),
            "globals": {"key": key, "bytes": stored.size, "sha256": stored.sha256},
            "databases": done,
            "failed": failed,
        }

    def _database(self, database, source, primary):
        """Dumps one; again from the primary where a replica fails, which replay may make it do."""
        try:
            return self._upload(database, source)
        except dump.DumpFailed as failure:
            if source.role != "replica" or primary is None:
                raise
            log("WARNING", f"{failure.message} Trying again on the primary.")
            return self._upload(database, server.describe(primary, self.cluster.write, "primary"))

    def _upload(self, database, source):
        key = self.catalog.dump(self.name, database.name)
        clock = time.monotonic()
        lsn = server.lsn(source)
        with dump.database(source, database.name, self.sealing) as program:
            stored = self.target.bucket.upload(key, program, expected=database.size)
        seconds = round(time.monotonic() - clock, 1)
        log("INFO", f"dumped {database.name}", bytes=stored.size, seconds=seconds, server=source.role)
        return {
            "name": database.name,
            "key": key,
            "bytes": stored.size,
            "sha256": stored.sha256,
            "seconds": seconds,
            "lsn": lsn,
            "role": source.role,
            "databaseBytes": database.size,
            "owner": database.owner,
            "encoding": database.encoding,
            "collation": database.collation,
            "ctype": database.ctype,
            "provider": database.provider,
            "locale": database.locale,
            "extensions": database.extensions,
        }

    def _compare(self, manifest):
        """A dump much smaller than the one before may be right, and may be what is left of a database."""
        before = [backup for backup in self.catalog.backups() if backup.complete]
        if not before:
            return
        sizes = {entry["name"]: entry["bytes"] for entry in self.catalog.read(before[-1].manifest)["databases"]}
        for entry in manifest["databases"]:
            if entry["bytes"] < SHRUNK * sizes.get(entry["name"], 0):
                self.warnings.append({
                    "reason": "MuchSmaller",
                    "message": f"The dump of {entry['name']} has {entry['bytes']} bytes, and had {sizes[entry['name']]} in {before[-1].name}."
                    " If that is not meant, restore from the earlier one.",
                })

    def _clear_up(self):
        """What a failed run has stored is of no use. What stays, the next run that succeeds removes."""
        self.target.bucket.s3.patience = BRIEFLY
        try:
            self.catalog.discard_dumps(self.name)
        except Trouble as trouble:
            log("WARNING", f"could not clear up: {trouble.message}")

    def _manifest(self, manifest):
        return self.catalog.manifest(self.name, catalog.COMPLETE if manifest["complete"] else catalog.INCOMPLETE)

    def _report(self, manifest):
        report = {
            "outcome": "Succeeded" if manifest["complete"] else "Failed",
            "backup": self.name,
            "manifest": self._manifest(manifest),
            "started": manifest["started"],
            "finished": manifest["finished"],
            "databases": len(manifest["databases"]),
            "bytes": manifest["bytes"],
            "source": manifest["server"]["role"],
            "lsn": manifest["lsn"],
            "target": "Reachable",
        }
        if self.warnings:
            report["warnings"] = self.warnings
        if not manifest["complete"]:
            failed = manifest["failed"]
            others = f" {len(failed) - 1} more failed: {', '.join(entry['name'] for entry in failed[1:])}." if failed[1:] else ""
            report.update(lasting=_is_lasting(failed), reason=failed[0]["reason"], message=f"{failed[0]['message']}{others} The other {report['databases']} are in {report['manifest']}.")
        return report


class Retention:
    """Removes what is no longer to be kept. That it fails makes no backup bad, so it is told beside."""

    def __init__(self, settings, of, taken=None):
        self.settings = settings
        self.catalog = of
        self.taken = taken

    def look(self):
        """What there is and what the rules say, without removing anything."""
        return self._within(lambda: self._told(self._decision(), 0, 0))

    def apply(self):
        return self._within(self._apply)

    def _apply(self):
        self._finish_interrupted()
        decision = self._decision()
        if self.settings["keep"].get("dryRun"):
            return self._told(decision, 0, 0)
        removed = [backup for backup in decision.removed if self._remove(backup)]
        locked = len(decision.removed) - len(removed)
        left = retention.Decision(self.catalog.backups(), [], decision.held)
        return self._told(left, len(removed), locked)

    def _within(self, step):
        try:
            return step()
        except Ended:
            raise
        except Trouble as trouble:
            log("ERROR", f"retention: {trouble.message}")
            return {"reason": trouble.reason, "message": trouble.message}

    def _decision(self):
        return retention.decide(self.catalog.backups(), self.settings["keep"], _now(), self.settings["timeZone"], self.taken)

    def _remove(self, backup):
        log("INFO", f"removing backup {backup.name}, which no rule keeps")
        return self.catalog.remove(backup)

    def _finish_interrupted(self):
        for name in self.catalog.interrupted():
            if self.catalog.has_manifest(name):
                self.catalog.bucket.remove(self.catalog.manifest(name, catalog.BEGUN))
            elif self._is_over(name):
                log("INFO", f"cleared up after the run {name}, which was interrupted", objects=self.catalog.discard_dumps(name))
        yesterday = catalog.iso(_now() - datetime.timedelta(days=1))
        for upload in self.catalog.bucket.unfinished(f"{self.catalog.prefix}/postgresql/"):
            if upload.started < yesterday:
                self.catalog.bucket.abort(upload)

    def _is_over(self, name):
        marker = self.catalog.read(self.catalog.manifest(name, catalog.BEGUN))
        return catalog.parse(marker["until"]) < _now()

    @staticmethod
    def _told(decision, removed, locked):
        there = decision.kept + decision.removed
        complete = [backup for backup in there if backup.complete]
        verified = len([backup for backup in complete if backup.verified])
        told = {"backups": len(complete), "verified": verified, "bytes": sum(backup.size for backup in there), "removed": removed, "locked": locked}
        if complete:
            told.update(oldest=catalog.iso(min(it.started for it in complete)), newest=catalog.iso(max(it.started for it in complete)))
        if decision.held:
            told["held"] = True
        if decision.removed:
            told["expired"] = [backup.name for backup in decision.removed][:10]
        return told


class Check:
    """A first look, before the first backup is due: whether one could be taken, and what is there already."""

    hurry = "See whether the cluster and the target answer slowly."
    seconds = 110

    def __init__(self, settings):
        self.settings = settings
        self.report = None

    def carry_out(self):
        target = config.target(self.settings, patience=10)
        of = catalog.Catalog(target, self.settings["schedule"])
        probe = f"{of.folder}probe-{time.time_ns()}"
        target.bucket.put(probe, b"Whether the target can be written to.\n")
        target.bucket.get(probe)
        target.bucket.remove(probe)
        there = Retention(self.settings, of).look()
        cluster = server.Cluster(self.settings)
        source = cluster.choose(cluster.reach_primary())
        found = server.databases(source, self.settings.get("databases") or [])
        self.report = {"outcome": "Succeeded", "target": "Reachable", "retention": there, "source": source.role, "databases": len(found)}


def _is_lasting(failed):
    """Whether another try at once would only fail again, and leave another incomplete backup."""
    return all(entry["reason"] == "DatabaseMissing" for entry in failed)


def trouble_of(failure):
    """What a failure of PostgreSQL's library means."""
    if isinstance(failure, psycopg2.Error):
        return Trouble("ClusterUnreachable", f"The cluster's connection failed: {first_line(str(failure))}. See the PostgresCluster's status.")
    return Trouble("Internal", f"{type(failure).__name__}: {first_line(str(failure))}. This should not happen; the Job's log has more.")


def _now():
    return datetime.datetime.now(datetime.timezone.utc).replace(microsecond=0)
