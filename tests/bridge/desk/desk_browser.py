"""Browsers for tests of the desk: a desk_probe that serves a made-up world on a free port of 127.0.0.1, and who visits
it."""

import contextlib
import hashlib
import http.client
import json
import os
import socket
import subprocess
import tempfile
import unittest

PASSWORD = "let me in"


def password_line(log2_n):
    """PASSWORD as `twinline-bridge password` would keep it, but as cheap as wanted."""
    salt = os.urandom(16)
    key = hashlib.scrypt(PASSWORD.encode(), salt=salt, n=2 ** log2_n, r=8, p=1, maxmem=1 << 26, dklen=32)
    return f"scrypt${log2_n}$8$1${salt.hex()}${key.hex()}\n"


PROBE = None  # the program, set by whoever runs the tests


class Probe:
    """A desk_probe that runs until close()."""

    def __init__(self, log2_n):
        self.folder = tempfile.TemporaryDirectory()
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.password_file = os.path.join(self.folder.name, "password")
        with open(self.password_file, "w") as file:
            file.write(password_line(log2_n))
        self.log = open(os.path.join(self.folder.name, "log"), "w+")
        self.process = subprocess.Popen([PROBE, str(self.port), self.password_file], stdin=subprocess.PIPE,
                                        stdout=subprocess.PIPE, stderr=self.log, text=True)
        self.expect_ok()

    def expect_ok(self):
        answer = self.process.stdout.readline()
        if answer != "ok\n":
            raise AssertionError(f"the probe said {answer!r}: {self.read_log()}")

    def tell(self, command):
        self.process.stdin.write(command + "\n")
        self.process.stdin.flush()
        self.expect_ok()

    def read_log(self):
        self.log.flush()
        with open(self.log.name) as log:
            return log.read()

    def close(self):
        self.process.stdin.close()
        code = self.process.wait(timeout=10)
        self.process.stdout.close()
        self.log.close()
        self.folder.cleanup()
        return code


class Browser:
    """One user's cookie and CSRF token."""

    def __init__(self, probe):
        self.probe = probe
        self.cookie = self.csrf = None

    def request(self, method, path, body=None, headers=None):
        sent = {}
        if self.cookie:
            sent["Cookie"] = self.cookie
        if self.csrf and method == "POST":
            sent["X-CSRF-Token"] = self.csrf
        if body is not None and not isinstance(body, (bytes, str)):
            body = json.dumps(body)
            sent["Content-Type"] = "application/json"
        if body is None and method == "POST":
            sent["Content-Length"] = "0"
        sent.update(headers or {})
        connection = http.client.HTTPConnection("127.0.0.1", self.probe.port, timeout=10)
        try:
            connection.request(method, path, body, {k: v for k, v in sent.items() if v is not None})
            response = connection.getresponse()
            sound = response.headers.get("Content-Type") == "audio/wav"
            text = response.read() if sound else response.read().decode()
        finally:
            connection.close()
        answer = json.loads(text) if response.headers.get("Content-Type") == "application/json" and text else text
        return response.status, answer, response.headers

    def post(self, path, body=None, **headers):
        status, answer, _ = self.request("POST", path, body, headers)
        return status, answer

    def get(self, path):
        status, answer, _ = self.request("GET", path)
        return status, answer

    def log_in(self, user, password=PASSWORD, headers=None):
        status, answer, response_headers = self.request("POST", "/api/login", {"user": user, "password": password}, headers)
        if status == 200:
            self.cookie = response_headers["Set-Cookie"].split(";")[0]
            self.csrf = answer["csrf_token"]
        return status, answer, response_headers


class Listener:
    """A page that listens to /api/events; gives boards as they come."""

    def __init__(self, browser):
        self.socket = socket.create_connection(("127.0.0.1", browser.probe.port), timeout=10)
        self.socket.sendall(f"GET /api/events HTTP/1.1\r\nHost: desk\r\nCookie: {browser.cookie}\r\n\r\n".encode())
        self.file = self.socket.makefile("rb")
        self.status = int(self.file.readline().split()[1])
        self.headers = {}
        while (line := self.file.readline().decode().strip()):
            name, value = line.split(": ", 1)
            self.headers[name.lower()] = value

    def next_event(self):
        event = {"event": None, "data": None}
        while (line := self.file.readline()):
            name, _, value = line.decode().rstrip("\n").partition(": ")
            if name in event:
                event[name] = value
            elif not name and event["event"]:
                return event["event"], json.loads(event["data"])
        return None, None

    def board_where(self, condition):
        """The first board for which the condition holds; how long it took is bounded by the socket's timeout."""
        while True:
            name, board = self.next_event()
            if name is None:
                raise AssertionError("the stream ended")
            if name == "board" and condition(board):
                return board

    def close(self):
        self.file.close()
        self.socket.close()


class DeskTest(unittest.TestCase):
    """Every test has a desk of its own, for attempts to log in are counted."""

    log2_n = 10  # a hundredth of what passwords really cost

    def setUp(self):
        self.probe = Probe(self.log2_n)
        self.addCleanup(self.end)

    def end(self):
        self.assertEqual(self.probe.close(), 0, "the probe ended badly")

    def browser(self, user=None):
        browser = Browser(self.probe)
        if user:
            status, answer, _ = browser.log_in(user)
            self.assertEqual(status, 200, answer)
        return browser

    def listener(self, browser):
        listener = Listener(browser)
        self.addCleanup(listener.close)
        return listener

    def raw(self, request, seconds=8):
        """Sends bytes; gives whatever comes back until the desk closes."""
        with socket.create_connection(("127.0.0.1", self.probe.port), timeout=seconds) as connection:
            with contextlib.suppress(BrokenPipeError, ConnectionResetError):
                connection.sendall(request)
            answer = b""
            with contextlib.suppress(ConnectionResetError):
                while (part := connection.recv(65536)):
                    answer += part
        return answer

    def assert_still_serves(self):
        self.assertEqual(self.browser().get("/healthz"), (200, {"status": "up"}))
