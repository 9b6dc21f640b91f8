"""A real Kamailio for one test, with a configuration file and a run folder of its own.

    with tempfile.TemporaryDirectory() as folder, Kamailio(folder, configuration, outside=("127.0.0.1", 25160)):
        …

It is ended by its process id, never by name; its main process takes its children with it.
"""

import os
import signal
import socket
import subprocess
import time

PROGRAM = "kamailio"
START_LIMIT = 20.0  # seconds; 512 MiB are cleared first
QUESTION = (
    "OPTIONS sip:127.0.0.1 SIP/2.0\r\nVia: SIP/2.0/UDP {0}:{1};rport;branch=z9hG4bK-are-you-there\r\n"
    "From: <sip:test@127.0.0.1>;tag=1\r\nTo: <sip:127.0.0.1>\r\nCall-ID: are-you-there\r\nCSeq: 1 OPTIONS\r\n"
    "Max-Forwards: 70\r\nContent-Length: 0\r\n\r\n"
)


def check(configuration):
    """What `kamailio -c` says of a file: its exit status and its words."""
    done = subprocess.run([PROGRAM, "-c", "-f", configuration], stdin=subprocess.DEVNULL, capture_output=True, text=True,
                          timeout=20)
    return done.returncode, done.stdout + done.stderr


class Kamailio:
    def __init__(self, folder, configuration, outside, options=()):
        self.folder = folder
        self.options = options  # more words of the command line
        self.configuration = configuration
        self.outside = outside  # a UDP socket of its own, which answers anybody
        self.process = None

    def __enter__(self):
        self.start()
        return self

    def __exit__(self, *_):
        self.stop()

    @property
    def log_path(self):
        return os.path.join(self.folder, "kamailio.log")

    def log(self):
        with open(self.log_path, encoding="utf-8", errors="replace") as file:
            return file.read()

    def start(self):
        command = [PROGRAM, "-DD", "-E", "-M", "16", "-f", self.configuration, "-Y", self.folder,
                   "-P", os.path.join(self.folder, "kamailio.pid"), *self.options]
        with open(self.log_path, "ab") as log:
            self.process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                                            start_new_session=True)
        limit = time.monotonic() + START_LIMIT
        while time.monotonic() < limit and self.process.poll() is None:
            if self.answers():
                return
            time.sleep(0.05)
        self.stop()
        raise RuntimeError(f"kamailio does not answer; its log ends:\n{self.log()[-2000:]}")

    def answers(self):
        """Whether a request gets any answer, be it a refusal."""
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asking:
            asking.bind(("127.0.0.1", 0))
            asking.settimeout(0.2)
            try:
                asking.connect(self.outside)
                asking.send(QUESTION.format(*asking.getsockname()).encode())
                return asking.recv(4000).startswith(b"SIP/2.0 ")
            except OSError:
                return False

    def stop(self):
        if not self.process:
            return
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            try:
                self.process.wait(5)
            except subprocess.TimeoutExpired:
                # Its children are in a session of their own with it.
                os.killpg(self.process.pid, signal.SIGKILL)
                self.process.wait()
        self.process = None
