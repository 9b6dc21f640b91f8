"""As many calls as a trunk sends in its worst seconds, one after the other and none too many: nobody is turned away, and
nothing is left of anybody when the transactions have run out."""

import contextlib
import os
import time
import unittest

from bridge import Bridge
from latency import decision_quantile
from probe import free_port
from sipp import DEMO, finish, sipp
from turns import machine_to_itself


class Rate(unittest.TestCase):
    """Signalling alone. Machines that others use may fail once; that is said."""

    rate, seconds, agents = 400, 6, 600

    def test_four_hundred_calls_a_second_none_fails_directly_or_through_the_edge(self):
        with contextlib.ExitStack() as bridges:
            with machine_to_itself():
                loaded = [self.loaded(bridges, edge) for edge in (False, True)]
            for bridge in loaded:
                bridge.wait_for_metric("twinline_sip_legs", 0, 10)
                # UDP transactions stay for 32 s, should something come again (RFC 3261 §17.2.2).
                for side in ("server", "client"):
                    bridge.wait_for_metric(f'twinline_sip_transactions{{side="{side}"}}', 0, 45)
                metrics = bridge.metrics()
                self.assertEqual(metrics["twinline_sip_invites_in_total"], self.rate * self.seconds)
                self.assertEqual(metrics["twinline_calls"], 0)

    def loaded(self, bridges, edge):
        """A bridge that has taken all the calls."""
        calls, way = self.rate * self.seconds, "through the edge" if edge else "directly"
        for attempt in (1, 2):
            port = free_port()
            bridge = Bridge(agents=self.agents, media=False, phone_port=port, edge=edge)
            with contextlib.ExitStack() as opened:
                opened.enter_context(bridge)
                phone = sipp("phone.xml", port, calls)
                time.sleep(0.5)
                caller = sipp("caller.xml", free_port(), calls, "-s", "100", "-d", "500", "-r", str(self.rate),
                              f"127.0.0.1:{bridge.door}")
                well, printed = finish(caller, phone, limit=30)
                if well:
                    slowest = decision_quantile(bridge.metrics(), 0.99)
                    print(f"{calls} calls at {self.rate}/s {way}: decisions p99 at most {slowest * 1e6:.0f} us")
                    bridges.push(opened.pop_all())
                    return bridge
                print(f"attempt {attempt} {way} failed:\n{printed}")
        self.fail(f"calls failed {way}, twice")


class RateWithAudio(unittest.TestCase):
    def test_a_hundred_calls_a_second_none_fails(self):
        """Music for everybody, an offer and an answer for each phone, a re-INVITE for each caller."""
        rate, seconds = 100, 5
        calls = rate * seconds
        port = free_port()
        with Bridge(agents=400, phone_port=port) as bridge:
            with machine_to_itself():
                phone = sipp(os.path.join(DEMO, "demo_phone.xml"), port, calls)
                time.sleep(0.5)
                caller = sipp(os.path.join(DEMO, "demo_caller.xml"), free_port(), calls, "-s", "100", "-r", str(rate),
                              f"127.0.0.1:{bridge.sip}")
                well, printed = finish(caller, phone)
                self.assertTrue(well, printed)
            bridge.wait_for_metric("twinline_sip_legs", 0, 40)
            bridge.wait_for_metric("twinline_media_sessions", 0)
            metrics = bridge.metrics()
        self.assertEqual(metrics["twinline_media_timeouts_total"], 0)


if __name__ == "__main__":
    unittest.main()
