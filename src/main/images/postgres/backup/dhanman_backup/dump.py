"""pg_dump and pg_dumpall as sources of what is uploaded."""
import collections
import hashlib
import os
import subprocess
import threading

from .bucket import Text
from .report import log
from .server import parameters
from .trouble import Trouble, complaint, without_data

# A migration that holds a table's lock for longer is not waited for: the next run is.
LOCK_WAIT = "15min"
STDERR_LINES = 30


class DumpFailed(Trouble):
    """One database could not be dumped; others may."""


class Program:
    """A program's output as it comes. It has ended well only when finish() says so: its last bytes alone prove nothing."""

    def __init__(self, what, command, environment, sealing=None):
        self.what = what
        self.size = 0
        self.sha256 = hashlib.sha256()
        self._said = collections.deque(maxlen=STDERR_LINES)
        self._process = subprocess.Popen(command, env={**os.environ, **environment}, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        self._sealer = subprocess.Popen(sealing, stdin=self._process.stdout, stdout=subprocess.PIPE) if sealing else None
        if self._sealer:
            self._process.stdout.close()  # it is age's now, whose end the program has to notice
        self._output = (self._sealer or self._process).stdout
        self._listener = threading.Thread(target=self._listen, daemon=True)
        self._listener.start()

    def _listen(self):
        for line in self._process.stderr:
            self._said.append(line.decode("utf-8", "replace").rstrip())

    def read(self, count):
        chunk = self._output.read(count)
        self.size += len(chunk)
        self.sha256.update(chunk)
        return chunk

    def finish(self):
        code = self._process.wait()
        sealed = self._sealer.wait() if self._sealer else 0
        self._listener.join()
        for line in without_data("\n".join(self._said)):
            log("WARNING", line, program=self.what)
        if sealed != 0:
            # Before the program's own end, which that of age may be the cause of.
            raise Trouble("SealingFailed", f"age could not encrypt {self.what} (exit code {sealed}). Check encryption.recipients.", lasting=True)
        if code != 0:
            ended = f"exit code {code}" if code > 0 else f"signal {-code}"
            raise DumpFailed("DumpFailed", f"{self.what} failed ({ended}): {complaint(chr(10).join(self._said)) or 'it said nothing'}.")

    def __enter__(self):
        return self

    def __exit__(self, kind, value, trace):
        for process in filter(None, (self._process, self._sealer)):
            if process.poll() is None:
                process.kill()
            process.wait()
            process.stdout.close()


def database(server, name, sealing):
    """A dump in PostgreSQL's custom format, from which single objects can be restored, and by several processes."""
    command = ["pg_dump", "--format=custom", "--compress=zstd:3", f"--lock-wait-timeout={LOCK_WAIT}", "--no-password"]
    return Program(f"pg_dump of {name}", command, parameters(server.host, server.address, name), sealing)


def globals_of(server, sealing):
    """Roles with their passwords' verifiers, memberships, tablespaces, settings of roles. Small enough for memory."""
    with Program("pg_dumpall of roles", ["pg_dumpall", "--globals-only", "--no-password"], parameters(server.host, server.address), sealing) as program:
        content = b""
        while chunk := program.read(1 << 20):
            content += chunk
        program.finish()
    return Text(content)
