"""Phones that register, and passwords: of phones and of trunks; over UDP, TCP and TLS."""

import json
import os
import ssl
import subprocess
import tempfile
import unittest

from peer import SDP, Peer, StreamPeer, digest
from probe import PROGRAM, Probe, free_port


class Registrar(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = folder.name
        self.secret = self.write("secret", "geheim\n")
        self.probe = self.start()
        self.addCleanup(lambda: self.probe.close())
        self.phone = Peer(self.probe.port, "alice")
        self.addCleanup(self.phone.close)

    def start(self, *settings, port=None):
        return Probe("trunk main source=192.0.2.1", f"agent alice password={self.secret}",
                     f"agent bob password={self.secret}", "set domain acd", *settings, port=port)

    def write(self, name, text):
        path = os.path.join(self.folder, name)
        with open(path, "w", encoding="utf-8") as file:
            file.write(text)
        return path

    def register(self, phone=None, expires=60, password="geheim", user=None, headers=(), contact=None, challenge=None,
                 count=1):
        """REGISTER until something other than a first challenge comes back."""
        phone = phone or self.phone
        phone.called = user or phone.user
        phone.other_tag = ""
        lines = [f"Contact: {contact or phone.contact}", f"Expires: {expires}", *headers]
        if challenge is None:
            phone.next_request("REGISTER", target="sip:acd", headers=lines, contact=False)
            response = phone.expect(200, 401, 403, 423, 400, 500, method="REGISTER")
            if response.status != 401:
                return response
            challenge = response.get("www-authenticate")
        credentials = digest(challenge, phone.called, password, "REGISTER", "sip:acd", count)
        phone.next_request("REGISTER", target="sip:acd", headers=[*lines, f"Authorization: {credentials}"], contact=False)
        self.challenge = challenge
        return phone.expect(200, 401, 403, 423, 400, 500, method="REGISTER")

    def reachable(self, agent=0):
        return self.probe.ask(f"reachable {agent}")["reachable"]

    def test_a_phone_registers_is_called_and_goes(self):
        self.assertFalse(self.reachable())
        self.assertEqual(self.probe.ask("invite_agent 0 0 079")["leg"], "")
        answer = self.register()
        self.assertEqual(answer.status, 200)
        self.assertIn("expires=60", answer.get("contact"))
        self.assertEqual(self.probe.wait("phone", agent=0)["reachable"], True)
        self.assertTrue(self.reachable())
        self.assertFalse(self.reachable(1))
        leg = self.probe.ask("invite_agent 0 0 079")["leg"]
        invite = self.phone.expect("INVITE")
        self.assertEqual(invite.target, f"sip:alice@127.0.0.1:{self.phone.port}")
        self.phone.answer(invite, 486)
        self.probe.wait("refused", leg=leg)
        self.assertEqual(self.register(expires=0).status, 200)
        self.assertEqual(self.probe.wait("phone", agent=0)["reachable"], False)

    def test_registrations_expire(self):
        self.assertEqual(self.register(expires=9).status, 423)
        self.assertEqual(self.register(expires=10).status, 200)
        self.probe.wait("phone", agent=0, reachable=True)
        self.probe.wait("phone", agent=0, reachable=False, timeout=11)
        self.assertFalse(self.reachable())

    def test_a_refresh_is_not_told_again(self):
        self.register()
        self.probe.wait("phone", agent=0)
        self.register()
        self.probe.silent("phone", 0.2)

    def test_a_wrong_password_is_refused_and_counted_and_the_right_one_still_works(self):
        for _ in range(20):
            self.assertEqual(self.register(password="falsch").status, 403)
        self.assertEqual(self.probe.ask("statistics")["wrong_password"], 20)
        self.assertFalse(self.reachable())
        self.assertEqual(self.register().status, 200)  # nobody is banned for what others try

    def test_another_user_s_credentials_are_refused(self):
        self.phone.called = "alice"
        self.phone.next_request("REGISTER", target="sip:acd", headers=["Expires: 60"])
        challenge = self.phone.expect(401).get("www-authenticate")
        credentials = digest(challenge, "bob", "geheim", "REGISTER", "sip:acd")
        self.phone.next_request("REGISTER", target="sip:acd", headers=["Expires: 60", f"Authorization: {credentials}"])
        self.phone.expect(403)

    def test_an_unknown_user_is_a_stranger(self):
        self.assertEqual(self.register(user="mallory").status, 403)
        self.assertEqual(self.probe.ask("statistics")["unknown_source"], 1)

    def test_the_newest_contact_counts_and_an_older_phone_takes_only_itself_away(self):
        self.register()
        with Peer(self.probe.port, "alice") as newer:
            self.register(newer)
            self.probe.ask("invite_agent 0 0 079")
            newer.expect("INVITE")
            self.phone.silent("INVITE", seconds=0.2)
            self.register(expires=0)
            self.assertTrue(self.reachable())

    def test_all_contacts_are_taken_away_by_a_star(self):
        self.register()
        self.assertEqual(self.register(contact="*", expires=60).status, 400)
        self.assertEqual(self.register(contact="*", expires=0).status, 200)
        self.assertFalse(self.reachable())

    def test_a_path_is_kept_and_used(self):
        with Peer(self.probe.port, "edge") as edge:
            path = f"<sip:127.0.0.1:{edge.port};lr>"
            answer = self.register(headers=["Supported: path", f"Path: {path}"])
            self.assertEqual(answer.get("path"), path)
            self.probe.ask("invite_agent 0 0 079")
            invite = edge.expect("INVITE")
            self.assertEqual(invite.target, f"sip:alice@127.0.0.1:{self.phone.port}")
            self.assertEqual(invite.get("route"), path)

    def test_a_phone_that_does_not_know_its_address_is_called_where_it_came_from(self):
        self.register(contact="<sip:alice@phone.invalid:5060>")
        self.probe.ask("invite_agent 0 0 079")
        self.assertEqual(self.phone.expect("INVITE").target, "sip:alice@phone.invalid:5060")

    def expect_stale(self, answer):
        self.assertEqual(answer.status, 401)
        self.assertIn("stale=true", answer.get("www-authenticate"))

    def test_a_request_that_was_captured_is_worth_nothing(self):
        self.assertEqual(self.register().status, 200)
        nonce = self.challenge
        self.expect_stale(self.register(challenge=nonce))  # the same count again
        self.assertEqual(self.register(challenge=nonce, count=2).status, 200)
        self.assertEqual(self.register(challenge=nonce, count=17).status, 200)  # some may have been lost
        for count in (1, 2, 16, 17):
            self.expect_stale(self.register(challenge=nonce, count=count))
        self.assertEqual(self.register(challenge=nonce, count=18, password="falsch").status, 403)
        self.assertEqual(self.register(challenge=nonce, count=18).status, 200)  # who has no password counts nothing
        self.assertEqual(self.probe.ask("statistics")["wrong_password"], 1)

    def test_who_does_not_count_uses_a_nonce_once(self):
        self.assertEqual(self.register(count=0).status, 200)
        self.expect_stale(self.register(challenge=self.challenge, count=0))
        self.expect_stale(self.register(challenge=self.challenge, count=1))

    def test_two_phones_that_are_asked_at_once_do_not_count_each_other_s_requests(self):
        with Peer(self.probe.port, "bob") as other:
            for phone in (self.phone, other, self.phone, other):
                self.assertEqual(self.register(phone).status, 200)

    def test_a_restart_asks_phones_anew_and_refuses_nobody(self):
        self.register()
        self.restart()
        self.expect_stale(self.register(challenge=self.challenge, count=2))
        self.assertEqual(self.register().status, 200)

    def restart(self, *settings):
        """As after kill -9: nothing is said to anybody."""
        self.probe.kill()
        self.probe = self.start(*settings, port=self.probe.port)

    def restore(self, record):
        return self.probe.ask("restore_phone " + json.dumps(record))["restored"]

    def test_a_registration_holds_in_the_next_process(self):
        self.register()
        record = self.probe.wait("registered", agent=0)["record"]
        self.restart()
        self.assertFalse(self.reachable())
        self.assertTrue(self.restore(record))
        self.probe.silent("phone", 0.1)
        self.probe.ask("invite_agent 0 0 079")
        self.phone.answer(self.phone.expect("INVITE"), 486)
        # It is the same registration: an older REGISTER of its Call-ID changes nothing, the next one does.
        self.phone.sequence = 0
        self.assertEqual(self.register(expires=0).status, 500)
        self.phone.sequence = 50
        self.assertEqual(self.register(expires=0).status, 200)
        self.probe.wait("unregistered", agent=0)
        self.assertFalse(self.probe.wait("phone", agent=0)["reachable"])

    def test_a_registration_along_a_path_holds_in_the_next_process(self):
        with Peer(self.probe.port, "edge") as edge:
            path = f"<sip:127.0.0.1:{edge.port};lr>"
            self.register(headers=["Supported: path", f"Path: {path}"])
            record = self.probe.wait("registered", agent=0)["record"]
            self.restart()
            self.assertTrue(self.restore(record))
            self.probe.ask("invite_agent 0 0 079")
            self.assertEqual(edge.expect("INVITE").get("route"), path)

    def test_a_registration_that_has_lapsed_meanwhile_does_not_hold(self):
        self.register(expires=10)
        record = self.probe.wait("registered", agent=0)["record"]
        self.restart()
        self.assertFalse(self.restore({**record, "expires": record["expires"] - 10 * 10**9}))
        self.assertFalse(self.restore({**record, "user": "somebody"}))
        self.assertFalse(self.reachable())
        # What is left of its time is all that it has.
        self.assertTrue(self.restore({**record, "expires": record["expires"] - 8 * 10**9}))
        self.probe.wait("phone", agent=0, reachable=False, timeout=4)

    def test_an_agent_s_call_needs_the_password(self):
        self.register()
        self.phone.new_dialog()
        self.phone.invite("9", target="sip:9@acd")
        challenge = self.phone.expect(407)
        self.phone.ack(challenge)
        for password, status in (("falsch", 403), ("geheim", 100), ("geheim", 407)):
            credentials = digest(challenge.get("proxy-authenticate"), "alice", password, "INVITE", "sip:9@acd")
            if status == 407:  # captured, and sent as a call of its own
                self.phone.new_dialog()
            self.phone.sequence += 1
            self.phone.invite(target="sip:9@acd", sequence=self.phone.sequence,
                              headers=[f"Proxy-Authorization: {credentials}"])
            self.phone.expect(status)
        self.assertEqual(self.probe.wait("invited")["agent"], 0)

    def test_a_password_file_that_is_missing_is_named(self):
        run = subprocess.run([PROGRAM], input="listen udp 127.0.0.1 9\nagent x password=/nowhere/at/all\nstart\n",
                             text=True, capture_output=True, timeout=5)
        self.assertEqual(run.returncode, 1)
        self.assertIn("/nowhere/at/all", run.stderr)


class TrunkPassword(unittest.TestCase):
    def test_a_trunk_with_credentials_has_to_show_them(self):
        with tempfile.TemporaryDirectory() as folder:
            secret = os.path.join(folder, "secret")
            with open(secret, "w", encoding="utf-8") as file:
                file.write("geheim\n")
            with Probe(f"trunk main source=127.0.0.1 inbound=carrier,{secret}", "set domain acd") as probe, \
                    Peer(probe.port) as caller:
                caller.invite("100", target="sip:100@acd")
                challenge = caller.expect(407)
                caller.ack(challenge)
                probe.silent("invited", 0.1)
                caller.sequence += 1
                credentials = digest(challenge.get("proxy-authenticate"), "carrier", "geheim", "INVITE", "sip:100@acd")
                caller.invite(target="sip:100@acd", sequence=caller.sequence,
                              headers=[f"Proxy-Authorization: {credentials}"])
                self.assertEqual(probe.wait("invited")["trunk"], 0)


class Streams(Registrar):
    """TCP and TLS: phones are called back over the connection that they made."""

    def start(self, *settings, port=None):
        certificate = os.path.join(self.folder, "agent.pem")
        if not os.path.exists(certificate):
            key, made = os.path.join(self.folder, "key.pem"), os.path.join(self.folder, "cafile.pem")
            subprocess.run(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1", "-subj",
                            "/CN=127.0.0.1", "-keyout", key, "-out", made], check=True, capture_output=True, timeout=20)
            with open(certificate, "w", encoding="utf-8") as whole:
                for part in (made, key):
                    with open(part, encoding="utf-8") as file:
                        whole.write(file.read())
        self.tcp_port, self.tls_port = free_port(), free_port()
        return super().start(f"listen tcp 127.0.0.1 {self.tcp_port}", f"listen tls 127.0.0.1 {self.tls_port}",
                             f"set certificates {self.folder}", *settings, port=port)

    def story(self, phone):
        with phone:
            self.assertEqual(self.register(phone).status, 200)
            phone.new_dialog()
            leg = self.probe.ask("invite_agent 0 0 079")["leg"]
            invite = phone.expect("INVITE")
            self.assertIn(f"transport={phone.transport.lower()}", invite.get("contact"))
            phone.answer(invite, 180)
            phone.pick_up(invite)
            self.probe.wait("answered", leg=leg)
            self.probe.do(f"offer {leg}")
            phone.answer(phone.expect("INVITE"), 200, body=SDP)
            self.probe.wait("offer_accepted", leg=leg)
            phone.next_request("BYE")
            phone.expect(200, method="BYE")
            self.probe.wait("ended", leg=leg)

    def test_tcp(self):
        self.story(StreamPeer(self.tcp_port, "alice"))
        self.probe.wait("unregistered", agent=0)  # its connection is all that leads to it

    def test_tls(self):
        trusting = ssl.create_default_context(cafile=os.path.join(self.folder, "cafile.pem"))
        trusting.check_hostname = False
        self.story(StreamPeer(self.tls_port, "alice", tls=trusting))

    def test_case_29_a_connection_that_drops_before_the_answer_leaves_nothing(self):
        phone = StreamPeer(self.tcp_port, "alice")
        self.register(phone)
        leg = self.probe.ask("invite_agent 0 800 079")["leg"]
        phone.expect("INVITE")
        phone.close()
        self.assertEqual(self.probe.wait("refused", leg=leg)["status"], 408)
        self.assertEqual(self.probe.ask("statistics")["legs"], 0)


def load_tests(loader, _, __):
    """What Streams inherits was tested with Registrar; of Streams only its own stories run."""
    suite = unittest.TestSuite()
    suite.addTests(loader.loadTestsFromTestCase(Registrar))
    suite.addTests(loader.loadTestsFromTestCase(TrunkPassword))
    suite.addTests(Streams(name) for name in vars(Streams) if name.startswith("test_"))
    return suite


if __name__ == "__main__":
    unittest.main()
