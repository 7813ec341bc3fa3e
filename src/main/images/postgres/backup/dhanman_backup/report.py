"""How a Job tells what came of it: its log for people, its container's termination message for the operator.

Pods of Jobs have no rights in Kubernetes; the operator sees this message where it watches them anyway.
"""
import datetime
import json
import os
import sys

FILE = "/dev/termination-log"
LONGEST = 4096  # Kubernetes cuts what is longer, and half a JSON is none


def log(level, message, **more):
    now = datetime.datetime.now(datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%S.%f")[:-3] + "Z"
    print(json.dumps({"time": now, "level": level, "logger": "dhanman-backup", "message": message, **more}), file=sys.stderr, flush=True)


def tell(report):
    """Writes the report; what is too long loses what can be read elsewhere."""
    text = _text(report)
    for spare in ("warnings", "retention"):
        if len(text) > LONGEST:
            report = {name: value for name, value in report.items() if name != spare}
            text = _text(report)
    if len(text) > LONGEST:
        text = _text({**report, "message": report.get("message", "")[:1000]})
    with open(os.environ.get("BACKUP_REPORT", FILE), "wb") as file:
        file.write(text)


def _text(report):
    return json.dumps(report, separators=(",", ":"), ensure_ascii=False).encode()
