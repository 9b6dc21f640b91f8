"""What outlives the process and what does not stop it: kill -9, a changed file, the end of the day."""

import os
import time
import unittest

from bridge import Bridge, wait_until
from crowd import Caller, Crowd, Phone
from phones import Party, both_hear, next_in_line, talk, wait_with_music

MUSIC, CALLER, AGENT, OTHER = 440, 620, 850, 1120


class KillNine(unittest.TestCase):
    def test_two_hundred_wait_on_and_twenty_talk_on(self):
        waiting, talking = 200, 20
        bridge = self.enterContext(Bridge(agents=talking))
        phones = [Phone(bridge.sip, port) for port in bridge.phones]
        callers = [Caller(bridge.sip, "caller") for _ in range(talking + waiting)]
        crowd = self.enterContext(Crowd(*phones, *callers))
        talkers, waiters = callers[:talking], callers[talking:]
        for caller in talkers:
            caller.call()
        crowd.until(lambda: all(caller.state == "talking" for caller in talkers), 10, "talk")
        for caller in waiters:
            caller.call()
            # A few at a time: a media server that has a second's work before it is taken for dead.
            crowd.until(lambda: sum(each.state == "calling" for each in waiters) < 10, 10, "an answer")
        crowd.until(lambda: all(caller.state == "waiting" for caller in waiters), 20, "the queue")
        bridge.settled()
        self.assertEqual(bridge.metrics()["twinline_queue_waiting{queue=\"service\"}"], waiting)
        # In dialogs of ours too, so that their sequence numbers have something to rise from.
        highest = {caller: max(caller.sequences, default=0) for caller in callers}

        bridge.kill()
        bridge.start()
        self.assertIn(f"took over {talking + waiting} calls, 0 are lost", bridge.log())

        # Those who talk: some callers re-invite, some hang up, some agents hang up.
        for caller in talkers[:5]:
            caller.reinvite()
        crowd.until(lambda: all(caller.state == "talking" for caller in talkers[:5]), 5, "re-INVITE")
        for phone in phones:
            phone.talks_for = 0.05
        for caller in talkers[:10]:
            caller.bye()
        crowd.until(lambda: all(caller.state == "ended" for caller in talkers[:10]), 5, "BYE of callers")
        for phone in phones:
            if phone.state == "talking" and phone.due is None:
                phone.bye()
        crowd.until(lambda: all(caller.state == "ended" for caller in talkers), 10, "BYE of agents")

        # Those who wait: each is connected by a re-INVITE and then hung up on.
        crowd.until(lambda: all(caller.state == "ended" for caller in waiters), 60, "an agent for everybody")
        for caller in waiters:
            self.assertGreaterEqual(len(caller.sequences), 2)
            self.assertGreater(caller.sequences[0], highest[caller])
            self.assertEqual(caller.sequences, sorted(set(caller.sequences)))
        bridge.wait_for_metric("twinline_calls", 0)
        bridge.wait_for_metric("twinline_sip_legs", 0)
        self.assertEqual(bridge.stop(), 0)
        bridge.replayed()
        kpis = bridge.kpis()
        self.assertEqual((kpis["offered"], kpis["answered"], kpis["abandoned"]), (220, 220, 0))

    def test_music_does_not_stop_and_both_hear_each_other_afterwards(self):
        bridge = self.enterContext(Bridge(agents=1))
        first = self.enterContext(Party(bridge.sip, CALLER))
        second = self.enterContext(Party(bridge.sip, OTHER))
        agent = self.enterContext(Party(bridge.sip, AGENT, bridge.phones[0], "agent"))
        talk(first, agent)
        wait_with_music(second, MUSIC)
        described = self.refresh(second, second.sdp)
        killed = time.monotonic()
        bridge.kill()
        bridge.start()
        both_hear(first, agent)
        second.voice.wait_for(MUSIC)
        self.assertLess(second.voice.longest_gap(killed), 0.5)
        self.assertEqual(self.refresh(second, "").body, described.body, "what was agreed on last was kept")
        next_in_line(first, agent, second)

    def refresh(self, caller, offer):
        """A re-INVITE of the caller's; gives the answer. Without an offer, the bridge makes one."""
        caller.peer.next_request("INVITE", body=offer)
        answer = caller.peer.expect(200, method="INVITE")
        caller.peer.ack(answer, body="" if offer else caller.sdp)
        return answer

    def test_an_open_invite_is_lost_and_said_to_be(self):
        bridge = self.enterContext(Bridge(agents=1))
        caller = Caller(bridge.sip, "caller")
        phone = Phone(bridge.sip, bridge.phones[0], rings_for=None)
        crowd = self.enterContext(Crowd(caller, phone))
        caller.call("200")  # not answered before the agent is
        crowd.until(lambda: phone.state == "ringing", 5, "ringing")
        bridge.kill()
        bridge.start()
        self.assertIn("1 are lost", bridge.log())
        self.assertEqual(bridge.stop(), 0)
        bridge.replayed()
        self.assertEqual(bridge.kpis()["abandoned"], 1)

    def test_a_second_bridge_does_not_take_the_first_ones_place(self):
        bridge = self.enterContext(Bridge())
        first = bridge.process
        with self.assertRaisesRegex(RuntimeError, "another process|holds|owns"):
            bridge.start()
        bridge.process = first
        self.assertIsNone(first.poll())


class Registrations(unittest.TestCase):
    def test_a_phone_that_registered_once_is_rung_by_the_next_bridge_too(self):
        bridge = Bridge(agents=0, media=False)
        secret = os.path.join(bridge.folder, "secret")
        with open(secret, "w", encoding="utf-8") as file:
            file.write("geheim\n")
        os.chmod(secret, 0o600)
        bridge.values["agents"] = "".join(f"    {name}: {{group: team, phone_password_file: secret}}\n"
                                          for name in ("agent", "absent"))
        self.enterContext(bridge)
        phone = Phone(bridge.sip, None)
        phone.register("test.invalid", "geheim")
        before, after = Caller(bridge.sip, "caller"), Caller(bridge.sip, "caller")
        crowd = self.enterContext(Crowd(phone, before, after))
        idle = "twinline_group_idle{group=\"team\"}"
        bridge.wait_for_metric(idle, 1)
        before.call()
        crowd.until(lambda: phone.state == "talking" and before.state == "waiting", 5, "talk")
        bridge.settled()
        bridge.kill()
        bridge.start()
        self.assertIn("1 phones are still registered", bridge.log())
        phone.bye()
        crowd.until(lambda: before.state == "ended", 5, "the end of the first call")
        after.call()
        crowd.until(lambda: phone.state == "talking", 5, "the second call")
        phone.bye()
        crowd.until(lambda: after.state == "ended", 5, "the end of the second call")
        bridge.wait_for_metric(idle, 1)
        # Whoever goes in peace is not believed to be there, neither now nor after another crash.
        phone.new_dialog()
        phone.register("test.invalid", "geheim", expires=0)
        bridge.wait_for_metric(idle, 0)
        bridge.kill()
        bridge.start()
        self.assertEqual(bridge.metrics()[idle], 0)
        self.assertEqual(bridge.stop(), 0)
        bridge.replayed()


class Reload(unittest.TestCase):
    def test_a_changed_policy_is_in_force_and_nobody_loses_the_place(self):
        bridge = self.enterContext(Bridge(agents=2, media=False))
        phones = [Phone(bridge.sip, port, talks_for=0.2) for port in bridge.phones]
        callers = [Caller(bridge.sip, "caller") for _ in range(60)]
        crowd = self.enterContext(Crowd(*phones, *callers))
        for caller in callers:
            caller.call()
        crowd.until(lambda: sum(caller.state == "ended" for caller in callers) > 10, 20, "the first ten")
        bridge.write(routing="{name: least_occupied}")
        bridge.process.send_signal(1)
        crowd.until(lambda: "is in force" in bridge.log(), 5, "the reload")
        crowd.until(lambda: all(caller.state == "ended" for caller in callers), 30, "everybody's end")
        bridge.write(routing="{name: no_such_policy}")
        bridge.process.send_signal(1)
        wait_until(lambda: "stays as it is" in bridge.log(), 5, "the refusal")
        self.assertEqual(bridge.stop(), 0)
        bridge.replayed()
        kpis = bridge.kpis()
        self.assertEqual((kpis["offered"], kpis["answered"]), (60, 60))

    def test_what_a_reload_put_in_force_outlives_two_crashes(self):
        bridge = self.enterContext(Bridge(agents=2, media=False))
        phones = [Phone(bridge.sip, port, talks_for=0.05) for port in bridge.phones]
        callers = [Caller(bridge.sip, "caller") for _ in range(40)]
        crowd = self.enterContext(Crowd(*phones, *callers))

        def serve(some):
            for caller in some:
                caller.call()
            crowd.until(lambda: all(caller.state == "ended" for caller in some), 20, "everybody's end")
            bridge.wait_for_metric("twinline_sip_legs", 0)

        serve(callers[:10])
        for routing in ("least_occupied", "round_robin"):
            bridge.write(routing=routing)
            loaded = bridge.log().count("is in force")
            bridge.process.send_signal(1)
            wait_until(lambda: bridge.log().count("is in force") > loaded, 5, "the reload")
        serve(callers[10:20])
        for part in (callers[20:30], callers[30:]):
            bridge.kill()
            bridge.start()
            serve(part)
        self.assertEqual(bridge.stop(), 0)
        bridge.replayed()
        self.assertEqual(self.segments(bridge), 3)
        for segment in range(3):
            status, printed = bridge.tool("replay", bridge.journal, "--segment", str(segment))
            self.assertEqual(status, 0, printed)
        self.assertEqual(bridge.kpis()["answered"], 40)

    def test_segments_follow_each_other_and_each_replays_by_itself(self):
        bridge = self.enterContext(Bridge(agents=4, media=False, segment_bytes=65536))
        phones = [Phone(bridge.sip, port, talks_for=0.02) for port in bridge.phones]
        callers = [Caller(bridge.sip, "caller") for _ in range(250)]
        crowd = self.enterContext(Crowd(*phones, *callers))
        for caller in callers:
            caller.call()
        crowd.until(lambda: all(caller.state == "ended" for caller in callers), 40, "everybody's end")
        wait_until(lambda: self.segments(bridge) > 1, 5, "a second segment")
        self.assertEqual(bridge.stop(), 0)
        bridge.replayed()
        for segment in range(self.segments(bridge)):
            status, printed = bridge.tool("replay", bridge.journal, "--segment", str(segment))
            self.assertEqual(status, 0, printed)

    def segments(self, bridge):
        return len([name for name in os.listdir(os.path.dirname(bridge.journal)) if name.endswith(".tlj")])


class Drain(unittest.TestCase):
    def test_new_calls_are_refused_and_those_in_progress_end_by_themselves(self):
        bridge = self.enterContext(Bridge(agents=1, media=False))
        phone = Phone(bridge.sip, bridge.phones[0])
        first, late = Caller(bridge.sip, "caller"), Caller(bridge.sip, "caller")
        crowd = self.enterContext(Crowd(phone, first, late))
        first.call()
        crowd.until(lambda: phone.state == "talking", 5, "talk")
        bridge.terminate()
        crowd.until(lambda: "draining" in bridge.log(), 5, "the drain")
        late.call()
        crowd.until(lambda: late.state.startswith("refused"), 5, "a refusal")
        self.assertEqual(late.state, "refused 503")
        self.assertIsNone(bridge.process.poll())
        phone.bye()
        crowd.until(lambda: phone.state == "ended", 5, "the end of the call")
        self.assertEqual(bridge.process.wait(10), 0)


if __name__ == "__main__":
    unittest.main()
