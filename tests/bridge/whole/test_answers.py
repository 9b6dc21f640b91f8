"""The rarer ways in which calls are answered and kept: a reliable 183, an INVITE without an offer, sessions that are
refreshed, a phone that answers and says nothing."""

import time
import unittest

from bridge import Bridge
from peer import Peer
from phones import Party, both_hear

MUSIC, CALLER, AGENT, OTHER = 440, 620, 850, 1120
LEAST_SESSION = 90  # seconds (RFC 4028 §5)


class Answers(unittest.TestCase):
    """One bridge for all, with an agent who has nobody else to talk to."""

    @classmethod
    def setUpClass(cls):
        cls.bridge = cls.enterClassContext(Bridge(agents=1))

    def setUp(self):
        self.caller = self.enterContext(Party(self.bridge.sip, CALLER))
        self.agent = self.enterContext(Party(self.bridge.sip, AGENT, self.bridge.phones[0], "agent0"))

    def part(self):
        self.caller.hang_up()
        self.agent.expect_bye()
        self.bridge.wait_for_metric("twinline_sip_legs", 0)

    def test_a_reliable_183_is_acknowledged_and_the_answer_waits_for_that(self):
        ring = self.call_early()
        progress = self.caller.peer.expect(183)
        self.assertIn("100rel", progress.get("require"))
        self.caller._listen_to(progress)
        self.agent.pick_up(ring)
        # 200 must not overtake PRACK (RFC 3262 §3).
        self.caller.peer.silent(200, seconds=0.3)
        self.prack(progress)
        self.caller.wait_for_answer()
        self.caller.take_reinvite()
        both_hear(self.caller, self.agent)
        self.part()

    def test_a_183_that_is_not_acknowledged_comes_again(self):
        ring = self.call_early()
        progress = self.caller.peer.expect(183)
        again = self.caller.peer.expect(183, timeout=2)
        self.assertEqual(again.get("rseq"), progress.get("rseq"))
        self.caller._listen_to(again)
        self.caller.voice.wait_for(MUSIC)
        self.prack(again)
        self.agent.pick_up(ring)
        self.assertEqual(self.caller.wait_for_answer().body, "")  # it was described before
        self.caller.take_reinvite()
        both_hear(self.caller, self.agent)
        self.part()

    def call_early(self):
        self.caller.call("200", headers=["Supported: 100rel"])
        return self.agent.expect_ring()

    def prack(self, progress):
        peer = self.caller.peer
        peer.remember(progress)
        peer.next_request("PRACK", headers=[f"RAck: {progress.get('rseq')} {progress.get('cseq')}"])
        peer.expect(200, method="PRACK")

    def test_a_caller_who_offers_nothing_is_made_an_offer(self):
        peer = self.caller.peer
        peer.invite("100", body="")
        offered = peer.expect(200, method="INVITE")
        self.assertIn("m=audio", offered.body)
        self.caller._listen_to(offered)
        peer.ack(offered, body=self.caller.sdp)
        self.caller.voice.wait_for(MUSIC)
        self.agent.pick_up(self.agent.expect_ring())
        self.caller.take_reinvite()
        both_hear(self.caller, self.agent)
        self.part()


class WithoutMediaServer(unittest.TestCase):
    def test_an_invite_without_an_offer_is_refused(self):
        bridge = self.enterContext(Bridge(media=False))
        caller = self.enterContext(Peer(bridge.sip, "caller"))
        caller.invite("100", body="")
        caller.ack(caller.expect(488))
        bridge.wait_for_metric("twinline_sip_legs", 0)


class Sessions(unittest.TestCase):
    """Of the shortest session that there may be, which is long: one call is refreshed by its caller, one by us."""

    def test_sessions_are_refreshed_by_whoever_shall(self):
        bridge = self.enterContext(Bridge(agents=1))
        theirs = self.enterContext(Party(bridge.sip, CALLER))
        ours = self.enterContext(Party(bridge.sip, OTHER))
        answered = time.monotonic()
        for party, refresher in ((theirs, "uac"), (ours, "uas")):
            party.call(headers=["Supported: timer", f"Session-Expires: {LEAST_SESSION};refresher={refresher}"])
            agreed = party.wait_for_answer().get("session-expires")
            self.assertEqual(agreed.replace(" ", ""), f"{LEAST_SESSION};refresher={refresher}")
        theirs.peer.next_request("INVITE", body=theirs.sdp, headers=[
            "Supported: timer", f"Session-Expires: {LEAST_SESSION};refresher=uac"])
        refreshed = theirs.peer.expect(200, method="INVITE")
        theirs.peer.ack(refreshed)
        self.assertEqual(refreshed.get("session-expires").replace(" ", ""), f"{LEAST_SESSION};refresher=uac")
        theirs._listen_to(refreshed)
        theirs.voice.wait_for(MUSIC)
        # Half an interval later we refresh ours, with what was agreed, and the caller notices nothing.
        refresh = ours.peer.expect("INVITE", timeout=LEAST_SESSION / 2 + 5)
        self.assertGreater(time.monotonic() - answered, LEAST_SESSION / 2 - 1)
        self.assertIn("refresher=uac", refresh.get("session-expires"))
        ours._listen_to(refresh)
        ours.peer.answer(refresh, 200, "OK", body=ours.sdp, headers=[
            "Require: timer", f"Session-Expires: {LEAST_SESSION};refresher=uac"])
        ours.peer.expect("ACK")
        for party in (theirs, ours):
            party.voice.wait_for(MUSIC)
            party.hang_up()
        bridge.wait_for_metric("twinline_sip_legs", 0)


class NoSession(unittest.TestCase):
    def test_case_11_who_answers_without_a_session_has_not_answered(self):
        bridge = self.enterContext(Bridge(
            agents=2, offers="{ring_limit: 5 s, no_answer: {then: cool_down, cool_down: 30 s}}"))
        caller = self.enterContext(Party(bridge.sip, CALLER))
        broken = self.enterContext(Party(bridge.sip, OTHER, bridge.phones[0], "agent0"))
        sound = self.enterContext(Party(bridge.sip, AGENT, bridge.phones[1], "agent1"))
        caller.call()
        caller.wait_for_answer()
        ring = broken.expect_ring()
        broken.peer.answer(ring, 200, "OK")
        broken.peer.expect("ACK")
        broken.expect_bye()
        next_ring = sound.expect_ring()
        caller.voice.wait_for(MUSIC)
        sound.pick_up(next_ring)
        caller.take_reinvite()
        both_hear(caller, sound)
        caller.hang_up()
        sound.expect_bye()
        bridge.wait_for_metric("twinline_calls", 0)
        self.assertEqual(bridge.stop(), 0)
        bridge.replayed()
        kpis = bridge.kpis()
        self.assertEqual((kpis["offered"], kpis["answered"], kpis["abandoned"]), (1, 1, 0))


if __name__ == "__main__":
    unittest.main()
