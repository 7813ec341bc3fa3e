"""Which backups are kept: a function of what there is and nothing else."""
import datetime
import zoneinfo
from collections import namedtuple

SMALLEST = 3

# removed: oldest first
# held: whether nothing is removed since too few are proven
Decision = namedtuple("Decision", "kept removed held", defaults=(False,))

PERIODS = {
    "hourly": "%Y-%m-%d %H %z",
    "daily": "%Y-%m-%d",
    "weekly": "%G-%V",
    "monthly": "%Y-%m",
    "yearly": "%Y",
}


def decide(backups, keep, now, zone="UTC", taken=None):
    """What to keep.

    backups: oldest first
    keep: last, days, and how many of the latest hours, days, weeks, months and years that have one: a backup stays that any
    of them keeps; without any, all stay
    taken: the backup that was taken just now, which stays even where a clock that was wrong makes others look newer
    """
    complete = [backup for backup in backups if backup.complete]
    verified = [backup for backup in complete if backup.verified]
    if not any(keep.get(rule) for rule in ("last", "days", *PERIODS)):
        return Decision(list(backups), [])
    proven = keep.get("minVerified", 0)
    if len(verified) < proven:
        return Decision(list(backups), [], True)
    kept = {backup.name for backup in verified[len(verified) - proven :]}
    if keep.get("last"):
        kept.update(backup.name for backup in complete[-keep["last"] :])
    if keep.get("days"):
        oldest = now - datetime.timedelta(days=keep["days"])
        kept.update(backup.name for backup in complete if backup.started >= oldest)
    for period, form in PERIODS.items():
        if keep.get(period):
            kept.update(_newest_of_each(complete, form, keep[period], zoneinfo.ZoneInfo(zone)))
    kept.update(backup.name for backup in complete[-keep.get("minSuccessful", SMALLEST) :])
    kept.add(taken)
    if complete:
        # The latest of all may hold a dump that no complete one has; once a complete one is newer, it is of no use.
        kept.update(backup.name for backup in backups if not backup.complete and backup.started > complete[-1].started)
    else:
        kept.update(backup.name for backup in backups)
    return Decision([it for it in backups if it.name in kept], [it for it in backups if it.name not in kept])


def _newest_of_each(backups, form, count, zone):
    """Names of the newest of each of the latest periods that have one."""
    newest = {}
    for backup in backups:
        newest[backup.started.astimezone(zone).strftime(form)] = backup.name
    return list(newest.values())[-count:]
