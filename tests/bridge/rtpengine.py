"""A real rtpengine for one test: on loopback, in user space, with ports of its own.

    with tempfile.TemporaryDirectory() as folder, RtpEngine(folder, control=23100, events=23101, audio=(23200, 23999)):
        …

It is ended by its process id, never by name. Ports are checked before it starts: a test that hears another test's
server proves nothing.
"""

import ctypes
import os
import signal
import socket
import subprocess
import time

PROGRAM = "rtpengine"
START_LIMIT = 5.0  # seconds


def demand_free(port, kind):
    """Raises RuntimeError when somebody on loopback has the port; kind is socket.SOCK_DGRAM or SOCK_STREAM."""
    with socket.socket(socket.AF_INET, kind) as probe:
        if kind == socket.SOCK_STREAM:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # a closed connection's port is free
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            raise RuntimeError(f"port {port} is taken; these tests need it") from error


def _end_with_the_test():
    """A test that is killed leaves no server behind (Linux: PR_SET_PDEATHSIG)."""
    ctypes.CDLL(None).prctl(1, signal.SIGKILL)


def bencode(value):
    if isinstance(value, int):
        return b"i%de" % value
    if isinstance(value, str):
        value = value.encode()
    if isinstance(value, bytes):
        return b"%d:" % len(value) + value
    if isinstance(value, list):
        return b"l" + b"".join(map(bencode, value)) + b"e"
    return b"d" + b"".join(bencode(key) + bencode(value[key]) for key in sorted(value)) + b"e"


def _any_port():
    """For its console, which no test asks: several of them must not want the same."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as asked:
        asked.bind(("127.0.0.1", 0))
        return asked.getsockname()[1]


class RtpEngine:
    """One rtpengine process; start() again after kill() is the server that comes back."""

    def __init__(self, folder, control, events, audio):
        self.folder = folder
        self.control = control  # ng over UDP
        self.events = events  # ng over TCP, where digits are told
        self.audio = audio  # first and last port of the audio
        self.process = None

    def __enter__(self):
        self.start()
        return self

    def __exit__(self, *_):
        self.stop()

    @property
    def pid(self):
        return self.process.pid if self.process else None

    def start(self):
        demand_free(self.control, socket.SOCK_DGRAM)
        demand_free(self.events, socket.SOCK_STREAM)
        demand_free(self.audio[0], socket.SOCK_DGRAM)
        spool = os.path.join(self.folder, "recordings")
        os.makedirs(spool, exist_ok=True)
        command = [
            # Without the machine's own file, whose ports several of them would want.
            PROGRAM, "--config-file=none", "--foreground", "--log-stderr", "--log-level=5", "--table=-1",
            "--interface=127.0.0.1",
            f"--listen-ng=127.0.0.1:{self.control}", f"--listen-tcp-ng=127.0.0.1:{self.events}", "--dtmf-log-ng-tcp",
            f"--port-min={self.audio[0]}", f"--port-max={self.audio[1]}", "--num-threads=2",
            "--timeout=3600", "--silent-timeout=3600", "--recording-method=pcap", f"--recording-dir={spool}",
            f"--pidfile={os.path.join(self.folder, 'rtpengine.pid')}", f"--listen-cli=127.0.0.1:{_any_port()}",
        ]
        with open(self.log_path, "ab") as log:
            self.process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                                            preexec_fn=_end_with_the_test)
        self._wait_until_it_answers()

    @property
    def log_path(self):
        return os.path.join(self.folder, "rtpengine.log")

    def log(self):
        with open(self.log_path, encoding="utf-8", errors="replace") as file:
            return file.read()

    def _wait_until_it_answers(self):
        limit = time.monotonic() + START_LIMIT
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as control:
            control.settimeout(0.05)
            control.connect(("127.0.0.1", self.control))
            while time.monotonic() < limit:
                if self.process.poll() is not None:
                    break
                try:
                    control.send(b"start " + bencode({"command": "ping"}))
                    if b"pong" in control.recv(1000):
                        return
                except OSError:
                    time.sleep(0.02)
        self.kill()
        raise RuntimeError(f"rtpengine does not answer; its log ends:\n{self.log()[-2000:]}")

    def kill(self):
        """Dies as in a crash."""
        self._end(signal.SIGKILL)

    def stop(self):
        self._end(signal.SIGTERM)

    def _end(self, how):
        if not self.process:
            return
        if self.process.poll() is None:
            self.process.send_signal(how)
            try:
                self.process.wait(5)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
        self.process = None
