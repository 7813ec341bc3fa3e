"""What the programs of a pod ask of the API server, with what the pod's ServiceAccount may do, and how they log."""
import json
import os
import ssl
import time
import urllib.request

ACCOUNT = "/var/run/secrets/kubernetes.io/serviceaccount"


def log(logger, level, message):
    now = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
    print(json.dumps({"time": now, "level": level, "logger": logger, "message": message}), flush=True)


def read(name):
    with open(f"{ACCOUNT}/{name}", encoding="ascii") as file:
        return file.read().strip()


def call(path, patch=None):
    """Read an object of the pod's namespace, or change it by a merge patch."""
    host, port = os.environ["KUBERNETES_SERVICE_HOST"], os.environ["KUBERNETES_SERVICE_PORT"]
    host = f"[{host}]" if ":" in host else host
    request = urllib.request.Request(
        f"https://{host}:{port}/api/v1/namespaces/{read('namespace')}/{path}",
        data=None if patch is None else json.dumps(patch).encode(),
        headers={"Authorization": f"Bearer {read('token')}", "Content-Type": "application/merge-patch+json"},
        method="GET" if patch is None else "PATCH",
    )
    with urllib.request.urlopen(request, timeout=3, context=ssl.create_default_context(cafile=f"{ACCOUNT}/ca.crt")) as answer:
        return json.load(answer)
