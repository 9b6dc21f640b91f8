"""Watches a bridge as systemd watches a service of type notify with WatchdogSec and Restart=always (systemd.service(5),
sd_notify(3)): one that has not said WATCHDOG=1 for the granted time is sent SIGABRT, then SIGKILL, and started anew."""

import os
import signal
import socket
import subprocess
import threading
import time

ABORT_LIMIT = 0.3  # seconds; systemd's TimeoutAbortSec, shortened


class ServiceManager:
    """Has the socket before the bridge is started, and watches from watch() on."""

    def __init__(self, folder, granted=0.8):
        self.granted = granted  # seconds
        self.socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self.path = os.path.join(folder, "notify")
        self.socket.bind(self.path)
        self.socket.settimeout(0.02)
        self.told = []
        self.restarts = 0
        self._ended = threading.Event()
        self._thread = None

    @property
    def environment(self):
        return {"NOTIFY_SOCKET": self.path, "WATCHDOG_USEC": str(round(self.granted * 1e6))}

    def watch(self, bridge):
        self._thread = threading.Thread(target=self._watch, args=(bridge,), daemon=True)
        self._thread.start()

    def close(self):
        self._ended.set()
        if self._thread:
            self._thread.join()
        self.socket.close()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def _watch(self, bridge):
        heard = time.monotonic()
        while not self._ended.is_set():
            asked = time.monotonic()
            try:
                word = self.socket.recv(1000).decode()
                self.told.append(word)
                heard = time.monotonic()
                continue
            except socket.timeout:
                pass
            if asked - heard > self.granted:
                self._abort(bridge.process)
                bridge.start()
                self.restarts += 1
                heard = time.monotonic()

    @staticmethod
    def _abort(process):
        process.send_signal(signal.SIGABRT)
        try:
            process.wait(ABORT_LIMIT)
        except subprocess.TimeoutExpired:
            process.kill()  # a stopped process does not even hear SIGABRT
            process.wait()
