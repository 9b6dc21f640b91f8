"""A policy that hangs, throws or talks nonsense while calls come: who does not return is ended with its process and
does not decide again, who fails is overruled at once."""

import json
import os
import shutil
import signal
import time
import unittest
from unittest import mock

from bridge import PROGRAMS, Bridge, wait_until
from crowd import Caller, Crowd, Phone

PLUGIN = os.path.abspath(os.path.join(PROGRAMS, "../tests/plugins/stalling.so"))


class Stalling(unittest.TestCase):
    def bridge(self, way, at, **more):
        """One whose policy does so from the wait with this number on; so does a replay of its journal."""
        self.enterContext(mock.patch.dict(os.environ, TWINLINE_STALL=way, TWINLINE_STALL_AT=str(at)))
        bridge = Bridge(routing="stalling", more_of_bridge="  plugins: [stalling.so]\n", **more)
        shutil.copy(PLUGIN, bridge.folder)
        return self.enterContext(bridge)

    def replayed(self, bridge):
        status, printed = bridge.tool("replay", bridge.journal, "--plugin", PLUGIN, "--json")
        self.assertEqual(status, 0, printed)
        return json.loads(printed)

    def test_one_that_hangs_is_ended_and_barred_and_calls_go_on_without_it(self):
        bridge = self.bridge("hang", 4, agents=1)
        phone = Phone(bridge.sip, bridge.phones[0])
        talking, waiting, unanswered, later = (Caller(bridge.sip, "caller") for _ in range(4))
        burst = [Caller(bridge.sip, "caller", insists=True) for _ in range(4)]  # the policy hangs on the first
        crowd = self.enterContext(Crowd(phone, talking, waiting, unanswered, later, *burst))
        talking.call()
        crowd.until(lambda: talking.state == "talking", 5, "talk")
        waiting.call()
        crowd.until(lambda: waiting.state == "waiting", 5, "the queue")
        unanswered.call("200")  # not before an agent takes it
        bridge.wait_for_metric('twinline_queue_waiting{queue="service"}', 2)
        bridge.settled()

        began = time.monotonic()
        for caller in burst:
            caller.call()
        status = bridge.process.wait(3)
        died = time.monotonic()
        self.assertEqual(status, -signal.SIGKILL)
        self.assertGreater(died - began, 0.25)
        self.assertLess(died - began, 1, "250 ms, and what a busy machine adds")
        time.sleep(0.1)  # as RestartSec has it
        bridge.start()
        later.call()
        crowd.until(lambda: later.state == "waiting", 5, "a new call in the queue")
        print(f"ended after {died - began:.2f} s, calls again after {time.monotonic() - died:.2f} s")
        self.assertLess(time.monotonic() - died, 2)
        self.assertIn("policy stalling has not returned for 250 ms and is barred", bridge.log())
        self.assertIn("took over 2 calls, 1 are lost", bridge.log())
        crowd.until(lambda: all(caller.state == "waiting" for caller in burst), 5, "those whom nobody had answered")
        self.assertIn("whose INVITE was at hand when the process was ended is here", bridge.log())

        # Nobody has noticed: talk goes on, and the line is served in its order, by the policy that came instead.
        phone.talks_for = 0.05
        phone.bye()
        served = (talking, waiting, later, *burst)
        crowd.until(lambda: all(caller.state == "ended" for caller in served), 10, "everybody's turn")
        bridge.kill()
        bridge.start()  # barred it stays
        self.assertEqual(bridge.log().count("has not returned"), 1)
        self.assertEqual(bridge.stop(), 0)
        with open(os.path.join(bridge.folder, "journal", "day.barred"), encoding="utf-8") as bars:
            barred = [json.loads(line) for line in bars]
        self.assertEqual([bar["policy"] for bar in barred], ["stalling"])
        self.assertEqual(len(barred[0]["build"]), 64)
        replayed = self.replayed(bridge)
        self.assertEqual([policy["name"] for policy in replayed["policies"]["routing"]],
                         ["stalling", "longest_idle_agent"])
        kpis = bridge.kpis()
        self.assertEqual((kpis["offered"], kpis["answered"], kpis["abandoned"]), (8, 7, 1))
        outcomes = bridge.records("SELECT outcome, count(*), count(DISTINCT pseudonym) FROM calls GROUP BY outcome")
        self.assertEqual(sorted(outcomes), [("abandoned", 1, 1), ("served", 7, 7)], "each call once")

    def test_a_caller_on_whose_call_it_hung_and_who_does_not_come_back_has_a_record(self):
        bridge = self.bridge("hang", 2, agents=1, media=False)
        phone = Phone(bridge.sip, bridge.phones[0])
        talking, fatal = (Caller(bridge.sip, "caller") for _ in range(2))
        crowd = self.enterContext(Crowd(phone, talking, fatal))
        talking.call()
        crowd.until(lambda: phone.state == "talking" and talking.state == "waiting", 5, "talk")
        bridge.settled()
        fatal.call()
        self.assertEqual(bridge.process.wait(3), -signal.SIGKILL)
        bridge.start()
        bridge.kill()  # who comes next knows of it all the same
        bridge.start()
        lost = "is lost: a policy did not return when it came, and its INVITE was not sent again"
        self.assertNotIn(lost, bridge.log())
        wait_until(lambda: lost in bridge.log(), 6, "the end of patience")
        bridge.settled()
        bridge.kill()
        bridge.start()
        phone.bye()
        crowd.until(lambda: talking.state == "ended", 5, "the end of the talk")
        self.assertEqual(bridge.stop(), 0)
        self.assertEqual(bridge.log().count(lost), 1)
        self.assertTrue(self.replayed(bridge)["equal"])
        self.assertEqual(bridge.records("SELECT outcome, answered IS NULL FROM calls ORDER BY entry"),
                         [("abandoned", 1), ("served", 0)])

    def test_a_barred_policy_is_not_asked_again_about_what_it_has_decided(self):
        bridge = self.bridge("hang", 4, agents=1, media=False)
        phone = Phone(bridge.sip, bridge.phones[0])
        callers = [Caller(bridge.sip, "caller") for _ in range(4)]
        crowd = self.enterContext(Crowd(phone, *callers))
        for caller in callers[:3]:
            caller.call()  # who waits is not answered before an agent is, for there is no media server
        crowd.until(lambda: phone.state == "talking" and callers[0].state == "waiting", 5, "talk")
        bridge.wait_for_metric('twinline_queue_waiting{queue="service"}', 2)
        bridge.settled()
        callers[3].call()
        self.assertEqual(bridge.process.wait(3), -signal.SIGKILL)
        bridge.environment["TWINLINE_STALL_AT"] = "1"  # now it hangs on all that it has decided, too
        bridge.start()
        self.assertIn("took over 1 calls, 2 are lost", bridge.log())
        phone.bye()
        crowd.until(lambda: callers[0].state == "ended", 5, "the end of the talk")
        self.assertEqual(bridge.stop(), 0)
        self.assertTrue(self.replayed(bridge)["equal"])

    def test_a_process_that_is_stopped_for_a_while_is_not_taken_for_one_that_hangs(self):
        bridge = self.bridge("doze", 1, agents=1, media=False)
        phone, caller = Phone(bridge.sip, bridge.phones[0], talks_for=0.02), Caller(bridge.sip, "caller")
        crowd = self.enterContext(Crowd(phone, caller))
        caller.call()
        time.sleep(0.05)
        bridge.process.send_signal(signal.SIGSTOP)  # amid a decision, which takes 150 ms
        time.sleep(0.6)
        bridge.process.send_signal(signal.SIGCONT)
        crowd.until(lambda: caller.state == "ended", 5, "the call's end")
        self.assertEqual(bridge.stop(), 0)

    def test_one_that_throws_or_talks_nonsense_is_overruled_at_once(self):
        for way in ("throw", "nonsense"):
            with self.subTest(way=way):
                bridge = self.bridge(way, 2, agents=2, media=False)
                phones = [Phone(bridge.sip, port, talks_for=0.02) for port in bridge.phones]
                callers = [Caller(bridge.sip, "caller") for _ in range(6)]
                crowd = self.enterContext(Crowd(*phones, *callers))
                for caller in callers:
                    caller.call()
                crowd.until(lambda: all(caller.state == "ended" for caller in callers), 10, "the end of every call")
                wait_until(lambda: bridge.metrics().get("twinline_calls") == 0, 5, "quiet")
                self.assertEqual(bridge.stop(), 0)
                self.assertTrue(self.replayed(bridge)["equal"])
                self.assertEqual(bridge.kpis()["answered"], 6)


if __name__ == "__main__":
    unittest.main()
