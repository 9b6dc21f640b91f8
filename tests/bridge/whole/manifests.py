"""Manifests for whole-bridge tests: keys, a scenario and its comparison in a folder, and what is signed of them.

In the scenario every policy does equally well, for there are agents enough, so a lenient gate takes any of them."""

import datetime
import hashlib
import os
import subprocess

from bridge import PROGRAMS

TOKEN = "geheim"

SCENARIO = """
twinline: 1
name: line
queues: {main: {service_level: {threshold: 60 s, target: 80 %}}}
calls: {question: {needs: banking, arrivals: {rate: 60 per hour}, handling: {talk: {exponential: 1 min}}, groups: [agents, spare]}}
groups: {agents: {scheduled: 12, skills: [banking]}, spare: {scheduled: 2, skills: [banking]}}
horizon: {duration: 1 h}
arms:
  as_is: {}
  round_robin: {policies.routing: round_robin}
  least_occupied: {policies.routing: least_occupied}
  home_group_only: {policies.routing: {name: skill_priority, params: {overflow_after: 1 h}}}
"""


def hashed(token):
    """As `twinline-bridge password` would print it, but cheap."""
    salt = os.urandom(16)
    key = hashlib.scrypt(token.encode(), salt=salt, n=2 ** 10, r=8, p=1, dklen=32)
    return f"scrypt$10$8$1${salt.hex()}${key.hex()}"


def gate(**more):
    """The block bridge.promotion that takes what this folder signs; olga is its operator."""
    lines = {"keys": "keys.pub", "scenarios": "{line: any}", "kpis": "{answered: {verdict: not_worse}}",
             "operators": f'{{olga: "{hashed(TOKEN)}"}}', **more}
    return "  promotion:\n" + "".join(f"    {key}: {value}\n" for key, value in lines.items())


class Signer:
    """Signs in the bridge's folder, where its keys are. With a plug-in there is an arm of its policy, by its name."""

    def __init__(self, folder, plugin=None, scenario=SCENARIO):
        self.folder = folder
        self.plugin = ["--plugin", plugin] if plugin else []
        name = os.path.basename(plugin or "").removesuffix(".so")
        self.write("line.yaml", scenario + (f"  {name}: {{policies.routing: {name}}}\n" if plugin else ""))
        self.write("keys.pub", self.twinline("key", "new", "key"))
        self.twinline("key", "new", "strange_key")
        self.write("ab.json", self.twinline("ab", "line.yaml", "--replications", "3", "--json", *self.plugin))

    def path(self, name):
        return os.path.join(self.folder, name)

    def write(self, name, text):
        with open(self.path(name), "w", encoding="utf-8") as file:
            file.write(text)
        return self.path(name)

    def read(self, name):
        with open(self.path(name), encoding="utf-8") as file:
            return file.read()

    def twinline(self, *words):
        done = subprocess.run([os.path.abspath(os.path.join(PROGRAMS, "twinline")), *words], cwd=self.folder,
                              capture_output=True, text=True, timeout=30, check=False)
        if done.returncode != 0:
            raise RuntimeError(done.stdout + done.stderr)
        return done.stdout

    def sign(self, arm, out, *more, key="key", days_ago=0):
        """The path of a fresh manifest for the arm's policy."""
        at = datetime.datetime.now(datetime.timezone.utc) - datetime.timedelta(days=days_ago)
        self.twinline("sign", "line.yaml", "--arm", arm, "--evidence", "ab.json", "--key", key, "--author", "Anna",
                      "--at", at.strftime("%Y-%m-%dT%H:%M:%SZ"), "--out", out, *self.plugin, *more)
        return self.path(out)
