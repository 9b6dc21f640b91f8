"""Who may call, and what the bridge says to everybody else: digests, sources, registrations, overload. No sound."""

import os
import time
import unittest

from bridge import Bridge, any_port, wait_until
from crowd import sdp_for
from peer import Peer, digest, digest_fields, digest_response

PASSWORD = "open sesame"
SIGNED, STRANGER = "127.0.0.2", "127.0.0.9"

FILE = """
twinline: 1
name: trunks under test
queues: {{service: {{}}}}
calls: {{service_call: {{queue: service, needs: service, groups: [team]}}}}
groups: {{team: {{skills: [service]}}}}
trunks: {{provider: {{lines: 30}}, signed: {{lines: 30}}, account: {{lines: 30}}}}
bridge:
  sip: {{listen: ["udp 127.0.0.1:{sip}"], domain: test.invalid}}
  trunks:
    provider: {{sources: [127.0.0.1], numbers: {{"100": service_call}}}}
    signed:
      sources: [127.0.0.2]
      inbound: {{user: trunk, password_file: password}}
      numbers: {{"100": service_call}}
    account:
      sources: [127.0.0.3]
      registration: {{registrar: "127.0.0.1:{phones[1]}", domain: provider.invalid, user: office, password_file: password}}
      numbers: {{"100": service_call}}
  agents:
    anna: {{group: team, contact: "127.0.0.1:{phones[0]}"}}
    bruno: {{group: team, phone_password_file: password}}
  media: {{direct: yes}}
  store: {store}
  http: {{listen: "127.0.0.1:{http}"}}
  limits: {limits}
"""


class Registrar(Peer):
    """The provider's side of a registration; it listens before the bridge is there."""

    def __init__(self, bridge):
        super().__init__(bridge.sip, "registrar", bridge.phones[1])

    def expect_register(self, timeout=8):
        return self.expect("REGISTER", timeout=timeout)

    def challenge(self, request, nonce):
        self.answer(request, 401, "Unauthorized", contact=False, headers=[
            f'WWW-Authenticate: Digest realm="provider.invalid", nonce="{nonce}", algorithm=MD5, qop="auth"'])


class TrunkCase(unittest.TestCase):
    """A bridge for each test, for they look at its counters."""

    limits = "{calls_per_second: 1000}"

    def setUp(self):
        self.bridge = Bridge(agents=2, media=False, template=FILE, limits=self.limits)
        with open(os.open(os.path.join(self.bridge.folder, "password"), os.O_CREAT | os.O_WRONLY, 0o600), "w",
                  encoding="utf-8") as file:
            file.write(PASSWORD + "\n")
        self.registrar = self.enterContext(Registrar(self.bridge))
        self.enterContext(self.bridge)

    def peer(self, user, address="127.0.0.1"):
        return self.enterContext(Peer(self.bridge.sip, user, any_port(), address))

    def metric(self, name):
        return self.bridge.metrics()[f"twinline_sip_{name}"]

    def invite(self, caller, **more):
        caller.invite("100", body=sdp_for(caller.port), **more)

    def expect_refusal(self, caller, status, **more):
        refusal = caller.expect(status, **more)
        caller.ack(refusal)
        return refusal


class Trunks(TrunkCase):
    def test_who_calls_with_a_wrong_password_is_refused_and_with_the_right_one_let_in(self):
        trunk = self.peer("0791234567", SIGNED)
        self.invite(trunk)
        challenge = self.expect_refusal(trunk, 407).get("proxy-authenticate")
        target = trunk.invite_target

        def signed(password):
            trunk.sequence += 1
            self.invite(trunk, headers=[f"Proxy-Authorization: {digest(challenge, 'trunk', password, 'INVITE', target)}"],
                        sequence=trunk.sequence)

        signed("open barley")
        self.expect_refusal(trunk, 403)
        self.bridge.wait_for_metric("twinline_sip_wrong_password_total", 1)
        self.assertEqual(self.metric("invites_in_total"), 0)
        signed(PASSWORD)
        trunk.expect(180)
        trunk.cancel()
        self.expect_refusal(trunk, 487)
        self.assertNotIn("barley", self.bridge.log())

    def test_a_phone_with_a_wrong_password_does_not_become_reachable(self):
        phone = self.peer("bruno")
        phone.called = "bruno"
        phone.request("REGISTER")
        challenge = phone.expect(401).get("www-authenticate")
        uri = f"sip:bruno@127.0.0.1:{self.bridge.sip}"
        for password, status in (("open barley", 403), (PASSWORD, 200)):
            phone.next_request("REGISTER", headers=[
                f"Authorization: {digest(challenge, 'bruno', password, 'REGISTER', uri)}", "Expires: 60"])
            phone.expect(status, method="REGISTER")
            reachable = 2 if status == 200 else 1
            self.bridge.wait_for_metric('twinline_group_logged_in{group="team"}', reachable)
        self.assertEqual(self.metric("wrong_password_total"), 1)

    def test_who_belongs_to_no_trunk_is_refused_and_leaves_no_trace(self):
        stranger = self.peer("0791234567", STRANGER)
        self.invite(stranger)
        self.expect_refusal(stranger, 403)
        stranger.called = "nobody"
        stranger.next_request("REGISTER")
        stranger.expect(403, method="REGISTER")
        self.bridge.wait_for_metric("twinline_sip_unknown_source_total", 2)
        self.assertEqual(self.metric("invites_in_total"), 0)
        self.assertEqual(self.bridge.stop(), 0)
        self.assertEqual(self.bridge.kpis()["offered"], 0)

    def test_the_bridge_registers_with_a_provider_and_again_before_it_lapses(self):
        asked = self.registrar.expect_register()
        self.assertNotIn("authorization", [name for name, _ in asked.headers])
        self.registrar.challenge(asked, "first")
        signed = self.registrar.expect_register()
        credentials = digest_fields(signed.get("authorization"))
        self.assertEqual((credentials["username"], credentials["nonce"]), ("office", "first"))
        self.assertEqual(credentials["response"], digest_response(credentials, PASSWORD, "REGISTER"))
        self.assertIn("office@", signed.get("contact"))
        self.registrar.answer(signed, 200, "OK", contact=False, headers=[f"Contact: {signed.get('contact')};expires=3"])
        wait_until(lambda: "trunk account: registered" in self.bridge.log(), 3, "the registration")
        again = self.registrar.expect_register(timeout=4)
        self.assertGreater(again.sequence, signed.sequence)

    def test_a_registration_with_a_wrong_password_is_not_tried_again(self):
        self.registrar.challenge(self.registrar.expect_register(), "first")
        self.registrar.challenge(self.registrar.expect_register(), "second")
        wait_until(lambda: "trunk account: registration given up" in self.bridge.log(), 3, "giving up")
        self.registrar.silent("REGISTER", seconds=3)  # a failure that may pass is tried again after two
        caller = self.peer("0791234567")
        self.invite(caller)
        caller.expect(180)


class Overload(TrunkCase):
    limits = "{calls_per_second: 2}"

    def test_calls_above_the_limit_are_refused_and_those_below_go_on(self):
        callers = [self.peer("0791234567") for _ in range(5)]
        for caller in callers:
            self.invite(caller)
        for caller in callers[:2]:
            caller.expect(180)
        for caller in callers[2:]:
            self.assertEqual(self.expect_refusal(caller, 503).get("retry-after"), "5")
        self.bridge.wait_for_metric("twinline_sip_refused_for_overload_total", 3)
        self.bridge.wait_for_metric("twinline_calls", 2)
        self.assertTrue(self.bridge.is_there())
        time.sleep(0.6)  # a token for one more
        callers[2].new_dialog()
        self.invite(callers[2])
        callers[2].expect(180)


if __name__ == "__main__":
    unittest.main()
