"""What the operator tells a Job, and the keys that its user gives."""
import base64
import json
import os
import urllib.error
import urllib.request
from collections import namedtuple

from .bucket import Bucket, Throttle
from .s3 import S3, Keys
from .trouble import Trouble

FILE = "/etc/dhanman-backup/config/backup.json"
SECRET = "/etc/dhanman-backup/target"
B2 = "https://api.backblazeb2.com"
IDENTIFIERS = ("access-key-id", "AWS_ACCESS_KEY_ID", "keyID")
SECRETS = ("secret-access-key", "AWS_SECRET_ACCESS_KEY", "applicationKey")

# Seconds for which a request is tried again. Before anything is at stake a run ends soon, and its Job tries again: so that the status says what is wrong
# within a minute. Later a whole dump would have to be taken again.
AT_FIRST = 40
PATIENCE = 300

Target = namedtuple("Target", "bucket prefix")


def read():
    with open(os.environ.get("BACKUP_CONFIG", FILE), encoding="utf-8") as file:
        return json.load(file)


def target(config, patience=None):
    """The bucket, and the prefix of all that belongs to the cluster."""
    wanted = config["target"]
    folder = os.environ.get("BACKUP_SECRET", SECRET)
    keys = Keys(_key(folder, IDENTIFIERS, wanted), _key(folder, SECRETS, wanted))
    endpoint = wanted.get("endpoint") or _b2_endpoint(keys)
    s3 = S3(endpoint, wanted.get("region") or _region(endpoint), keys, _file(folder, "ca.crt"), patience or AT_FIRST)
    return Target(Bucket(s3, wanted["bucket"], Throttle(wanted.get("bytesPerSecond"))), wanted["prefix"])


def insist(bucket):
    """From now on something is at stake."""
    bucket.s3.patience = PATIENCE


def _file(folder, name):
    try:
        with open(f"{folder}/{name}", encoding="utf-8") as file:
            return file.read().strip()
    except FileNotFoundError:
        return None


def _key(folder, names, wanted):
    for name in names:
        found = _file(folder, name)
        if found:
            return found
    raise Trouble("KeysMissing", f"The Secret {wanted['secret']} is not there or has no {names[0]}. Create it with {IDENTIFIERS[0]} and {SECRETS[0]}.", lasting=True)


def _region(endpoint):
    """B2 names the region in its host: s3.us-west-004.backblazeb2.com. Most others take any."""
    host = endpoint.split("//")[-1].split(":")[0].split("/")[0].split(".")
    return host[1] if len(host) == 4 and host[0] == "s3" and host[2] in ("backblazeb2", "amazonaws") else "us-east-1"


def _b2_endpoint(keys):
    """B2 itself knows in which region an account is: https://www.backblaze.com/apidocs/b2-authorize-account"""
    token = base64.b64encode(f"{keys.identifier}:{keys.secret}".encode()).decode()
    request = urllib.request.Request(os.environ.get("BACKUP_B2_API", B2) + "/b2api/v3/b2_authorize_account", headers={"Authorization": f"Basic {token}"})
    try:
        with urllib.request.urlopen(request, timeout=30) as answer:
            return json.load(answer)["apiInfo"]["storageApi"]["s3ApiUrl"]
    except urllib.error.HTTPError as refused:
        if refused.code == 401:
            raise Trouble("KeysRefused", "Backblaze does not accept the keys of the Secret. Create an application key; the master key does not do.", lasting=True) from refused
        raise Trouble("TargetBusy", f"Backblaze does not say where the bucket is ({refused.code}). Set the target's region.") from refused
    except (OSError, ValueError, KeyError) as failure:
        raise Trouble("TargetUnreachable", f"Backblaze cannot be asked where the bucket is: {failure}. Set the target's region, or let the Job reach {B2}.") from failure
