"""Which backups are kept."""
import datetime
import itertools
import random
import unittest

import support  # noqa: F401  finds the program

from dhanman_backup.catalog import Backup
from dhanman_backup.retention import decide

NOW = datetime.datetime(2026, 3, 31, 12, tzinfo=datetime.timezone.utc)


def backup(started, complete=True, verified=False):
    return Backup(started.strftime("%Y%m%d_%H%M%S"), started, complete, 1, "", verified)


def daily(count, end=NOW):
    return [backup(end - datetime.timedelta(days=day, hours=10)) for day in reversed(range(count))]


def names(backups):
    return [it.name for it in backups]


class RetentionTest(unittest.TestCase):
    def test_without_a_rule_everything_stays(self):
        backups = daily(500)
        self.assertEqual(decide(backups, {"minSuccessful": 1}, NOW).removed, [])

    def test_days_as_in_the_seeds(self):
        decision = decide(daily(40), {"days": 30}, NOW)
        self.assertEqual(len(decision.kept), 30)
        self.assertEqual(names(decision.removed), names(daily(40)[:10]))

    def test_where_runs_have_failed_for_long_the_last_good_ones_stay(self):
        old = daily(5, NOW - datetime.timedelta(days=400))
        self.assertEqual(names(decide(old, {"days": 30}, NOW).kept), names(old[-3:]))
        self.assertEqual(names(decide(old, {"last": 1, "minSuccessful": 5}, NOW).kept), names(old))

    def test_each_rule_keeps_what_it_keeps(self):
        kept = decide(daily(400), {"daily": 3, "weekly": 3, "monthly": 3, "yearly": 2, "minSuccessful": 1}, NOW).kept
        self.assertEqual(
            [it[:8] for it in names(kept)],
            ["20251231", "20260131", "20260228", "20260322", "20260329", "20260330", "20260331"],
        )

    def test_a_period_without_a_backup_does_not_count(self):
        backups = [backup(datetime.datetime(year, 6, 1, tzinfo=datetime.timezone.utc)) for year in (2010, 2015, 2020, 2025)]
        self.assertEqual(names(decide(backups, {"yearly": 2, "minSuccessful": 1}, NOW).kept), names(backups[-2:]))

    def test_a_day_is_one_of_the_schedules_time_zone(self):
        at_22 = backup(datetime.datetime(2026, 3, 1, 22, tzinfo=datetime.timezone.utc))  # 03:30 on the 2nd in India
        at_2 = backup(datetime.datetime(2026, 3, 2, 2, tzinfo=datetime.timezone.utc))
        self.assertEqual(len(decide([at_22, at_2], {"daily": 9, "minSuccessful": 1}, NOW, "Asia/Kolkata").kept), 1)
        self.assertEqual(len(decide([at_22, at_2], {"daily": 9, "minSuccessful": 1}, NOW, "UTC").kept), 2)

    def test_an_hour_that_comes_twice_is_two(self):
        first = backup(datetime.datetime(2026, 10, 25, 0, 30, tzinfo=datetime.timezone.utc))  # 02:30 summer time in Berlin
        second = backup(datetime.datetime(2026, 10, 25, 1, 30, tzinfo=datetime.timezone.utc))
        self.assertEqual(len(decide([first, second], {"hourly": 9, "minSuccessful": 1}, NOW, "Europe/Berlin").kept), 2)

    def test_an_incomplete_backup_stays_until_a_complete_one_follows(self):
        backups = daily(3)
        late = backup(NOW, complete=False)
        self.assertIn(late, decide([*backups, late], {"last": 1}, NOW).kept)
        early = backup(backups[-1].started - datetime.timedelta(hours=1), complete=False)
        self.assertIn(early, decide(sorted([*backups, early], key=lambda it: it.started), {"last": 9}, NOW).removed)

    def test_with_none_complete_nothing_is_removed(self):
        backups = [backup(it.started, complete=False) for it in daily(9)]
        self.assertEqual(decide(backups, {"last": 1}, NOW).removed, [])

    def test_the_latest_that_were_proven_stay(self):
        backups = [it._replace(verified=index in (3, 10, 17)) for index, it in enumerate(daily(40))]
        decision = decide(backups, {"days": 7, "minVerified": 2}, NOW)
        self.assertEqual(names(decision.kept), names([backups[10], backups[17], *backups[-7:]]))

    def test_nothing_goes_while_too_few_are_proven(self):
        backups = [it._replace(verified=index == 39) for index, it in enumerate(daily(40))]
        decision = decide(backups, {"last": 1, "minVerified": 2}, NOW)
        self.assertEqual((decision.removed, decision.held), ([], True))

    def test_whatever_the_rules_the_newest_complete_ones_stay_and_nothing_is_both(self):
        rules = ("last", "days", "hourly", "daily", "weekly", "monthly", "yearly")
        chance = random.Random(1)
        for _ in range(500):
            started = NOW
            backups = []
            for _ in range(chance.randrange(60)):
                started -= datetime.timedelta(minutes=chance.choice((5, 60, 1440, 20000)))
                backups.insert(0, backup(started, chance.random() < 0.8))
            keep = {rule: chance.randrange(1, 9) for rule in rules if chance.random() < 0.4}
            keep["minSuccessful"] = chance.randrange(1, 5)
            decision = decide(backups, keep, NOW)
            self.assertEqual(sorted(decision.kept + decision.removed), sorted(backups))
            newest = list(itertools.islice((it for it in reversed(backups) if it.complete), keep["minSuccessful"]))
            self.assertLessEqual(set(newest), set(decision.kept))
            again = decide(decision.kept, keep, NOW)
            self.assertEqual(again.removed, [], "what was kept once is kept by the same rules")


if __name__ == "__main__":
    unittest.main()
