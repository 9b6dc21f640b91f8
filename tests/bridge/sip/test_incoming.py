"""Calls from a trunk: answered, refused, abandoned, and the races between the two ends."""

import subprocess
import unittest

from peer import SDP, Peer
from probe import PROGRAM, Probe, free_port

TRUNK = "trunk main source=127.0.0.1"


class Incoming(unittest.TestCase):
    def setUp(self):
        self.probe = Probe(TRUNK)
        self.addCleanup(self.probe.close)
        self.caller = Peer(self.probe.port, "0791234567")
        self.addCleanup(self.caller.close)

    def test_a_call_rings_is_answered_and_hung_up_by_the_caller(self):
        self.caller.invite("0800123456")
        self.caller.expect(100)
        invited = self.probe.wait("invited")
        self.assertEqual((invited["called"], invited["caller"], invited["trunk"]), ("0800123456", "0791234567", 0))
        self.assertEqual(invited["sdp"], SDP)
        self.probe.do(f"ring {invited['leg']}")
        self.caller.expect(180)
        self.probe.do(f"answer {invited['leg']}")
        answer = self.caller.expect(200)
        self.assertIn("m=audio 40000", answer.body)
        self.caller.ack(answer)
        self.probe.wait("confirmed", leg=invited["leg"])
        self.caller.next_request("BYE", headers=['Reason: Q.850;cause=31;text="gone"'])
        self.caller.expect(200, method="BYE")
        ended = self.probe.wait("ended", leg=invited["leg"])
        self.assertEqual((ended["q850"], ended["text"]), (31, "gone"))
        self.assertEqual(self.probe.ask("statistics")["legs"], 0)

    def test_we_hang_up_with_the_cause(self):
        leg = self.caller.establish(self.probe)
        self.probe.do(f"hang_up {leg} 0 16")
        bye = self.caller.expect("BYE")
        self.assertIn("Q.850;cause=16", bye.get("reason"))
        self.caller.answer(bye, 200)
        self.probe.silent("ended", 0.2)
        self.assertEqual(self.probe.ask("statistics")["legs"], 0)

    def test_a_refusal_carries_cause_and_retry_after(self):
        self.caller.invite()
        leg = self.probe.wait("invited")["leg"]
        self.probe.do(f"refuse {leg} 503 7")
        refusal = self.caller.expect(503)
        self.assertEqual(refusal.get("retry-after"), "7")
        self.assertIn("Q.850;cause=17", refusal.get("reason"))
        self.caller.ack(refusal)
        self.assertEqual(self.probe.ask("statistics")["legs"], 0)

    def test_case_3_cancel_in_the_provisional_phase_destroys_the_state(self):
        self.caller.invite()
        leg = self.probe.wait("invited")["leg"]
        self.probe.do(f"ring {leg}")
        self.caller.expect(180)
        self.caller.cancel(headers=['Reason: Q.850;cause=16'])
        self.caller.expect(200, method="CANCEL")
        self.caller.ack(self.caller.expect(487))
        self.assertEqual(self.probe.wait("ended", leg=leg)["status"], 487)
        self.probe.do(f"answer {leg}")  # of a leg that is gone: nothing
        self.caller.silent(200, seconds=0.3)
        self.assertEqual(self.probe.ask("statistics")["legs"], 0)

    def test_case_1_cancel_crosses_200(self):
        self.caller.invite()
        leg = self.probe.wait("invited")["leg"]
        self.probe.do(f"answer {leg}")
        answer = self.caller.expect(200)
        self.caller.cancel()
        self.caller.expect(481, method="CANCEL")
        self.caller.ack(answer)
        self.probe.wait("confirmed", leg=leg)
        self.caller.next_request("BYE")
        self.caller.expect(200, method="BYE")
        self.probe.wait("ended", leg=leg)
        self.assertEqual(self.probe.ask("statistics")["legs"], 0)

    def test_hang_up_before_the_ack_waits_for_it(self):
        self.caller.invite()
        leg = self.probe.wait("invited")["leg"]
        self.probe.do(f"answer {leg}")
        answer = self.caller.expect(200)
        self.probe.do(f"hang_up {leg} 0 16")
        self.caller.silent("BYE", seconds=0.3)
        self.caller.ack(answer)
        self.caller.answer(self.caller.expect("BYE"), 200)
        self.probe.silent("confirmed", 0.2)
        self.assertEqual(self.probe.ask("statistics")["legs"], 0)

    def test_bye_in_the_early_dialog_ends_the_invite_too(self):
        self.caller.invite()
        leg = self.probe.wait("invited")["leg"]
        self.probe.do(f"ring {leg}")
        ringing = self.caller.expect(180)
        self.caller.remember(ringing)
        self.caller.next_request("BYE")
        self.caller.expect(200, method="BYE")
        self.caller.expect(487, method="INVITE")
        self.probe.wait("ended", leg=leg)

    def test_a_retransmitted_invite_is_one_call(self):
        text = self.caller.invite()
        self.probe.wait("invited")
        self.caller.send(text)
        self.probe.silent("invited", 0.3)

    def test_a_merged_request_gets_482(self):
        self.caller.invite()
        leg = self.probe.wait("invited")["leg"]
        self.caller.invite(sequence=1)  # another branch, as after a fork on the way
        self.caller.expect(482)
        self.probe.do(f"refuse {leg} 486")

    def test_a_call_id_used_again_with_another_tag_is_a_new_call(self):
        first = self.caller.establish(self.probe)
        kept = self.caller.call_id
        self.caller.new_dialog()
        self.caller.call_id = kept
        second = self.caller.establish(self.probe)
        self.assertNotEqual(first, second)

    def test_a_new_invite_without_to_tag_is_a_new_call_even_with_the_same_from_tag(self):
        self.caller.establish(self.probe)
        self.caller.other_tag, self.caller.remote_target = "", ""
        self.caller.sequence = 5
        self.caller.invite(sequence=5)
        self.probe.wait("invited")

    def test_a_lower_sequence_number_gets_500(self):
        self.caller.establish(self.probe)
        self.caller.request("INFO", sequence=0)
        self.caller.expect(500)

    def test_requests_of_dialogs_that_are_gone_get_481(self):
        self.caller.called = "100"
        self.caller.other_tag = "nobody"
        for method in ("BYE", "INVITE", "INFO", "UPDATE"):
            with self.subTest(method):
                self.caller.next_request(method)
                self.caller.expect(481, method=method)

    def test_delayed_offer_is_made_in_200_and_answered_in_ack(self):
        self.caller.invite(body="")
        invited = self.probe.wait("invited")
        self.assertEqual(invited["sdp"], "")
        self.probe.do(f"answer {invited['leg']}")
        answer = self.caller.expect(200)
        self.assertIn("m=audio 40000", answer.body)
        self.caller.ack(answer, body=SDP)
        self.assertEqual(self.probe.wait("confirmed", leg=invited["leg"])["sdp"], SDP)

    def test_early_media_is_reliable_where_the_caller_can(self):
        self.caller.invite(headers=["Require: 100rel"])
        leg = self.probe.wait("invited")["leg"]
        self.probe.do(f"progress {leg}")
        early = self.caller.expect(183)
        self.assertIn("100rel", early.get("require"))
        self.assertIn("m=audio 40000", early.body)
        self.probe.do(f"answer {leg}")  # must wait for the PRACK
        self.caller.silent(200, seconds=0.3)
        self.caller.remember(early)
        self.caller.next_request("PRACK", headers=[f"RAck: {early.get('rseq')} 1 INVITE"])
        self.caller.expect(200, method="PRACK")
        answer = self.caller.expect(200, method="INVITE")
        self.assertEqual(answer.body, "")
        self.caller.ack(answer)
        self.probe.wait("confirmed", leg=leg)

    def test_early_media_is_plain_where_the_caller_cannot(self):
        self.caller.invite()
        leg = self.probe.wait("invited")["leg"]
        self.probe.do(f"progress {leg}")
        self.assertEqual(self.caller.expect(183).get("require"), "")
        self.probe.do(f"answer {leg}")
        self.caller.ack(self.caller.expect(200))
        self.probe.wait("confirmed", leg=leg)

    def test_an_unknown_extension_that_is_required_gets_420(self):
        self.caller.invite(headers=["Require: teleportation, timer"])
        self.assertEqual(self.caller.expect(420).get("unsupported"), "teleportation")

    def test_record_route_is_followed(self):
        with Peer(self.probe.port, "edge") as edge:
            self.caller.invite(headers=[f"Record-Route: <sip:127.0.0.1:{edge.port};lr>"])
            leg = self.probe.wait("invited")["leg"]
            self.probe.do(f"answer {leg}")
            answer = self.caller.expect(200)
            self.caller.ack(answer)
            self.probe.wait("confirmed", leg=leg)
            self.probe.do(f"hang_up {leg} 0 16")
            bye = edge.expect("BYE")
            self.assertEqual(bye.target, f"sip:0791234567@127.0.0.1:{self.caller.port}")
            self.assertIn(f"127.0.0.1:{edge.port};lr", bye.get("route"))
            edge.answer(bye, 200)

    def test_digits_come_by_info_in_either_form(self):
        leg = self.caller.establish(self.probe)
        for content_type, body, digit in (("application/dtmf-relay", "Signal=5\r\nDuration=160\r\n", "5"),
                                          ("application/dtmf-relay", "Signal= 11\r\n", "#"),
                                          ("application/dtmf", "*", "*")):
            with self.subTest(body=body):
                self.caller.next_request("INFO", body=body, content_type=content_type)
                self.caller.expect(200, method="INFO")
                self.assertEqual(self.probe.wait("digit", leg=leg)["digit"], digit)
        self.caller.next_request("INFO", body="Signal=bell", content_type="application/dtmf-relay")
        self.caller.expect(400, method="INFO")
        self.caller.next_request("INFO", body="x", content_type="text/plain")
        self.caller.expect(415, method="INFO")

    def test_options_are_answered(self):
        self.caller.request("OPTIONS", target=f"sip:127.0.0.1:{self.probe.port}")
        answer = self.caller.expect(200)
        self.assertIn("INVITE", answer.get("allow"))
        self.assertIn("timer", answer.get("supported"))

    def test_a_caller_may_not_refer(self):
        self.caller.establish(self.probe)
        self.caller.next_request("REFER", headers=["Refer-To: <sip:00900123@127.0.0.1>"])
        self.caller.expect(403)
        self.probe.silent("referred", 0.2)


class WhoCalls(unittest.TestCase):
    """Numbers, and how far they are believed."""

    def invited(self, settings, headers, user="0791234567", called="0041800100"):
        with Probe(settings) as probe, Peer(probe.port, user) as caller:
            caller.invite(called, headers=headers)
            invited = probe.wait("invited")
            probe.do(f"refuse {invited['leg']} 486")
            caller.ack(caller.expect(486))
            return invited

    def test_number_rules_make_one_spelling(self):
        invited = self.invited(TRUNK + " rule=00,+ rule=0,+41", [])
        self.assertEqual((invited["called"], invited["caller"]), ("+41800100", "+41791234567"))

    def test_an_asserted_identity_is_believed_of_trusting_trunks_only(self):
        asserted = ['P-Asserted-Identity: "A" <sip:0445556677@carrier;verstat=TN-Validation-Passed>']
        self.assertEqual(self.invited(TRUNK, asserted)["caller"], "0791234567")
        self.assertEqual(self.invited(TRUNK, asserted)["verstat"], "")
        trusting = self.invited(TRUNK + " trusts=1", asserted)
        self.assertEqual((trusting["caller"], trusting["verstat"]), ("0445556677", "TN-Validation-Passed"))

    def test_a_withheld_number_stays_withheld(self):
        asserted = "P-Asserted-Identity: <tel:+41445556677>"
        self.assertEqual(self.invited(TRUNK + " trusts=1", [asserted, "Privacy: id"])["caller"], "")
        self.assertEqual(self.invited(TRUNK, [], user="anonymous")["caller"], "")
        self.assertEqual(self.invited(TRUNK + " trusts=1", [asserted])["caller"], "+41445556677")

    def test_diversion_and_history_tell_whom_the_call_was_for(self):
        self.assertEqual(self.invited(TRUNK, ['Diversion: <sip:0311112222@carrier>;reason=no-answer, <sip:99@x>'])[
            "diverted_from"], "0311112222")
        self.assertEqual(self.invited(TRUNK, ["History-Info: <sip:0313334444@carrier>;index=1, "
                                              "<sip:0800100@carrier>;index=1.1"])["diverted_from"], "0313334444")


class Admission(unittest.TestCase):
    def test_case_31_strangers_get_403_and_beyond_a_rate_nothing(self):
        with Probe("trunk main source=192.0.2.0/24", "agent alice contact=127.0.0.1:9") as probe, \
                Peer(probe.port, "scanner") as scanner:
            for _ in range(400):
                scanner.new_dialog()
                scanner.invite("900")
            refusal = scanner.expect(403)
            self.assertEqual(refusal.status, 403)
            probe.counts(unknown_source=400, server_transactions=0)
            answered = 1 + sum(found.status == 403 for found in scanner.waiting)
            while True:
                try:
                    scanner.expect(403, timeout=0.2)
                    answered += 1
                except AssertionError:
                    break
            self.assertLess(answered, 150)
            scanner.new_dialog()
            scanner.called = "x"
            scanner.request("OPTIONS")
            scanner.expect(200)
            probe.silent("invited", 0.1)

    def test_more_calls_than_allowed_get_503(self):
        with Probe(TRUNK, "set calls 2") as probe, Peer(probe.port) as caller:
            legs = []
            for _ in range(2):
                caller.new_dialog()
                legs.append(caller.establish(probe))
            caller.new_dialog()
            caller.invite()
            refusal = caller.expect(503)
            self.assertGreater(int(refusal.get("retry-after")), 0)
            self.assertEqual(probe.ask("statistics")["refused_for_overload"], 1)
            probe.obeyed(f"hang_up {legs[0]} 0 16")
            caller.new_dialog()
            caller.establish(probe)

    def test_calls_that_come_too_fast_get_503(self):
        with Probe(TRUNK, "set calls_per_second 5") as probe, Peer(probe.port) as caller:
            for _ in range(20):
                caller.new_dialog()
                caller.invite()
            for _ in range(14):
                caller.expect(503)
            for _ in range(5):
                probe.wait("invited")

    def test_case_30_while_draining_new_calls_get_503_and_old_ones_go_on(self):
        with Probe(TRUNK) as probe, Peer(probe.port) as caller, Peer(probe.port) as late:
            leg = caller.establish(probe)
            probe.obeyed("drain 1")
            late.invite()
            late.expect(503)
            late.new_dialog()
            late.called = "x"
            late.request("OPTIONS")
            late.expect(503)
            caller.next_request("BYE")
            caller.expect(200, method="BYE")
            probe.wait("ended", leg=leg)
            probe.obeyed("drain 0")
            late.new_dialog()
            late.establish(probe)

    def test_the_edge_names_the_trunk_and_nobody_else_may(self):
        port = free_port()
        with Probe("trunk a source=192.0.2.1", "trunk b source=127.0.0.1", f"set edge 127.0.0.1:{port}") as probe, \
                Peer(probe.port, port=port) as edge, Peer(probe.port) as other:
            edge.invite(headers=["X-Twinline-Trunk: a"])
            self.assertEqual(probe.wait("invited")["trunk"], 0)
            edge.new_dialog()
            edge.invite()
            edge.expect(403)
            other.invite(headers=["X-Twinline-Trunk: a"])
            self.assertEqual(probe.wait("invited")["trunk"], 1)

    def test_a_port_in_use_is_named(self):
        with Probe(TRUNK) as probe:
            second = subprocess.run([PROGRAM], input=f"listen udp 127.0.0.1 {probe.port}\nstart\n", text=True,
                                    capture_output=True, timeout=5)
            self.assertEqual(second.returncode, 1)
            self.assertIn(f"udp 127.0.0.1:{probe.port}", second.stderr)


if __name__ == "__main__":
    unittest.main()
