"""Calls to agents' phones and to gateways."""

import hashlib
import os
import tempfile
import time
import unittest

from peer import SDP, Peer
from probe import Probe, free_port


class ToAPhone(unittest.TestCase):
    def setUp(self):
        port = free_port()
        self.probe = Probe("trunk main source=192.0.2.1",
                           f"agent alice contact=127.0.0.1:{port} header=Alert-Info:<urn:alert:auto-answer>")
        self.addCleanup(self.probe.close)
        self.phone = Peer(self.probe.port, "alice", port=port)
        self.addCleanup(self.phone.close)

    def call(self, ring_ms=5000, caller="0791234567"):
        leg = self.probe.ask(f"invite_agent 0 {ring_ms} {caller}")["leg"]
        self.assertTrue(leg)
        return leg, self.phone.expect("INVITE")

    def test_a_phone_rings_answers_and_hangs_up(self):
        leg, invite = self.call()
        self.assertEqual(invite.target.split(";")[0], f"sip:alice@127.0.0.1:{self.phone.port}")
        self.assertIn("sip:0791234567@", invite.get("from"))
        self.assertEqual(invite.get("alert-info"), "<urn:alert:auto-answer>")
        self.assertIn("timer", invite.get("supported"))
        self.phone.answer(invite, 100)
        self.phone.answer(invite, 180, headers=["Allow: INVITE"])
        self.assertEqual(self.probe.wait("ringing", leg=leg)["status"], 180)
        self.phone.answer(invite, 183, body=SDP)
        self.assertEqual(self.probe.wait("ringing", leg=leg)["sdp"], SDP)
        ack = self.phone.pick_up(invite)
        self.assertEqual(ack.sequence, invite.sequence)
        self.assertEqual(self.probe.wait("answered", leg=leg)["sdp"], SDP)
        self.phone.answer(invite, 200, body=SDP)  # again, as if the ACK was lost
        self.phone.expect("ACK")
        self.probe.silent("answered", 0.2)
        self.phone.next_request("BYE")
        self.phone.expect(200, method="BYE")
        self.probe.wait("ended", leg=leg)
        self.assertEqual(self.probe.ask("statistics")["legs"], 0)

    def test_a_caller_who_is_not_to_be_shown_is_anonymous(self):
        _, invite = self.call(caller="")
        self.assertIn("anonymous.invalid", invite.get("from"))
        self.assertEqual(invite.get("privacy"), "id")

    def test_refusals_are_told_with_their_cause(self):
        for status, reason, q850 in ((486, None, 17), (480, None, 18), (603, None, 21), (302, None, 31),
                                     (404, None, 1), (500, 'Q.850;cause=34', 34)):
            with self.subTest(status):
                leg, invite = self.call()
                self.phone.answer(invite, status, headers=[f"Reason: {reason}"] if reason else [])
                self.phone.expect("ACK")
                refused = self.probe.wait("refused", leg=leg)
                self.assertEqual((refused["status"], refused["q850"]), (status, q850))
        self.assertEqual(self.probe.ask("statistics")["legs"], 0)

    def test_a_redirection_is_not_followed(self):
        with Peer(self.probe.port) as elsewhere:
            leg, invite = self.call()
            self.phone.answer(invite, 302, headers=[f"Contact: <sip:x@127.0.0.1:{elsewhere.port}>"], contact=False)
            self.assertEqual(self.probe.wait("refused", leg=leg)["status"], 302)
            elsewhere.silent("INVITE")

    def test_ring_limit_cancels(self):
        leg, invite = self.call(ring_ms=400)
        self.phone.answer(invite, 180)
        refused = self.probe.wait("refused", leg=leg)
        self.assertEqual((refused["status"], refused["q850"]), (480, 19))
        cancel = self.phone.expect("CANCEL")
        self.assertIn("cause=19", cancel.get("reason"))
        self.phone.answer(cancel, 200)
        self.phone.answer(invite, 487)
        self.phone.expect("ACK")

    def test_a_silent_phone_is_told_from_one_that_rang(self):
        leg, _ = self.call(ring_ms=400)
        self.assertEqual(self.probe.wait("refused", leg=leg)["status"], 408)
        self.phone.silent("CANCEL")  # it may be sent only after a provisional response

    def test_case_2_the_caller_is_gone_while_the_phone_starts_to_ring(self):
        leg, invite = self.call()
        self.probe.obeyed(f"hang_up {leg} 200 16")
        self.phone.answer(invite, 180)
        cancel = self.phone.expect("CANCEL")
        self.assertIn("SIP;cause=200", cancel.get("reason"))
        self.phone.answer(cancel, 200)
        self.phone.answer(invite, 487)
        self.phone.expect("ACK")
        self.probe.silent("ringing", 0.2)
        self.assertEqual(self.probe.ask("statistics")["legs"], 0)

    def test_case_1_an_answer_that_crosses_our_cancel_is_acknowledged_and_hung_up(self):
        leg, invite = self.call()
        self.phone.answer(invite, 180)
        self.probe.wait("ringing", leg=leg)
        self.probe.do(f"hang_up {leg} 0 16")
        self.phone.expect("CANCEL")
        self.phone.pick_up(invite)
        self.phone.answer(self.phone.expect("BYE"), 200)
        self.probe.silent("answered", 0.2)

    def test_a_second_fork_that_answers_is_acknowledged_and_hung_up(self):
        leg, invite = self.call()
        self.phone.answer(invite, 180, tag="desk")
        self.phone.answer(invite, 180, tag="mobile")
        self.phone.answer(invite, 200, body=SDP, tag="desk")
        self.phone.expect("ACK")
        self.probe.wait("answered", leg=leg)
        self.phone.answer(invite, 200, body=SDP, tag="mobile")
        bye = self.phone.expect("BYE")
        self.assertEqual(bye.tag("to"), "mobile")
        self.phone.answer(bye, 200)
        self.probe.silent("ended", 0.3)

    def test_we_hang_up_a_phone_that_talks(self):
        leg, invite = self.call()
        self.phone.pick_up(invite)
        self.probe.wait("answered", leg=leg)
        self.probe.do(f"hang_up {leg} 0 16")
        bye = self.phone.expect("BYE")
        self.assertGreater(bye.sequence, invite.sequence)
        self.phone.answer(bye, 200)

    def test_an_answer_of_422_raises_the_session_interval(self):
        leg, invite = self.call()
        self.phone.answer(invite, 422, headers=["Min-SE: 3600"])
        self.phone.expect("ACK")
        again = self.phone.expect("INVITE")
        self.assertEqual(again.get("min-se"), "3600")
        self.assertTrue(again.get("session-expires").startswith("3600"))
        self.assertGreater(again.sequence, invite.sequence)
        self.phone.pick_up(again)
        self.probe.wait("answered", leg=leg)

    def test_the_agent_calls_in(self):
        self.phone.invite("9")
        invited = self.probe.wait("invited")
        self.assertEqual((invited["agent"], invited["trunk"]), (0, 0xffffffff))
        self.assertEqual(invited["called"], "9")


class ToAGateway(unittest.TestCase):
    def start(self, *gateways, more="", settings=()):
        trunk = "trunk main " + " ".join(f"gateway=127.0.0.1:{peer.port}" for peer in gateways) + " " + more
        self.probe = Probe(trunk, *settings, port=self.port)
        self.addCleanup(self.probe.close)

    def setUp(self):
        self.port = free_port()
        self.first, self.second = Peer(self.port, "gw1"), Peer(self.port, "gw2")
        self.addCleanup(self.first.close)
        self.addCleanup(self.second.close)

    def call(self, ring_ms=0):
        return self.probe.ask(f"invite_trunk 0 {ring_ms} +41311234567 +41800100")["leg"]

    def test_the_first_gateway_takes_the_call(self):
        self.start(self.first, self.second)
        leg = self.call()
        invite = self.first.expect("INVITE")
        self.assertTrue(invite.target.startswith("sip:+41311234567@127.0.0.1"))
        self.assertIn("+41800100", invite.get("from"))
        self.first.pick_up(invite)
        self.probe.wait("answered", leg=leg)
        self.second.silent("INVITE", seconds=0.3)

    def test_503_and_408_pass_the_gateway_over(self):
        for status in (503, 408):
            with self.subTest(status):
                if not hasattr(self, "probe"):
                    self.start(self.first, self.second)
                leg = self.call()
                self.first.answer(self.first.expect("INVITE"), status)
                self.first.expect("ACK")
                self.second.pick_up(self.second.expect("INVITE"))
                self.probe.wait("answered", leg=leg)

    def test_two_seconds_of_silence_pass_the_gateway_over(self):
        self.start(self.first, self.second)
        leg = self.call()
        late = self.first.expect("INVITE")
        began = time.monotonic()
        invite = self.second.expect("INVITE", timeout=4)
        self.assertAlmostEqual(time.monotonic() - began, 2.0, delta=0.4)
        self.second.answer(invite, 100)
        # What answers too late is acknowledged and hung up; the call goes on elsewhere.
        self.first.pick_up(late)
        self.first.answer(self.first.expect("BYE"), 200)
        self.second.pick_up(invite)
        self.probe.wait("answered", leg=leg)

    def test_100_ends_the_silence(self):
        self.start(self.first, self.second)
        self.call()
        self.first.answer(self.first.expect("INVITE"), 100)
        self.second.silent("INVITE", seconds=2.5)

    def test_4xx_and_6xx_are_not_passed_over(self):
        self.start(self.first, self.second)
        for status in (404, 486, 603):
            with self.subTest(status):
                leg = self.call()
                self.first.answer(self.first.expect("INVITE"), status)
                self.assertEqual(self.probe.wait("refused", leg=leg)["status"], status)
        self.second.silent("INVITE", seconds=0.3)

    def test_when_all_are_passed_over_the_call_is_refused(self):
        self.start(self.first, self.second)
        leg = self.call()
        for gateway in (self.first, self.second):
            gateway.answer(gateway.expect("INVITE"), 503)
        self.assertEqual(self.probe.wait("refused", leg=leg)["status"], 503)

    def test_lines_are_limited(self):
        self.start(self.first, more="lines=1")
        leg = self.call()
        self.assertTrue(leg)
        self.assertEqual(self.call(), "")
        self.first.answer(self.first.expect("INVITE"), 486)
        self.probe.wait("refused", leg=leg)
        self.assertTrue(self.call())

    def test_health_goes_down_after_two_losses_and_up_after_one_success(self):
        self.start(self.first, self.second, more="options_ms=150")
        self.first.answer(self.first.expect("OPTIONS"), 404)  # any final response but 503 is up
        for _ in range(3):
            self.second.answer(self.second.expect("OPTIONS"), 503)
        # The second is down, the first was up once and is silent since: it follows.
        self.assertFalse(self.probe.wait("trunk", trunk=0)["up"])
        self.assertEqual(self.call(), "")
        self.second.forget_waiting()
        self.second.answer(self.second.expect("OPTIONS"), 200)
        self.assertTrue(self.probe.wait("trunk", trunk=0)["up"])
        leg = self.call()
        self.second.pick_up(self.second.expect("INVITE"))
        self.probe.wait("answered", leg=leg)


class Registering(unittest.TestCase):
    """The bridge at a provider's registrar."""

    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)
        secret = os.path.join(self.folder.name, "secret")
        with open(secret, "w", encoding="utf-8") as file:
            file.write("geheim\n")
        port = free_port()
        self.provider = Peer(port, "provider")
        self.addCleanup(self.provider.close)
        place = f"127.0.0.1:{self.provider.port}"
        self.trunk = f"trunk main gateway={place} registration={place},provider.example,bank,{secret},3"
        self.probe = Probe(self.trunk, port=port)
        self.addCleanup(lambda: self.probe.close())

    challenge = 'WWW-Authenticate: Digest realm="provider", nonce="abc", qop="auth", algorithm=MD5'

    def check_signature(self, request, header):
        fields = dict(part.strip().split("=", 1) for part in request.get(header).removeprefix("Digest").split(","))
        fields = {key: value.strip('"') for key, value in fields.items()}
        self.assertEqual(fields["username"], "bank")
        self.assertEqual(fields["uri"], request.target)

        def md5(text):
            return hashlib.md5(text.encode()).hexdigest()

        expected = md5(":".join([md5(f"bank:{fields['realm']}:geheim"), fields["nonce"], fields["nc"], fields["cnonce"],
                                 fields["qop"], md5(f"{request.method}:{request.target}")]))
        self.assertEqual(fields["response"], expected)

    def test_it_registers_with_digest_and_refreshes(self):
        first = self.provider.expect("REGISTER")
        self.assertIn("sip:bank@127.0.0.1", first.get("contact"))
        self.provider.answer(first, 401, headers=[self.challenge])
        second = self.provider.expect("REGISTER")
        self.assertEqual(second.get("call-id"), first.get("call-id"))
        self.assertGreater(second.sequence, first.sequence)
        self.check_signature(second, "authorization")
        self.provider.answer(second, 200, headers=["Expires: 3"])
        refreshed = self.provider.expect("REGISTER", timeout=4)
        self.check_signature(refreshed, "authorization")
        self.provider.answer(refreshed, 200, headers=["Expires: 3"])

    def test_the_next_process_registers_at_once(self):
        self.provider.answer(self.provider.expect("REGISTER"), 200, headers=["Expires: 3600"])
        self.probe.kill()
        self.probe = Probe(self.trunk, port=self.probe.port)
        self.provider.answer(self.provider.expect("REGISTER", timeout=1), 200)

    def test_a_wrong_password_ends_it(self):
        for _ in range(2):
            self.provider.answer(self.provider.expect("REGISTER"), 401, headers=[self.challenge])
        self.provider.silent("REGISTER", seconds=3)
        self.assertTrue(any("given up" in line for line in self.probe.errors))

    def test_a_registrar_in_trouble_is_tried_again(self):
        self.provider.answer(self.provider.expect("REGISTER"), 500)
        self.provider.answer(self.provider.expect("REGISTER", timeout=4), 200)

    def test_calls_are_signed_when_the_provider_asks(self):
        self.provider.answer(self.provider.expect("REGISTER"), 200)
        leg = self.probe.ask("invite_trunk 0 0 0311234567 0800100")["leg"]
        first = self.provider.expect("INVITE")
        self.provider.answer(first, 407, headers=[self.challenge.replace("WWW", "Proxy")])
        self.provider.expect("ACK")
        second = self.provider.expect("INVITE")
        self.assertEqual(second.get("call-id"), first.get("call-id"))
        self.check_signature(second, "proxy-authorization")
        self.provider.pick_up(second)
        self.probe.wait("answered", leg=leg)


if __name__ == "__main__":
    unittest.main()
