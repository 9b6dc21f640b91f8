"""Many calls: as fast as a trunk sends them, and a busy day whose every decision is replayed."""

import json
import os
import random
import subprocess
import time
import unittest

from bridge import HERE, PROGRAMS, Bridge
from crowd import Caller, Crowd, Phone
from probe import free_port

SIPP = os.path.join(HERE, "..", "sip")


def finish(*processes, limit=70):
    """(whether all ended well, what the first printed). Who does not end is killed and has failed."""
    printed = []
    for process in processes:
        try:
            printed.append(process.communicate(timeout=limit)[0])
        except subprocess.TimeoutExpired:
            process.kill()
            printed.append(process.communicate()[0])
    return all(process.returncode == 0 for process in processes), printed[0][-2000:]


def sipp(scenario, port, calls, *more):
    return subprocess.Popen(
        ["sipp", "-sf", os.path.join(SIPP, scenario), "-m", str(calls), "-i", "127.0.0.1", "-p", str(port), "-mp",
         str(free_port()), "-nostdin", "-timeout", "60", *more],
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)


class Rate(unittest.TestCase):
    def test_four_hundred_calls_a_second_none_fails(self):
        rate, seconds, agents = 400, 6, 600
        calls = rate * seconds
        for attempt in (1, 2):
            port = free_port()
            with Bridge(agents=agents, media=False, phone_port=port) as bridge:
                phone = sipp("phone.xml", port, calls)
                time.sleep(0.5)
                caller = sipp("caller.xml", free_port(), calls, "-s", "100", "-d", "500", "-r", str(rate),
                              f"127.0.0.1:{bridge.sip}")
                well, printed = finish(caller, phone, limit=30)
                if not well:
                    print(f"attempt {attempt} failed:\n{printed}")
                    continue
                bridge.wait_for_metric("twinline_sip_legs", 0, 40)
                # UDP transactions stay for 32 s, should something come again (RFC 3261 §17.2.2).
                for side in ("server", "client"):
                    bridge.wait_for_metric(f'twinline_sip_transactions{{side="{side}"}}', 0, 45)
                metrics = bridge.metrics()
                break
        self.assertTrue(well)
        self.assertEqual(metrics["twinline_sip_invites_in_total"], calls)
        self.assertEqual(metrics["twinline_calls"], 0)
        print(f"{calls} calls at {rate}/s: decisions p99 at most {decision_quantile(metrics, 0.99) * 1e6:.0f} us")


class RateWithAudio(unittest.TestCase):
    def test_a_hundred_calls_a_second_none_fails(self):
        """Music for everybody, an offer and an answer for each phone, a re-INVITE for each caller."""
        rate, seconds = 100, 5
        calls = rate * seconds
        demo = os.path.join(HERE, "..", "..", "..", "scripts", "lib")
        port = free_port()
        with Bridge(agents=400, phone_port=port) as bridge:
            phone = sipp(os.path.join(demo, "demo_phone.xml"), port, calls)
            time.sleep(0.5)
            caller = sipp(os.path.join(demo, "demo_caller.xml"), free_port(), calls, "-s", "100", "-r", str(rate),
                          f"127.0.0.1:{bridge.sip}")
            well, printed = finish(caller, phone)
            self.assertTrue(well, printed)
            bridge.wait_for_metric("twinline_sip_legs", 0, 40)
            bridge.wait_for_metric("twinline_media_sessions", 0)
            metrics = bridge.metrics()
        self.assertEqual(metrics["twinline_media_timeouts_total"], 0)


def decision_quantile(metrics, share):
    """The bound, in seconds, at or below which this share of the decisions took."""
    buckets = sorted((float(name.split('le="')[1].rstrip('"}').replace("+Inf", "inf")), count)
                     for name, count in metrics.items() if name.startswith("twinline_decision_seconds_bucket"))
    return next(bound for bound, count in buckets if count >= share * buckets[-1][1])


class DecisionTime(unittest.TestCase):
    """From a fact to its wishes, with a thousand agents and hundreds of waiting callers: 50 microseconds at most, in 99
    of 100 cases."""

    def test_every_routing_policy(self):
        done = subprocess.run([os.path.join(PROGRAMS, "twinline"), "policies", "--json"], capture_output=True, text=True,
                              timeout=10, check=True)
        names = [policy["name"] for policy in json.loads(done.stdout)["routing"]]
        self.assertGreaterEqual(len(names), 8)
        for name in names:
            with self.subTest(policy=name):
                self.measure(name)

    def measure(self, policy):
        agents, calls = 1000, 2000
        port = free_port()
        with Bridge(agents=agents, media=False, phone_port=port, routing=policy) as bridge:
            phone = sipp("phone.xml", port, calls)
            time.sleep(0.5)
            caller = sipp("caller.xml", free_port(), calls, "-s", "100", "-d", "3500", "-r", "400", "-l", str(calls),
                          f"127.0.0.1:{bridge.sip}")
            most_waiting = 0
            while caller.poll() is None:
                most_waiting = max(most_waiting, bridge.metrics()['twinline_queue_waiting{queue="service"}'])
                time.sleep(0.2)
            well, printed = finish(caller, phone)
            self.assertTrue(well, printed)
            metrics = bridge.metrics()
        slowest = decision_quantile(metrics, 0.99)
        print(f"{policy}: p99 at most {slowest * 1e6:.0f} us, {most_waiting:.0f} waiting at most")
        self.assertGreaterEqual(most_waiting, 200)
        self.assertLessEqual(slowest, 50e-6)


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
        calls, good, dead = 2000, 40, 40
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
            if place == calls // 2:
                bridge.write(routing="{name: least_occupied}")
                bridge.process.send_signal(1)
        deadline = time.monotonic() + 60
        while not all(caller.state in ("ended", "refused 503") for caller in callers):
            self.assertLess(time.monotonic(), deadline, "not all calls end")
            self.turn(crowd, callers)
        bridge.wait_for_metric("twinline_sip_legs", 0)
        bridge.wait_for_metric("twinline_calls", 0)
        self.assertEqual(bridge.stop(), 0)
        self.assertIn("is in force", bridge.log())
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
