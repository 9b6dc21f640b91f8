"""What happens to established dialogs: new offers, glare, refresh, transfers, and the process that held them dying."""

import json
import time
import unittest

from peer import SDP, Message, Peer
from probe import Probe, free_port

TRUNK = "trunk main source=127.0.0.1"
HELD = SDP + "a=sendonly\r\n"


class Offers(unittest.TestCase):
    def setUp(self):
        self.probe = Probe(TRUNK)
        self.addCleanup(self.probe.close)
        self.caller = Peer(self.probe.port, "0791234567")
        self.addCleanup(self.caller.close)
        self.leg = self.caller.establish(self.probe)

    def reinvite(self, body=SDP):
        self.caller.sequence += 1
        self.caller.invite(sequence=self.caller.sequence, body=body)

    def test_their_offer_is_accepted(self):
        self.reinvite(HELD)
        self.assertEqual(self.probe.wait("offered", leg=self.leg)["sdp"], HELD)
        self.probe.do(f"accept_offer {self.leg}")
        answer = self.caller.expect(200, method="INVITE")
        self.assertIn("m=audio 40000", answer.body)
        self.caller.ack(answer)
        self.caller.next_request("BYE")
        self.caller.expect(200, method="BYE")
        self.probe.wait("ended", leg=self.leg)

    def test_their_offer_is_refused_and_the_call_goes_on(self):
        self.reinvite("v=0\r\nm=image 6000 udptl t38\r\n")
        self.probe.wait("offered", leg=self.leg)
        self.probe.do(f"refuse_offer {self.leg} 488")
        self.caller.ack(self.caller.expect(488))
        self.reinvite()
        self.probe.wait("offered", leg=self.leg)

    def test_they_ask_for_an_offer(self):
        self.reinvite(body="")
        self.assertEqual(self.probe.wait("offered", leg=self.leg)["sdp"], "")
        self.probe.do(f"accept_offer {self.leg}")
        self.caller.ack(self.caller.expect(200, method="INVITE"), body=HELD)
        self.assertEqual(self.probe.wait("offer_accepted", leg=self.leg)["sdp"], HELD)

    def test_our_offer_is_accepted_with_a_higher_number_each_time(self):
        before = 0
        for _ in range(2):
            self.probe.do(f"offer {self.leg}")
            invite = self.caller.expect("INVITE")
            self.assertIn("m=audio 40000", invite.body)
            self.assertGreater(invite.sequence, before)
            before = invite.sequence
            self.caller.answer(invite, 200, body=HELD)
            self.assertEqual(self.caller.expect("ACK").sequence, invite.sequence)
            self.assertEqual(self.probe.wait("offer_accepted", leg=self.leg)["sdp"], HELD)

    def test_a_200_that_no_transaction_waits_for_is_acknowledged_and_ends_nothing(self):
        self.probe.do(f"offer {self.leg}")
        invite = self.caller.expect("INVITE")
        self.caller.answer(invite, 200, body=HELD)
        self.caller.expect("ACK")
        # As if a process that has died since had asked: nobody knows the branch.
        stray = Message(invite.text.replace("branch=z9hG4bK", "branch=z9hG4bKdead"), invite.source)
        self.caller.answer(stray, 200, body=HELD)
        self.assertEqual(self.caller.expect("ACK").sequence, invite.sequence)
        self.caller.silent("BYE")

    def test_a_200_of_a_call_that_nobody_knows_is_acknowledged_and_hung_up(self):
        self.probe.do(f"offer {self.leg}")
        invite = self.caller.expect("INVITE")
        stray = Message(invite.text.replace("branch=z9hG4bK", "branch=z9hG4bKdead").replace(self.caller.call_id, "gone@test"),
                        invite.source)
        self.caller.answer(stray, 200, body=HELD)
        self.caller.expect("ACK")
        self.assertEqual(self.caller.expect("BYE").get("call-id"), "gone@test")

    def test_our_offer_is_refused(self):
        self.probe.do(f"offer {self.leg}")
        self.caller.answer(self.caller.expect("INVITE"), 488)
        self.assertEqual(self.probe.wait("offer_refused", leg=self.leg)["status"], 488)
        self.caller.expect("ACK")

    def test_case_28_glare_is_waited_out_and_the_call_kept(self):
        self.probe.do(f"offer {self.leg}")
        ours = self.caller.expect("INVITE")
        self.reinvite()
        self.caller.ack(self.caller.expect(491, method="INVITE"))
        began = time.monotonic()
        self.caller.answer(ours, 491)
        self.caller.expect("ACK")
        # They called, so we wait for no more than 2 s (RFC 3261 §14.1).
        again = self.caller.expect("INVITE", timeout=2.5)
        self.assertLess(time.monotonic() - began, 2.2)
        self.assertGreater(again.sequence, ours.sequence)
        self.caller.answer(again, 200, body=SDP)
        self.caller.expect("ACK")
        self.probe.wait("offer_accepted", leg=self.leg)

    def test_a_second_offer_of_theirs_before_our_answer_gets_500(self):
        self.reinvite()
        self.probe.wait("offered", leg=self.leg)
        self.reinvite()
        refusal = self.caller.expect(500, method="INVITE")
        self.assertLessEqual(int(refusal.get("retry-after")), 10)

    def test_our_offer_waits_for_theirs(self):
        self.reinvite()
        self.probe.wait("offered", leg=self.leg)
        self.probe.do(f"offer {self.leg}")
        self.caller.silent("INVITE", seconds=0.3)
        self.probe.do(f"accept_offer {self.leg}")
        answer = self.caller.expect(200, method="INVITE")
        self.caller.silent("INVITE", seconds=0.3)
        self.caller.ack(answer)
        self.caller.answer(self.caller.expect("INVITE"), 200, body=SDP)
        self.probe.wait("offer_accepted", leg=self.leg)

    def test_case_29_bye_inside_a_reinvite_of_theirs(self):
        self.reinvite()
        self.probe.wait("offered", leg=self.leg)
        self.caller.next_request("BYE")
        self.caller.expect(200, method="BYE")
        self.caller.expect(487, method="INVITE")
        self.probe.wait("ended", leg=self.leg)
        self.assertEqual(self.probe.ask("statistics")["legs"], 0)

    def test_case_29_bye_inside_a_reinvite_of_ours(self):
        self.probe.do(f"offer {self.leg}")
        invite = self.caller.expect("INVITE")
        self.caller.next_request("BYE")
        self.caller.expect(200, method="BYE")
        self.caller.answer(invite, 487)
        self.caller.expect("ACK")
        self.probe.wait("ended", leg=self.leg)
        self.probe.silent("offer_refused", 0.2)

    def test_update_without_offer_refreshes_and_with_offer_is_offered(self):
        self.caller.next_request("UPDATE")
        self.caller.expect(200, method="UPDATE")
        self.caller.next_request("UPDATE", body=HELD)
        self.probe.wait("offered", leg=self.leg, sdp=HELD)
        self.probe.do(f"accept_offer {self.leg}")
        self.assertIn("m=audio 40000", self.caller.expect(200, method="UPDATE").body)

    def test_a_dialog_that_the_peer_has_forgotten_ends(self):
        self.probe.do(f"offer {self.leg}")
        self.caller.answer(self.caller.expect("INVITE"), 481)
        self.assertEqual(self.probe.wait("ended", leg=self.leg)["status"], 481)

    def test_the_target_moves_with_the_contact_of_a_reinvite(self):
        with Peer(self.probe.port, "moved") as elsewhere:
            self.caller.sequence += 1
            self.caller.invite(sequence=self.caller.sequence, contact=False,
                               headers=[f"Contact: <sip:0791234567@127.0.0.1:{elsewhere.port}>"])
            self.probe.wait("offered", leg=self.leg)
            self.probe.do(f"accept_offer {self.leg}")
            self.caller.ack(self.caller.expect(200, method="INVITE"))
            self.probe.do(f"hang_up {self.leg} 0 16")
            elsewhere.answer(elsewhere.expect("BYE"), 200)


class Sessions(unittest.TestCase):
    """Session timers, with intervals no operator would set."""

    def test_we_refresh_and_a_lost_peer_is_found_out(self):
        with Probe(TRUNK, "set session_ms 2000") as probe, Peer(probe.port) as caller:
            leg = caller.establish(probe)
            refresh = caller.expect("INVITE", timeout=2)
            self.assertIn("refresher=uac", refresh.get("session-expires"))
            self.assertIn("m=audio 40000", refresh.body)
            caller.answer(refresh, 200, body=SDP, headers=["Session-Expires: 2;refresher=uac"])
            caller.expect("ACK")
            probe.silent("offer_accepted", 0.2)
            caller.answer(caller.expect("INVITE", timeout=2), 481)
            probe.wait("ended", leg=leg)

    def test_a_peer_that_wants_to_refresh_and_does_not_is_hung_up(self):
        with Probe(TRUNK, "set session_ms 3000") as probe, Peer(probe.port) as caller:
            caller.invite(headers=["Supported: timer", "Session-Expires: 3;refresher=uac", "Min-SE: 3"])
            refusal = caller.expect(422)
            self.assertEqual(refusal.get("min-se"), "90")
            caller.ack(refusal)
            leg = self.called(probe, caller)
            self.assertLess(probe.wait("ended", leg=leg, timeout=4)["status"], 500)
            caller.answer(caller.expect("BYE"), 200)

    def called(self, probe, phone):
        """A call whose refresher the other side has become."""
        phone.new_dialog()
        leg = phone.establish(probe)
        refresh = phone.expect("INVITE", timeout=3)
        phone.answer(refresh, 200, body=SDP, headers=["Session-Expires: 3;refresher=uas", "Require: timer"])
        phone.expect("ACK")
        return leg

    def test_a_refresh_of_theirs_keeps_the_session(self):
        with Probe(TRUNK, "set session_ms 3000") as probe, Peer(probe.port) as caller:
            leg = self.called(probe, caller)
            for _ in range(3):
                time.sleep(1)
                caller.next_request("UPDATE", headers=["Supported: timer", "Session-Expires: 90;refresher=uac"])
                self.assertIn("refresher=uac", caller.expect(200, method="UPDATE").get("session-expires"))
            probe.silent("ended", 0.5, leg=leg)


class Transfers(unittest.TestCase):
    def setUp(self):
        port = free_port()
        self.probe = Probe("trunk main source=192.0.2.1", f"agent alice contact=127.0.0.1:{port}")
        self.addCleanup(self.probe.close)
        self.phone = Peer(self.probe.port, "alice", port=port)
        self.addCleanup(self.phone.close)
        self.leg = self.probe.ask("invite_agent 0 0 0791234567")["leg"]
        self.phone.pick_up(self.phone.expect("INVITE"))
        self.probe.wait("answered", leg=self.leg)

    def refer(self, target, headers=()):
        self.phone.next_request("REFER", headers=[f"Refer-To: {target}", *headers])

    def notified(self):
        notify = self.phone.expect("NOTIFY")
        self.phone.answer(notify, 200)
        self.assertTrue(notify.get("event").startswith("refer"))
        self.assertTrue(notify.get("content-type").startswith("message/sipfrag"))
        return notify.get("subscription-state").split(";")[0], notify.body.split()[1]

    def test_a_blind_transfer_and_its_progress(self):
        self.refer("<sip:0311234567@127.0.0.1>")
        self.phone.expect(202)
        self.assertEqual(self.notified(), ("active", "100"))
        self.assertEqual(self.probe.wait("referred", leg=self.leg)["target"], "0311234567")
        self.probe.do(f"report {self.leg} 180")
        self.assertEqual(self.notified(), ("active", "180"))
        self.probe.do(f"report {self.leg} 200")
        self.assertEqual(self.notified(), ("terminated", "200"))
        self.probe.do(f"report {self.leg} 503")  # it was final
        self.phone.silent("NOTIFY", seconds=0.3)
        self.phone.next_request("BYE")
        self.phone.expect(200, method="BYE")

    def test_a_transfer_that_fails_leaves_the_call(self):
        self.refer("<tel:+41311234567>")
        self.phone.expect(202)
        self.notified()
        self.assertEqual(self.probe.wait("referred", leg=self.leg)["target"], "+41311234567")
        self.probe.do(f"report {self.leg} 486")
        self.assertEqual(self.notified(), ("terminated", "486"))
        self.refer("<sip:2@127.0.0.1>")
        self.phone.expect(202)

    def test_an_attended_transfer_names_the_other_leg(self):
        first = dict(call_id=self.phone.call_id, own_tag=self.phone.own_tag, other_tag=self.phone.other_tag,
                     called=self.phone.called, remote_target=self.phone.remote_target, sequence=self.phone.sequence)
        self.phone.new_dialog()
        second = self.phone.establish(self.probe, "2")
        replaced = (f"{self.phone.call_id}%3Bto-tag%3D{self.phone.other_tag}%3Bfrom-tag%3D{self.phone.own_tag}"
                    ).replace("@", "%40")
        vars(self.phone).update(first)
        self.refer(f"<sip:2@127.0.0.1?Replaces={replaced}>")
        self.phone.expect(202)
        self.assertEqual(self.probe.wait("referred", leg=self.leg)["replaces"], second)

    def test_a_dialog_that_is_not_ours_cannot_be_replaced(self):
        self.refer("<sip:2@127.0.0.1?Replaces=x%3Bto-tag%3D1%3Bfrom-tag%3D2>")
        self.phone.expect(481)
        self.probe.silent("referred", 0.2)

    def test_who_does_not_want_to_be_notified_is_not(self):
        self.refer("<sip:2@127.0.0.1>", headers=["Refer-Sub: false"])
        self.assertEqual(self.phone.expect(202).get("refer-sub"), "false")
        self.probe.wait("referred", leg=self.leg)
        self.probe.do(f"report {self.leg} 200")
        self.phone.silent("NOTIFY", seconds=0.3)


class Recovery(unittest.TestCase):
    """kill -9 and another process in its place."""

    def test_dialogs_go_on_with_rising_numbers_and_their_route(self):
        phone_port = free_port()
        settings = (TRUNK, f"agent alice contact=127.0.0.1:{phone_port}")
        first = Probe(*settings)
        with Peer(first.port, "0791234567") as caller, Peer(first.port, "alice", port=phone_port) as phone, \
                Peer(first.port, "edge") as edge:
            caller.invite(headers=[f"Record-Route: <sip:127.0.0.1:{edge.port};lr>"])
            legs = [first.wait("invited")["leg"]]
            first.do(f"answer {legs[0]}")
            caller.ack(caller.expect(200))
            first.wait("confirmed")
            legs.append(first.ask("invite_agent 0 0 0791234567")["leg"])
            phone.pick_up(phone.expect("INVITE"))
            first.wait("answered")
            first.do(f"offer {legs[1]}")
            offered = phone.expect("INVITE")
            phone.answer(offered, 200, body=SDP)
            first.wait("offer_accepted")
            records = [first.ask(f"record {leg}")["record"] for leg in legs]
            first.kill()
            self.assertEqual([record["caller"] for record in records], [True, False])

            with Probe(*settings, port=first.port) as second:
                legs = [second.ask("restore " + json.dumps(record))["leg"] for record in records]
                # A re-INVITE from us, through the edge, with the caller as its target.
                second.do(f"offer {legs[0]}")
                invite = edge.expect("INVITE")
                self.assertTrue(invite.target.startswith(f"sip:0791234567@127.0.0.1:{caller.port}"))
                self.assertEqual(len(invite.all("route")), 1)
                self.assertEqual((invite.tag("to"), invite.tag("from")), (caller.own_tag, caller.other_tag))
                edge.answer(invite, 200, body=SDP)
                second.wait("offer_accepted", leg=legs[0])
                # The number rises above that of the last request before the crash.
                self.assertEqual(second.ask(f"sequence {legs[1]}")["sequence"], offered.sequence)
                second.do(f"offer {legs[1]}")
                again = phone.expect("INVITE")
                self.assertGreater(again.sequence, offered.sequence)
                phone.answer(again, 200, body=SDP)
                second.wait("offer_accepted", leg=legs[1])
                # Both ends may hang up; what is older than the crash is out of order.
                phone.request("INFO", sequence=0)
                phone.next_request("BYE")
                phone.expect(200, method="BYE")
                second.wait("ended", leg=legs[1])
                caller.next_request("BYE")
                caller.expect(200, method="BYE")
                second.wait("ended", leg=legs[0])
                self.assertEqual(second.ask("statistics")["legs"], 0)

    def test_there_is_no_record_before_a_dialog_is_confirmed(self):
        with Probe(TRUNK) as probe, Peer(probe.port) as caller:
            caller.invite()
            leg = probe.wait("invited")["leg"]
            self.assertIsNone(probe.ask(f"record {leg}")["record"])

    def test_an_answer_to_a_call_of_the_dead_process_is_acknowledged_and_hung_up(self):
        port = free_port()
        settings = ("trunk main source=192.0.2.1", f"agent alice contact=127.0.0.1:{port}")
        first = Probe(*settings)
        with Peer(first.port, "alice", port=port) as phone:
            first.ask("invite_agent 0 0 0791234567")
            invite = phone.expect("INVITE")
            phone.answer(invite, 180)
            first.kill()
            with Probe(*settings, port=first.port):
                phone.pick_up(invite)
                phone.answer(phone.expect("BYE"), 200)


if __name__ == "__main__":
    unittest.main()
