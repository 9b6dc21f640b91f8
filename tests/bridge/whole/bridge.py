"""A whole bridge for one test: its file, its process, its journal, in a folder and on ports of its own.

    with Bridge(agents=2) as bridge: …

Secrets, state and journal live in a temporary folder. The process is ended by its id, never by name.
"""

import contextlib
import json
import os
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time
import urllib.request

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path += [os.path.join(HERE, ".."), os.path.join(HERE, "..", "sip"), os.path.join(HERE, "..", "desk")]

from desk_browser import password_line  # noqa: E402
from kamailio import Kamailio  # noqa: E402
from peer import Peer  # noqa: E402
from probe import free_port  # noqa: E402
from rtpengine import RtpEngine  # noqa: E402

PROGRAMS = os.environ.get("TWINLINE_PROGRAMS", "build/release/bin")
PROMPTS = os.environ.get("TWINLINE_PROMPTS", "")
# The media server's ports, below those that the system gives away by itself.
FIRST_AUDIO_PORT = int(os.environ.get("AUDIO_FIRST_PORT", "10000"))
AUDIO_PORTS = (FIRST_AUDIO_PORT, FIRST_AUDIO_PORT + 2999)

CALLS = "{service_call: {queue: service, needs: service, groups: [team]}}"
NUMBERS = '{"100": service_call, "200": {type: service_call, answer: early_media}}'

FILE = """
twinline: 1
name: bridge under test
seed: 11
site: {{time_zone: Europe/Zurich}}
queues:
  service:
    service_level: {{threshold: 10 s, target: 80 %}}
    treatments: {treatments}
calls: {calls}
ivr: {ivr}
groups:
  team: {{skills: {{service: 3}}}}
offers: {offers}
trunks: {{provider: {{lines: {lines}}}{more_trunks}}}
policies: {{routing: {routing}}}
bridge:
  {recording}
  sip: {{listen: ["udp 127.0.0.1:{sip}"], domain: test.invalid{inner}}}
{edge}  trunks:
    provider:
      sources: [127.0.0.1]
      numbers: {numbers}
      codecs: [PCMA, PCMU]
{more_of_trunk}  agents:
{agents}
  look_ups: {look_ups}
  media: {media}
  store: {store}
  http: {{listen: "127.0.0.1:{http}"{more_http}}}
  limits: {limits}
{more_of_bridge}"""


def wait_until(fits, limit=5.0, what="it"):
    """What `fits` gives once that is true; raises AssertionError after the limit."""
    deadline = time.monotonic() + limit
    while True:
        found = fits()
        if found:
            return found
        if time.monotonic() > deadline:
            raise AssertionError(f"{what} did not come within {limit} s")
        time.sleep(0.02)


def any_port():
    """One that the system gives: for the many, who need no port of a plan."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asked:
        asked.bind(("127.0.0.1", 0))
        return asked.getsockname()[1]


class Bridge:
    """Agents are phones on loopback that do not register and have no desk: ready as long as the bridge runs. With a
    `phone_port` all of them are behind that one; with `desk` they are supervisors who must log in. Callers go through
    the IVR's `steps`, and are recorded as the keys of `recording` say. `template` is another file with the same blanks;
    `media` may be another media server. With an `edge` a Kamailio stands in front; callers knock at `door` either way.
    `files` are texts by name, to lie beside the configuration; `more` is put into it where FILE has a place for it."""

    def __init__(self, agents=1, media=True, lines=2000, routing="longest_idle_agent",
                 treatments="[{after: 1 h, announce: please_hold}]",
                 offers="{ring_limit: 5 s, no_answer: {then: cool_down, cool_down: 2 s}}", limits="{calls_per_second: 1000}",
                 segment_bytes=64 << 20, phone_port=None, dead_air="60 s", template=FILE, edge=False, environment=None,
                 calls=CALLS, numbers=NUMBERS, ivr="{}", look_ups="{}", steps=None, recording=None, desk=False,
                 files=None, **more):
        self.folder = tempfile.mkdtemp(prefix="bridge")
        self.sip, self.http = free_port(), free_port()
        self.phones = [phone_port or free_port() for _ in range(agents)]
        self.door = free_port() if edge else self.sip
        self.template, self.environment = template, {**os.environ, **(environment or {})}
        self.process = None
        self.engine = self.edge = None
        self.dead_air = dead_air
        if media:
            server = RtpEngine if media is True else media
            self.engine = server(self.folder, free_port(), free_port(), AUDIO_PORTS)
        for name, text in (files or {}).items():
            self.put(name, text)
        if steps:
            calls = "{service_call: {queue: service, needs: service, groups: [team], ivr: steps}}"
            ivr = f"{{flows: {{steps: {steps}}}}}"
        self.values = {
            "calls": calls, "numbers": numbers, "ivr": ivr, "look_ups": look_ups,
            "treatments": treatments, "offers": offers, "lines": lines, "routing": routing, "sip": self.sip,
            "http": self.http, "limits": limits, "phones": self.phones, "inner": "", "edge": "",
            "agents": "".join(f"    agent{place}: {{group: team, contact: \"127.0.0.1:{port}\"{self._desk(desk)}}}\n"
                              for place, port in enumerate(self.phones)),
            "recording": self.recorded(recording) if recording else "",
            "media": self._media(),
            "more_trunks": "", "more_of_trunk": "", "more_http": "", "more_of_bridge": "",
            **more,
            "store": f"{{journal: journal/day.tlj, segment_bytes: {segment_bytes}, dialogs: state/dialogs, "
                     "dialog_key_file: state/dialog_key, database: state/calls.sqlite}",
        }
        if edge:
            self.values["inner"] = f', edge: "127.0.0.1:{free_port()}"'
            self.values["edge"] = f'  edge: {{listen: ["udp 127.0.0.1:{self.door}"], requests_per_second: 1000000}}\n'

    def _media(self):
        if not self.engine:
            return "{direct: yes}"
        return (f'{{control: "127.0.0.1:{self.engine.control}", events: "127.0.0.1:{self.engine.events}", '
                f"prompts_folder: {os.path.abspath(PROMPTS)}, dead_air: {self.dead_air}}}")

    def _desk(self, wanted):
        return f", supervisor: yes, desk_password_file: {self.password_file}" if wanted else ""

    @staticmethod
    def recorded(keys):
        """The block of recording; the spool is the media server's."""
        return f"recording: {{spool_folder: recordings, archive_folder: tapes, {keys}}}"

    @property
    def password_file(self):
        return os.path.join(self.folder, "desk_password")

    @property
    def file(self):
        return os.path.join(self.folder, "bridge.yaml")

    @property
    def journal(self):
        return os.path.join(self.folder, "journal", "day.tlj")

    @property
    def log_path(self):
        return os.path.join(self.folder, "bridge.log")

    def log(self):
        if not os.path.exists(self.log_path):
            return ""
        with open(self.log_path, encoding="utf-8") as file:
            return file.read()

    def put(self, name, text):
        """A file beside the configuration, for its owner alone."""
        with open(os.open(os.path.join(self.folder, name), os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w",
                  encoding="utf-8") as file:
            file.write(text)

    def write(self, **changed):
        self.values.update(changed)
        with open(self.file, "w", encoding="utf-8") as file:
            file.write(self.template.format(**self.values))

    def __enter__(self):
        for name in ("journal", "state"):
            os.makedirs(os.path.join(self.folder, name), exist_ok=True)
        self.write()
        with open(self.password_file, "w", encoding="utf-8") as file:
            file.write(password_line(10))
        os.chmod(self.password_file, 0o600)
        if self.engine:
            self.engine.start()
        try:
            self.start()
            if self.values["edge"]:
                self.start_edge()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_):
        self.kill()
        for server in (self.engine, self.edge):
            if server:
                server.stop()
        if "TWINLINE_KEEP" not in os.environ:
            shutil.rmtree(self.folder, ignore_errors=True)

    def start(self):
        started = self.log().count("taking calls")
        with open(self.log_path, "ab") as log:
            self.process = subprocess.Popen([os.path.join(PROGRAMS, "twinline-bridge"), "run", self.file],
                                            stdin=subprocess.DEVNULL, stdout=log, stderr=log, env=self.environment)
        wait_until(lambda: self.process.poll() is not None or self.log().count("taking calls") > started, 10,
                   "the bridge")
        if self.process.poll() is not None:
            raise RuntimeError(f"the bridge did not start:\n{self.log()[-3000:]}")
        if self.engine:
            self.wait_for_metric("twinline_media_up", 1)

    def start_edge(self):
        done = subprocess.run([os.path.join(PROGRAMS, "twinline-bridge"), "edge-config", self.file], capture_output=True,
                              text=True, timeout=20, check=True)
        configuration = os.path.join(self.folder, "edge.cfg")
        with open(configuration, "w", encoding="utf-8") as file:
            file.write(done.stdout)
        self.edge = Kamailio(self.folder, configuration, ("127.0.0.1", self.door))
        self.edge.start()
        wait_until(lambda: self.is_there(self.door), 10, "the edge's way to the bridge")

    def is_there(self, door=None, limit=1.0):
        """Whether the bridge answers OPTIONS, asked directly or at another door."""
        with Peer(door or self.sip, "asking", any_port()) as asking:
            asking.called = "100"  # with a user, for an edge answers others by itself
            asking.request("OPTIONS")
            try:
                return asking.receive(limit).status == 200
            except OSError:
                return False

    def settled(self):
        """Returns when the bridge has taken in all that was sent to it: an ACK that is still on its way has confirmed
        nothing, and dies with the process."""
        wait_until(self.is_there, 10, "an answer to OPTIONS, which stand behind all else")
        self.metrics()

    def kill(self):
        """Dies as in a crash."""
        if self.process and self.process.poll() is None:
            self.process.send_signal(signal.SIGKILL)
            self.process.wait(5)

    def terminate(self):
        self.process.send_signal(signal.SIGTERM)

    def stop(self, limit=20):
        """Drains and ends; gives the exit status."""
        self.terminate()
        return self.process.wait(limit)

    def metrics(self):
        with urllib.request.urlopen(f"http://127.0.0.1:{self.http}/metrics", timeout=3) as answer:
            found = {}
            for line in answer.read().decode().splitlines():
                if not line.startswith("#"):
                    name, _, value = line.rpartition(" ")
                    found[name] = float(value)
            return found

    def wait_for_metric(self, name, value, limit=8.0):
        def fits():
            try:
                return self.metrics().get(name) == value
            except OSError:
                return False
        wait_until(fits, limit, f"{name} {value}")

    def recordings(self, *words):
        """Runs `twinline-bridge recording`; gives what it printed, or raises with that."""
        done = subprocess.run([os.path.join(PROGRAMS, "twinline-bridge"), "recording", words[0], self.file, *words[1:]],
                              capture_output=True, text=True, timeout=20, check=False)
        if done.returncode != 0:
            raise RuntimeError(done.stdout + done.stderr)
        return done.stdout

    def ctl(self, *words, who="olga", token="geheim"):
        """Runs `twinline-bridge ctl`: (exit status, what it printed)."""
        self.put("token", token + "\n")
        done = subprocess.run([os.path.join(PROGRAMS, "twinline-bridge"), "ctl", self.file, *words, "--as", who,
                               "--token-file", os.path.join(self.folder, "token")],
                              capture_output=True, text=True, timeout=30, check=False)
        return done.returncode, done.stdout + done.stderr

    def tool(self, *words):
        """Runs `twinline` on the journal: (exit status, what it printed)."""
        done = subprocess.run([os.path.join(PROGRAMS, "twinline"), *words], capture_output=True, text=True, timeout=60,
                              check=False)
        return done.returncode, done.stdout + done.stderr

    def replayed(self):
        """The replay's result; raises AssertionError where a decision differs."""
        status, printed = self.tool("replay", self.journal, "--json")
        if status != 0:
            raise AssertionError(printed)
        return json.loads(printed)

    def records(self, what):
        """What a query finds in the call records; the bridge has ended."""
        with contextlib.closing(sqlite3.connect(os.path.join(self.folder, "state", "calls.sqlite"))) as database:
            return database.execute(what).fetchall()

    def kpis(self):
        """Totals of the journal, by name."""
        status, printed = self.tool("report", self.journal, "--json")
        if status != 0:
            raise AssertionError(printed)
        return {kpi["name"]: kpi["mean"] for kpi in json.loads(printed)["kpis"] if not kpi["by"]}
