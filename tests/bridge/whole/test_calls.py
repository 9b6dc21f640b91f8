"""Calls through the whole bridge, with sound: each test is the story of one or two callers."""

import time
import unittest

from bridge import Bridge
from phones import Party, both_hear, next_in_line, talk, wait_with_music

MUSIC = 440  # Hz, the tests' prompt file
CALLER, AGENT, OTHER = 620, 850, 1120


class Calls(unittest.TestCase):
    def open(self, **settings):
        bridge = Bridge(**settings)
        self.enterContext(bridge)
        return bridge

    def party(self, bridge, frequency, agent=None):
        port = None if agent is None else bridge.phones[agent]
        return self.enterContext(Party(bridge.sip, frequency, port, "caller" if agent is None else f"agent{agent}"))

    def test_a_caller_waits_with_music_and_talks_with_the_agent(self):
        bridge = self.open()
        caller, agent = self.party(bridge, CALLER), self.party(bridge, AGENT, 0)
        caller.call()
        ring = agent.expect_ring()
        caller.wait_for_answer()
        caller.voice.wait_for(MUSIC)
        agent.pick_up(ring)
        caller.take_reinvite()
        both_hear(caller, agent)
        agent.peer.next_request("BYE")
        agent.peer.expect(200, method="BYE")
        caller.expect_bye()
        bridge.wait_for_metric("twinline_calls", 0)
        bridge.wait_for_metric("twinline_sip_legs", 0)
        self.assertEqual(bridge.stop(), 0)
        self.assertGreater(bridge.replayed()["decisions"], 0)
        kpis = bridge.kpis()
        self.assertEqual((kpis["offered"], kpis["answered"], kpis["abandoned"]), (1, 1, 0))

    def test_who_does_not_answer_is_passed_over(self):
        bridge = self.open(agents=2, offers="{ring_limit: 2 s, no_answer: {then: cool_down, cool_down: 30 s}}")
        caller = self.party(bridge, CALLER)
        first, second = self.party(bridge, AGENT, 0), self.party(bridge, OTHER, 1)
        caller.call()
        caller.wait_for_answer()
        unanswered = first.expect_ring()
        first.expect_cancel(unanswered)
        second.pick_up(second.expect_ring())
        caller.take_reinvite()
        both_hear(caller, second)
        caller.hang_up()
        second.expect_bye()
        bridge.wait_for_metric("twinline_sip_legs", 0)

    def test_who_declines_is_passed_over_and_the_caller_keeps_the_music(self):
        bridge = self.open(agents=2)
        caller = self.party(bridge, CALLER)
        first, second = self.party(bridge, AGENT, 0), self.party(bridge, OTHER, 1)
        caller.call()
        caller.wait_for_answer()
        declined = first.expect_ring()
        first.peer.answer(declined, 603, "Decline")
        first.peer.expect("ACK")
        ring = second.expect_ring()
        caller.voice.wait_for(MUSIC)
        second.pick_up(ring)
        caller.take_reinvite()
        both_hear(caller, second)

    def test_a_caller_hangs_up_while_a_phone_rings(self):
        bridge = self.open()
        caller, agent = self.party(bridge, CALLER), self.party(bridge, AGENT, 0)
        caller.call()
        caller.wait_for_answer()
        ring = agent.expect_ring()
        caller.hang_up()
        agent.expect_cancel(ring)
        bridge.wait_for_metric("twinline_sip_legs", 0)
        self.assertEqual(bridge.stop(), 0)
        bridge.replayed()
        self.assertEqual(bridge.kpis()["abandoned"], 1)

    def test_a_caller_cancels_before_the_answer(self):
        bridge = self.open(agents=1)
        caller, agent = self.party(bridge, CALLER), self.party(bridge, AGENT, 0)
        caller.call("200")  # early media: not answered before the agent is
        caller.peer.expect(183)
        ring = agent.expect_ring()
        caller.peer.cancel()
        caller.peer.expect(200, method="CANCEL")
        caller.peer.ack(caller.peer.expect(487))
        agent.expect_cancel(ring)
        bridge.wait_for_metric("twinline_sip_legs", 0)

    def test_early_media_is_heard_and_the_answer_comes_with_the_agent(self):
        bridge = self.open()
        caller, agent = self.party(bridge, CALLER), self.party(bridge, AGENT, 0)
        caller.call("200")
        caller._listen_to(caller.peer.expect(183))
        caller.voice.wait_for(MUSIC)
        agent.pick_up(agent.expect_ring())
        caller.wait_for_answer()
        caller.take_reinvite()
        both_hear(caller, agent)
        caller.hang_up()
        agent.expect_bye()

    def test_a_caller_on_hold_keeps_the_place(self):
        bridge = self.open(agents=1)
        first, second, agent = self.party(bridge, CALLER), self.party(bridge, OTHER), self.party(bridge, AGENT, 0)
        talk(first, agent)
        wait_with_music(second, MUSIC)
        second.peer.next_request("INVITE", body=second.voice.sdp("sendonly"))
        held = second.peer.expect(200, method="INVITE")
        second.peer.ack(held)
        self.assertIn("a=recvonly", held.body)
        second.peer.next_request("INVITE", body=second.voice.sdp("sendrecv"))
        resumed = second.peer.expect(200, method="INVITE")
        second.peer.ack(resumed)
        second._listen_to(resumed)
        second.voice.wait_for(MUSIC)
        next_in_line(first, agent, second)

    def test_a_caller_who_sends_nothing_for_long_keeps_the_place(self):
        bridge = self.open(dead_air="1 s")
        talking, silent, agent = self.party(bridge, CALLER), self.party(bridge, OTHER), self.party(bridge, AGENT, 0)
        talk(talking, agent)
        silent.call()
        silent.wait_for_answer()
        silent.voice.talk_to(None)
        silent.peer.silent("BYE", seconds=4)
        silent.voice.wait_for(MUSIC)
        talking.voice.wait_for(AGENT)

    def test_dead_air_on_both_sides_frees_the_agent(self):
        bridge = self.open(dead_air="1 s")
        caller, agent = self.party(bridge, CALLER), self.party(bridge, AGENT, 0)
        talk(caller, agent)
        caller.voice.talk_to(None)
        agent.voice.talk_to(None)
        agent.expect_bye(timeout=5)
        caller.expect_bye(timeout=5)
        bridge.wait_for_metric("twinline_calls", 0)

    def test_an_unknown_number_and_an_unknown_codec_are_refused(self):
        bridge = self.open()
        caller = self.party(bridge, CALLER)
        caller.call("999")
        caller.peer.ack(caller.peer.expect(404))
        caller.peer.new_dialog()
        caller.peer.invite("100", body=caller.voice.sdp(codecs=("G729",)))
        caller.peer.ack(caller.peer.expect(488))
        bridge.wait_for_metric("twinline_sip_legs", 0)

    def test_the_media_server_dies_and_everybody_hears_again(self):
        bridge = self.open()
        caller, waiting = self.party(bridge, CALLER), self.party(bridge, OTHER)
        agent = self.party(bridge, AGENT, 0)
        talk(caller, agent)
        waiting.call()
        waiting.wait_for_answer()
        bridge.engine.kill()
        bridge.engine.start()
        died = time.monotonic()
        for party in (caller, agent, waiting):
            party.take_reinvite(timeout=6)
        both_hear(caller, agent)
        waiting.voice.wait_for(MUSIC)
        self.assertLess(time.monotonic() - died, 6)


if __name__ == "__main__":
    unittest.main()
