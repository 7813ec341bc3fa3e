"""dhanman-backup run | check | verify | restore"""
import signal
import sys
import traceback

from . import comeback, config, run, verify
from .report import log, tell
from .trouble import Ended, Trouble

# Exit codes, by which a Job's podFailurePolicy tells what is worth another try.
PASSING, LASTING = 1, 3
TASKS = {"run": run.Run, "check": run.Check, "verify": verify.Verification, "restore": comeback.Comeback}
# Of the time that the Job has, what is left to tell that it is over: Kubernetes removes the pod, and its message with it.
SPARE = 20


def main():
    try:
        settings = config.read()
        task = TASKS[sys.argv[1]](settings)
        signal.signal(signal.SIGTERM, lambda *_: end(task, "Stopped", "The Job was stopped before its end: deleted, or its node drained. Start another."))
        signal.signal(signal.SIGALRM, lambda *_: end(task, "DeadlineExceeded", f"It took longer than {task.seconds} seconds. {task.hurry}", lasting=True))
        signal.alarm(max(1, task.seconds - SPARE))
        task.carry_out()
    except Ended as ended:
        sys.exit(LASTING if ended.lasting else status(task.report))
    except Trouble as trouble:
        fail(trouble)
    except Exception as failure:  # whatever it is, the status has to say so
        log("ERROR", traceback.format_exc())
        fail(run.trouble_of(failure))
    signal.alarm(0)
    tell(task.report)
    sys.exit(status(task.report))


def status(report):
    if report and report["outcome"] == "Succeeded":
        return 0
    return LASTING if report and report.get("lasting") else PASSING


def fail(trouble):
    log("ERROR", trouble.message, reason=trouble.reason)
    tell({"outcome": "Failed", "reason": trouble.reason, "message": trouble.message})
    sys.exit(LASTING if trouble.lasting else PASSING)


def end(task, reason, message, lasting=False):
    """Told at once: Kubernetes may not leave the time to clear up. A backup whose manifest is there is one all the same."""
    ended = {"reason": reason, "message": message}
    tell({**task.report, "retention": ended} if task.report else {"outcome": "Failed", **ended})
    raise Ended(reason, message, lasting and not task.report)


if __name__ == "__main__":
    main()
