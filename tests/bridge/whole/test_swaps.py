"""Policies that come and go by manifests under load: no call notices, a bad one is taken back, and every decision replays."""

import json
import os
import statistics
import time
import unittest
import urllib.request

from bridge import FILE, wait_until
from latency import decision_quantile
from manifests import TOKEN, gate
from probe import free_port
from sipp import finish, sipp
from test_rollout import RolloutTest
from turns import machine_to_itself


# A sanitizer leaves no time for as many, and times under it say nothing.
FULL_RATE = 200
RATE = int(os.environ.get("TWINLINE_CALLS_PER_SECOND", FULL_RATE))


class Swaps(RolloutTest):
    def test_a_hundred_swaps_under_two_hundred_calls_a_second(self):
        self.enterContext(machine_to_itself())
        agents, rate, seconds, cycles = 200, RATE, 9, 34
        port = free_port()
        bridge = self.bridge(gate(), agents=agents, phone_port=port)
        manifest = self.signer.sign("round_robin", "good.json")
        phone = sipp("phone.xml", port, rate * seconds)
        self.addCleanup(phone.kill)
        time.sleep(0.3)
        caller = sipp("caller.xml", free_port(), rate * seconds, "-s", "100", "-d", "300", "-r", str(rate),
                      f"127.0.0.1:{bridge.sip}")
        self.addCleanup(caller.kill)
        time.sleep(1)
        before = bridge.metrics()
        time.sleep(2)
        between = bridge.metrics()
        seconds_to = {"promote": [], "canary": [], "full": [], "rollback": []}
        for _ in range(cycles):
            for action, body in (("promote", {"manifest": manifest}), ("canary", {"split": {"share": "50 %"}}),
                                 ("full", {}), ("rollback", {})):
                seconds_to[action].append(self.seconds_to(bridge, action, body))
        after = bridge.metrics()
        well, printed = finish(caller, phone)
        self.assertTrue(well, printed)
        bridge.wait_for_metric("twinline_calls", 0)
        self.assertEqual(after["twinline_rollout_swaps_total"], 3 * cycles)
        quiet, busy = decision_quantile(between, 0.99, before), decision_quantile(after, 0.99, between)
        print(f"{3 * cycles} swaps at {rate} calls/s: decisions p99 at most {busy * 1e6:.0f} us, without swaps "
              f"{quiet * 1e6:.0f} us; rollbacks took {statistics.median(seconds_to['rollback']) * 1e3:.0f} ms, the "
              f"slowest {max(seconds_to['rollback']) * 1e3:.0f} ms")
        # Each is in force long before its answer comes, which waits for the trail to be on a disk that others use, too.
        self.assertLess(statistics.quantiles(seconds_to["rollback"], n=10)[-1], 1)
        if rate == FULL_RATE:
            self.assertLessEqual(busy, max(2 * quiet, 50e-6))
        self.assertEqual(bridge.stop(), 0)
        bridge.replayed()
        kpis = bridge.kpis()
        self.assertEqual((kpis["offered"], kpis["answered"]), (rate * seconds, rate * seconds))

    def seconds_to(self, bridge, action, body):
        """From the operator's word to its answer, which comes when the policy is in force."""
        asked = urllib.request.Request(
            f"http://127.0.0.1:{bridge.http}/api/rollout/{action}", json.dumps(body).encode(),
            {"Content-Type": "application/json", "Authorization": f"Bearer olga.{TOKEN}"})
        began = time.monotonic()
        with urllib.request.urlopen(asked, timeout=5) as answer:
            self.assertTrue(json.load(answer)["ok"])
        return time.monotonic() - began


TWO_GROUPS = FILE.replace("  team: {{skills: {{service: 3}}}}", "  team: {{skills: {{service: 3}}}}\n"
                          "  rest: {{skills: {{service: 3}}}}").replace("threshold: 10 s", "threshold: 1 s")


class BadCandidate(RolloutTest):
    """It leaves calls to the one agent of the home group, beside whom the rest is idle."""

    def test_a_canary_that_does_harm_is_rolled_back_by_the_bridge_itself(self):
        self.enterContext(machine_to_itself())
        agents, rate, seconds = 60, 60, 8
        port = free_port()
        bridge = self.bridge(
            gate(rollback_at="{service_level: 5 pp}"), agents=agents, phone_port=port, template=TWO_GROUPS,
            calls="{service_call: {queue: service, needs: service, groups: [team, rest]}}")
        first, *others = bridge.values["agents"].splitlines(keepends=True)
        bridge.write(agents=first + "".join(others).replace("group: team", "group: rest"))
        bridge.kill()
        bridge.start()
        self.done(bridge, "promote", self.signer.sign("home_group_only", "bad.json"))
        phone = sipp("phone.xml", port, rate * seconds)
        self.addCleanup(phone.kill)
        time.sleep(0.3)
        caller = sipp("caller.xml", free_port(), rate * seconds, "-s", "100", "-d", "300", "-r", str(rate),
                      f"127.0.0.1:{bridge.sip}")
        self.addCleanup(caller.kill)
        began = time.monotonic()
        self.done(bridge, "canary", "--share", "50 %")
        wait_until(lambda: "is rolled back: " in bridge.log(), seconds, "the rollback")
        took = time.monotonic() - began
        well, printed = finish(caller, phone)
        self.assertTrue(well, printed)
        status = self.status(bridge)
        self.assertEqual((status["stage"], status["deciding"]["name"], status["rollbacks"]), ("off", "longest_idle_agent", 1))
        self.assertIn("service_level", status["last"])
        self.assertEqual(self.trail(bridge)[-1]["who"], "bridge")
        print(f"rolled back after {took:.1f} s at {rate} calls/s: {status['last']}")
        bridge.wait_for_metric("twinline_calls", 0)
        self.assertEqual(bridge.stop(), 0)
        bridge.replayed()


if __name__ == "__main__":
    unittest.main()
