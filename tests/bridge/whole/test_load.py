"""Many calls for every policy, and a busy day whose every decision is replayed."""

import json
import os
import random
import subprocess
import time
import unittest

from bridge import PROGRAMS, Bridge, wait_until
from crowd import Caller, Crowd, Phone
from latency import decision_quantile
from probe import free_port
from sipp import sipp
from turns import machine_to_itself


class DecisionTime(unittest.TestCase):
    """From a fact to its wishes, with a thousand agents and hundreds of waiting callers: 50 microseconds at most, in 99
    of 100 cases. One bridge decides by one policy after the other, while as many calls as ever go on."""

    # SIPp's callers have one number, so all of them want the same agent where that counts: hundreds of calls are held
    # for it then.
    known = {
        "calls": "{service_call: {queue: service, needs: service, groups: [team], look_up: customers}}",
        "ivr": "{look_ups: {customers: {attributes: {preferred_agent: {}}}}}",
        "look_ups": "{customers: {table: customers.csv}}",
        "files": {"customers.csv": "number,preferred_agent\n0791234567,agent7\n"},
    }
    with_parameters = {
        "preferred_agent": "{name: preferred_agent, params: {wait_at_most: 1 s}}",
        "split": "{name: split, params: {incumbent: longest_idle_agent, candidate: skill_priority}}",
    }

    def test_every_routing_policy(self):
        self.enterContext(machine_to_itself())
        agents, waiting, seconds = 1000, 250, 3
        names = self.routing_policies()
        self.assertGreaterEqual(len(names), 9)
        port = free_port()
        bridge = self.enterContext(Bridge(agents=agents, media=False, phone_port=port, routing=names[0], **self.known))
        self.start("phone.xml", port)
        time.sleep(0.5)
        self.start("caller.xml", free_port(), "-s", "100", "-d", "5000", "-r", "400", "-l", str(agents + waiting),
                   f"127.0.0.1:{bridge.sip}")
        self.wait_for_waiting(bridge, 200)
        for name in names:
            with self.subTest(policy=name):
                self.put_in_force(bridge, self.with_parameters.get(name, name))
                self.wait_for_waiting(bridge, 200)
                before, least_waiting = bridge.metrics(), waiting
                deadline = time.monotonic() + seconds
                while time.monotonic() < deadline:
                    time.sleep(0.25)
                    after = bridge.metrics()
                    least_waiting = min(least_waiting, after['twinline_queue_waiting{queue="service"}'])
                slowest = decision_quantile(after, 0.99, before)
                print(f"{name}: p99 at most {slowest * 1e6:.0f} us, {least_waiting:.0f} waiting at least")
                self.assertGreaterEqual(least_waiting, 150)
                self.assertLessEqual(slowest, 50e-6)

    def start(self, scenario, port, *more):
        """Goes on until the test is over."""
        process = sipp(scenario, port, 1000000, *more)
        self.addCleanup(process.communicate)
        self.addCleanup(process.kill)

    def routing_policies(self):
        done = subprocess.run([os.path.join(PROGRAMS, "twinline"), "policies", "--json"], capture_output=True, text=True,
                              timeout=10, check=True)
        return [policy["name"] for policy in json.loads(done.stdout)["routing"]]

    def wait_for_waiting(self, bridge, callers):
        wait_until(lambda: bridge.metrics()['twinline_queue_waiting{queue="service"}'] >= callers, 15,
                   f"{callers} waiting callers")

    def put_in_force(self, bridge, policy):
        loaded = bridge.log().count("is in force")
        bridge.write(routing=policy)
        bridge.process.send_signal(1)
        wait_until(lambda: bridge.log().count("is in force") > loaded, 5, "the reload")


class Impatient(Caller):
    """Gives up `patience` seconds after the call, unless answered."""

    def __init__(self, server_port, patience):
        super().__init__(server_port, "caller")
        self.patience = patience
        self.called_at = None

    def call(self, called="100"):
        self.called_at = time.monotonic()
        super().call(called)

    def tick(self):
        if self.state == "calling" and time.monotonic() - self.called_at > self.patience:
            self.state = "giving up"
            self.cancel()

    def respond(self, message):
        if self.state == "giving up" and message.sequence_method == "INVITE" and message.status >= 200:
            self.ack(message)
            if message.status == 200:  # the answer was faster
                self.bye()
            else:
                self.end("us")
            return
        if message.sequence_method != "CANCEL":
            super().respond(message)


class BusyDay(unittest.TestCase):
    def test_every_decision_of_two_thousand_calls_replays_equal(self):
        self.enterContext(machine_to_itself())
        calls, good, dead = 2000, 40, 40
        swaps = {  # a candidate is tried beside the first policy, and replaces it with what it has learnt
            calls // 3: "{name: split, params: {incumbent: longest_idle_agent, candidate: round_robin}}",
            2 * calls // 3: "{name: round_robin}",
        }
        bridge = self.enterContext(Bridge(
            agents=good + dead, media=False, segment_bytes=1 << 20,
            offers="{ring_limit: 1 s, no_answer: {then: cool_down, cool_down: 0.2 s}}"))
        chance = random.Random(2)
        phones = [Phone(bridge.sip, port, talks_for=0.1, rings_for=0.05) for port in bridge.phones[:good]]
        phones += [Phone(bridge.sip, port, rings_for=None) for port in bridge.phones[good:]]
        callers = [Impatient(bridge.sip, 30 if chance.random() < 0.5 else chance.uniform(0.01, 1))
                   for _ in range(calls)]
        crowd = self.enterContext(Crowd(*phones, *callers))
        began = time.monotonic()
        for place, caller in enumerate(callers):
            caller.call()
            while time.monotonic() - began < place / 160:
                self.turn(crowd, callers)
            if place in swaps:
                bridge.write(routing=swaps[place])
                bridge.process.send_signal(1)
        deadline = time.monotonic() + 60
        while not all(caller.state in ("ended", "refused 503") for caller in callers):
            self.assertLess(time.monotonic(), deadline, "not all calls end")
            self.turn(crowd, callers)
        bridge.wait_for_metric("twinline_sip_legs", 0)
        bridge.wait_for_metric("twinline_calls", 0)
        self.assertEqual(bridge.stop(), 0)
        self.assertGreaterEqual(bridge.log().count("is in force"), len(swaps))
        segments = sorted(name for name in os.listdir(os.path.dirname(bridge.journal)))
        self.assertGreater(len(segments), 1)
        for segment in range(len(segments)):
            status, printed = bridge.tool("replay", bridge.journal, "--segment", str(segment))
            self.assertEqual(status, 0, printed)
        missed = sum(phone.missed for phone in phones[good:])
        kpis = bridge.kpis()
        print(f"{calls} calls, {missed} ring-outs or withdrawals, {kpis['abandoned']:.0f} hang-ups, "
              f"{len(segments)} segments")
        self.assertGreaterEqual(missed, 200)
        self.assertGreaterEqual(kpis["abandoned"], 100)
        self.assertEqual(kpis["offered"], kpis["answered"] + kpis["abandoned"])
        self.assertEqual(kpis["offered"], calls)

    def turn(self, crowd, callers):
        crowd.turn(0.002)
        for caller in callers:
            caller.tick()


if __name__ == "__main__":
    unittest.main()
