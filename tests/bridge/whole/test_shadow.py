"""A shadow beside a bridge under load: it sees every decision, and the bridge does not notice when it stops."""

import datetime
import json
import os
import signal
import subprocess
import time
import unittest

from bridge import PROGRAMS, Bridge, wait_until
from crowd import Caller, Crowd, Phone
from probe import free_port
from sipp import finish, sipp

SCENARIO = """
twinline: 1
name: line
queues: {main: {}}
calls: {question: {needs: banking, arrivals: {rate: 60 per hour}, handling: {talk: {exponential: 3 min}}}}
groups: {agents: {scheduled: 4, skills: [banking]}}
horizon: {duration: 1 h}
arms:
  as_is: {}
  by_chance: {policies.routing: random}
  as_ever: {policies.routing: longest_idle_agent}
  stalling: {policies.routing: stalling}
policies: {routing: round_robin}
"""

GATE = """  promotion:
    keys: keys.pub
    scenarios: {line: any}
    kpis: {answered: {verdict: not_worse}}
"""

PLUGIN = os.path.abspath(os.path.join(PROGRAMS, "../tests/plugins/stalling.so"))


class Shadow(unittest.TestCase):
    def twinline(self, *words):
        return subprocess.run([os.path.abspath(os.path.join(PROGRAMS, "twinline")), *words], cwd=self.folder,
                              capture_output=True, text=True, timeout=30, check=True).stdout

    def put(self, name, text):
        with open(os.path.join(self.folder, name), "w", encoding="utf-8") as file:
            file.write(text)

    def manifest(self, arm):
        """A signed one of the arm's policy."""
        now = datetime.datetime.now(datetime.timezone.utc)
        self.put(f"{arm}.ab.json", self.twinline("ab", "line.yaml", "--plugin", PLUGIN, "--replications", "3", "--a",
                                                 "as_is", "--b", arm, "--json"))
        self.twinline("sign", "line.yaml", "--plugin", PLUGIN, "--arm", arm, "--evidence", f"{arm}.ab.json", "--key",
                      "key", "--author", "Anna", "--at", now.strftime("%Y-%m-%dT%H:%M:%SZ"), "--out", f"{arm}.json")
        return os.path.join(self.folder, f"{arm}.json")

    def shadow(self, bridge, manifest, **environment):
        """In a process of its own; what it prints goes into a file, for nobody reads along."""
        said = manifest + ".said"
        with open(said, "wb") as file:
            process = subprocess.Popen([os.path.join(PROGRAMS, "twinline-bridge"), "shadow", bridge.file, "--manifest",
                                        manifest, "--json"], stdin=subprocess.DEVNULL, stdout=file,
                                       stderr=subprocess.PIPE, text=True, env={**os.environ, **environment})
        self.addCleanup(process.stderr.close)
        self.addCleanup(process.wait, 5)
        self.addCleanup(process.kill)
        return process, said

    @staticmethod
    def said_by(said):
        """The lines that are whole."""
        with open(said, encoding="utf-8") as file:
            return [json.loads(line) for line in file.read().split("\n")[:-1]]

    def test_it_sees_everything_and_slows_nothing_when_it_stops(self):
        rate, seconds, port = 100, 3, free_port()
        calls = rate * seconds
        bridge = Bridge(agents=200, media=False, phone_port=port, segment_bytes=300_000, more_of_bridge=GATE)
        self.folder = bridge.folder
        self.put("line.yaml", SCENARIO)
        self.put("keys.pub", self.twinline("key", "new", "key"))
        chance, same = self.manifest("by_chance"), self.manifest("as_ever")
        self.enterContext(bridge)
        shadows = [self.shadow(bridge, manifest) for manifest in (chance, same)]
        phone = sipp("phone.xml", port, calls)
        time.sleep(0.5)
        caller = sipp("caller.xml", free_port(), calls, "-s", "100", "-d", "300", "-r", str(rate),
                      f"127.0.0.1:{bridge.sip}")
        time.sleep(1.5)
        shadows[0][0].send_signal(signal.SIGSTOP)
        well, printed = finish(caller, phone, limit=30)
        self.assertTrue(well, printed)
        bridge.wait_for_metric("twinline_calls", 0)
        stopped = bridge.metrics()
        shadows[0][0].send_signal(signal.SIGCONT)
        slowest = next(bound for bound, count in sorted(self.buckets(stopped).items())
                       if count >= 0.99 * stopped["twinline_decision_seconds_count"])
        self.assertLessEqual(slowest, 0.01)
        entries = [self.all_seen(said, stopped["twinline_decision_seconds_count"]) for _, said in shadows]
        for process, _ in shadows:
            process.terminate()
            self.assertEqual(process.wait(5), 0)
        by_chance, as_ever = (self.said_by(said)[-1] for _, said in shadows)
        self.assertEqual((by_chance["state"], as_ever["state"]), ("stopped", "stopped"))
        self.assertEqual(as_ever["disagreements"], 0)
        self.assertGreaterEqual(as_ever["occasions"], calls)
        self.assertGreater(by_chance["by_cause"]["other_agent"], 0)
        self.assertEqual(by_chance["dropped"], {"occasions": 0, "entries": 0, "skips": 0})
        print(f"decisions p99 at most {slowest * 1e6:.0f} us; shadows saw {entries} entries, by chance "
              f"{by_chance['disagreement_share']:.2f} of {by_chance['occasions']} would be others")

    def test_a_candidate_that_hangs_ends_the_shadow_and_its_manifest_is_barred(self):
        bridge = Bridge(agents=1, media=False, more_of_bridge=f"  plugins: ['{PLUGIN}']\n" + GATE)
        self.folder = bridge.folder
        self.put("line.yaml", SCENARIO)
        self.put("keys.pub", self.twinline("key", "new", "key"))
        manifest = self.manifest("stalling")
        self.enterContext(bridge)
        process, said = self.shadow(bridge, manifest, TWINLINE_STALL="hang", TWINLINE_STALL_AT="1")
        wait_until(lambda: any(line["state"] == "following" for line in self.said_by(said)), 5, "the shadow")
        phone, caller = Phone(bridge.sip, bridge.phones[0], talks_for=0.02), Caller(bridge.sip, "caller")
        crowd = self.enterContext(Crowd(phone, caller))
        caller.call()
        crowd.until(lambda: caller.state == "ended", 5, "the call's end")
        self.assertEqual(process.wait(3), 1)
        self.assertEqual(self.said_by(said)[-1]["state"], "hung")
        again, _ = self.shadow(bridge, manifest)
        self.assertEqual(again.wait(5), 1)
        self.assertIn("stalling.json: refused, barred: as a shadow it did not return in time", again.stderr.read())
        self.assertEqual(bridge.stop(), 0)

    @staticmethod
    def buckets(metrics):
        return {float(name.split('le="')[1].rstrip('"}').replace("+Inf", "inf")): count
                for name, count in metrics.items() if name.startswith("twinline_decision_seconds_bucket")}

    def all_seen(self, said, entries):
        def seen():
            lines = self.said_by(said)
            return lines[-1]["entries"] if lines and lines[-1]["entries"] >= entries else 0
        return wait_until(seen, 15, "the journal's end")


if __name__ == "__main__":
    unittest.main()
