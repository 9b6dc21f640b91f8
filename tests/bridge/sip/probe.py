"""sip_probe as tests see it: settings, commands, and its events in order. Every port a test uses is found free first."""

import json
import os
import queue
import socket
import subprocess
import threading
import time

PROGRAM = os.environ.get("SIP_PROBE", "")
# Each test module runs in a process of its own, with ports of its own.
FIRST_PORT = int(os.environ.get("SIP_FIRST_PORT", "16000"))
_given = set()


def free_port():
    """A port of 127.0.0.1 on which nobody listens by UDP or TCP, and which this run has not given away before."""
    for port in range(FIRST_PORT, FIRST_PORT + 1000):
        if port in _given:
            continue
        try:
            for kind in (socket.SOCK_DGRAM, socket.SOCK_STREAM):
                with socket.socket(socket.AF_INET, kind) as tried:
                    tried.bind(("127.0.0.1", port))
        except OSError:
            continue
        _given.add(port)
        return port
    raise RuntimeError(f"no free port among the thousand from {FIRST_PORT}")


class Probe:
    """A running sip_probe. Settings are lines of its input; it is started by the first use as a context manager."""

    def __init__(self, *settings, port=None):
        self.port = port or free_port()
        self.events = []
        self._lines = queue.Queue()
        self._process = subprocess.Popen(
            [PROGRAM], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, bufsize=1)
        self.errors = []
        self._readers = [threading.Thread(target=read, daemon=True) for read in (self._read, self._read_errors)]
        for reader in self._readers:
            reader.start()
        for line in (f"listen udp 127.0.0.1 {self.port}", *settings, "start"):
            self.do(line)
        self.wait("started")

    def _read(self):
        for line in self._process.stdout:
            self._lines.put(json.loads(line))
        self._lines.put(None)

    def _read_errors(self):
        for line in self._process.stderr:
            self.errors.append(line)

    def do(self, line):
        self._process.stdin.write(line + "\n")
        self._process.stdin.flush()

    def ask(self, line):
        """A command with a reply."""
        self.do(line)
        return self._next(lambda found: "reply" in found, f"a reply to '{line}'", 8)

    def wait(self, event, timeout=8, **properties):
        """The next event of this name (and with these properties); earlier others stay for later."""
        wanted = {"event": event, **properties}
        return self._next(lambda found: all(found.get(key) == value for key, value in wanted.items()), str(wanted), timeout)

    def obeyed(self, line):
        """A command without a reply, which has been carried out when this returns."""
        self.do(line)
        self.ask("statistics")

    def counts(self, timeout=8, **numbers):
        """Statistics, once these numbers are what they should be."""
        deadline = time.monotonic() + timeout
        while True:
            found = self.ask("statistics")
            if all(found[key] == value for key, value in numbers.items()):
                return found
            if time.monotonic() > deadline:
                raise AssertionError(f"waited {timeout} s for {numbers}; there is {found}")
            time.sleep(0.02)

    def silent(self, event, seconds, **properties):
        """Fails if such an event comes within the time."""
        try:
            found = self.wait(event, timeout=seconds, **properties)
        except AssertionError:
            return
        raise AssertionError(f"unexpected {found}")

    def _next(self, fits, wanted, timeout):
        deadline = time.monotonic() + timeout
        for place, found in enumerate(self.events):
            if fits(found):
                return self.events.pop(place)
        while True:
            try:
                found = self._lines.get(timeout=max(0.001, deadline - time.monotonic()))
            except queue.Empty:
                raise AssertionError(f"waited {timeout} s for {wanted}; there was {self.events}") from None
            if found is None:
                raise AssertionError(f"sip_probe ended while waiting for {wanted}: {''.join(self.errors)}")
            if fits(found):
                return found
            self.events.append(found)

    def kill(self):
        """As kill -9 does it."""
        self._process.kill()
        self._process.wait()
        self._release()

    def _release(self):
        for reader in self._readers:
            reader.join(2)
        for pipe in (self._process.stdin, self._process.stdout, self._process.stderr):
            pipe.close()

    def close(self):
        """Lets the program end by itself; a crash on the way out is a failure."""
        if self._process.poll() is None:
            self._process.stdin.close()
            try:
                self._process.wait(5)
            except subprocess.TimeoutExpired:
                self.kill()
                raise AssertionError("sip_probe does not end") from None
            self._release()
        if self._process.returncode not in (0, -9):
            raise AssertionError(f"sip_probe ended with {self._process.returncode}: {''.join(self.errors)}")

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()
