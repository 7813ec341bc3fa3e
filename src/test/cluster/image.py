#!/usr/bin/env python3
"""Make a container image (docker-archive) without a container engine.

Layers are root filesystem tars (--layer, in this order) and then one layer of all that --add and --dir name.
The same input gives the same bytes: entries are sorted, times and owners fixed.
"""
import argparse
import hashlib
import io
import json
import os
import platform
import stat
import tarfile
import tempfile

PATH = "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
ARCHITECTURES = {"x86_64": "amd64", "aarch64": "arm64"}


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out", help="archive to write")
    parser.add_argument("--tag", action="append", required=True, metavar="NAME:TAG", help="a name of the image; repeatable")
    parser.add_argument("--layer", action="append", default=[], metavar="TAR")
    parser.add_argument("--add", action="append", default=[], metavar="FILE_OR_FOLDER=/PATH")
    parser.add_argument("--dir", action="append", default=[], metavar="/PATH=MODE[:UID]", help="an empty folder, say /tmp=1777")
    parser.add_argument("--env", action="append", default=[], metavar="KEY=VALUE")
    parser.add_argument("--user", default="")
    parser.add_argument("--workdir", default="")
    parser.add_argument("--port", action="append", default=[], metavar="8080/tcp")
    parser.add_argument("--label", action="append", default=[], metavar="KEY=VALUE")
    parser.add_argument("--entry", nargs=argparse.REMAINDER, default=[], help="the entrypoint: all that follows", metavar="ARG")
    return parser.parse_args()


def entry(path, mode, kind, size=0, uid=0):
    info = tarfile.TarInfo(path.strip("/"))
    info.mode, info.type, info.size, info.uid, info.gid = mode, kind, size, uid, uid
    return info  # a TarInfo's time is 0 and its owners are root already


def collect(source, target, found):
    """Fill found with path -> (TarInfo, file to read or None) for a file or folder."""
    status = os.lstat(source)
    if stat.S_ISLNK(status.st_mode):
        info = entry(target, 0o777, tarfile.SYMTYPE)
        info.linkname = os.readlink(source)
        found[target] = (info, None)
    elif stat.S_ISDIR(status.st_mode):
        found[target] = (entry(target, 0o755, tarfile.DIRTYPE), None)
        for name in os.listdir(source):
            collect(os.path.join(source, name), f"{target}/{name}", found)
    else:
        mode = 0o755 if status.st_mode & stat.S_IXUSR else 0o644
        found[target] = (entry(target, mode, tarfile.REGTYPE, status.st_size), source)


def added_layer(adds, dirs, folder):
    found = {}
    for add in adds:
        source, target = add.rsplit("=", 1)
        collect(source, target.rstrip("/"), found)
    for spec in dirs:
        path, _, mode = spec.partition("=")
        mode, _, uid = (mode or "755").partition(":")
        found[path.rstrip("/")] = (entry(path, int(mode, 8), tarfile.DIRTYPE, uid=int(uid or 0)), None)
    for path in list(found):  # parents, which a base layer may lack
        while (path := os.path.dirname(path)) not in ("", "/"):
            found.setdefault(path, (entry(path, 0o755, tarfile.DIRTYPE), None))
    name = os.path.join(folder, "added.tar")
    with tarfile.open(name, "w", format=tarfile.GNU_FORMAT) as layer:
        for _, (info, source) in sorted(found.items()):
            if source is None:
                layer.addfile(info)
            else:
                with open(source, "rb") as content:
                    layer.addfile(info, content)
    return name


def sha256(path):
    with open(path, "rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def config_of(args, digests):
    config = {
        "Entrypoint": args.entry,
        "Env": [*([] if any(e.startswith("PATH=") for e in args.env) else [PATH]), *args.env],
        "User": args.user,
        "WorkingDir": args.workdir,
        "ExposedPorts": {port: {} for port in args.port},
        "Labels": dict(label.split("=", 1) for label in args.label),
    }
    return {
        "architecture": ARCHITECTURES[platform.machine()],
        "os": "linux",
        "config": {key: value for key, value in config.items() if value},
        "rootfs": {"type": "layers", "diff_ids": [f"sha256:{digest}" for digest in digests]},
    }


def add_bytes(archive, name, content):
    archive.addfile(entry(name, 0o644, tarfile.REGTYPE, len(content)), io.BytesIO(content))


def write(args, layers, out):
    digests = [sha256(layer) for layer in layers]
    config = json.dumps(config_of(args, digests), sort_keys=True).encode()
    config_name = hashlib.sha256(config).hexdigest() + ".json"
    manifest = [{"Config": config_name, "RepoTags": args.tag, "Layers": [f"{digest}.tar" for digest in digests]}]
    with tarfile.open(out, "w", format=tarfile.GNU_FORMAT) as archive:
        add_bytes(archive, config_name, config)
        add_bytes(archive, "manifest.json", json.dumps(manifest, sort_keys=True).encode())
        for digest, layer in zip(digests, layers):
            with open(layer, "rb") as content:
                archive.addfile(entry(f"{digest}.tar", 0o644, tarfile.REGTYPE, os.path.getsize(layer)), content)


def main():
    args = arguments()
    with tempfile.TemporaryDirectory(dir=os.path.dirname(os.path.abspath(args.out))) as folder:
        layers = list(args.layer)
        if args.add or args.dir:
            layers.append(added_layer(args.add, args.dir, folder))
        partial = os.path.join(folder, "image.tar")
        write(args, layers, partial)
        os.replace(partial, args.out)


main()
