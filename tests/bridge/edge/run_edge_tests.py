#!/usr/bin/env python3
"""The edge's configuration in a real Kamailio: what comes through to the bridge, and what does not.

    tests/bridge/edge/run_edge_tests.py PROBE [unittest's arguments]

PROBE is the program edge_probe. Loopback only; needs the ports below, kamailio, openssl and no privileges. Trunks, phones
and strangers are told apart by addresses of 127.0.0.0/8.
"""

import os
import queue
import shutil
import socket
import ssl
import subprocess
import sys
import tempfile
import time
import unittest

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
from kamailio import Kamailio, check  # noqa: E402
from rtpengine import demand_free  # noqa: E402
from sip_peer import Message, Peer  # noqa: E402

OUTER, TLS, INNER = ("127.0.0.1", 25160), ("127.0.0.1", 25161), ("127.0.0.1", 25162)
BRIDGE, STANDBY = ("127.0.0.1", 25190), ("127.0.0.1", 25191)
TRUNK, TRUSTED_TRUNK, PHONE, STRANGER, OTHER_TRUNK, NAMED_TRUNK = (f"127.0.0.{host}" for host in range(11, 17))
PROBE = None

SCENARIO = """twinline: 1
queues: {main: {}}
calls: {question: {}}
groups: {agents: {}}
trunks: {provider: {lines: 30}, trusted: {lines: 30}, small: {lines: 5}, named: {lines: 5}}
bridge:
  sip: {listen: ["udp 127.0.0.1:25190"], domain: test.invalid, edge: "127.0.0.1:25162"}
  edge:
    listen: ["udp 127.0.0.1:25160", "tls 127.0.0.1:25161"]
    certificate_file: edge.pem
    private_key_file: edge.key
    authorities_file: authority.pem
    requires_client_certificate: yes
    phones: [127.0.0.13/32]
    standby: ["127.0.0.1:25191"]
    requests_per_second: 60
    phone_requests_per_second: 20
  trunks:
    provider: {sources: [127.0.0.11], numbers: {"100": question}}
    trusted: {sources: [127.0.0.12/32, "2001:db8::/48"], trusts_identity: yes}
    small: {sources: [127.0.0.15]}
    named: {sources: [127.0.0.16], tls_name: client}
  media: {direct: yes}
"""


def configuration_of(folder, scenario):
    """The file that edge_probe makes of a scenario."""
    path = os.path.join(folder, "edge.yaml")
    with open(path, "w", encoding="utf-8") as file:
        file.write(scenario)
    done = subprocess.run([PROBE, path], capture_output=True, text=True, timeout=20)
    if done.returncode != 0:
        raise RuntimeError(done.stderr)
    result = os.path.join(folder, "edge.cfg")
    with open(result, "w", encoding="utf-8") as file:
        file.write(done.stdout)
    return result


def make_certificate(folder, name, *options):
    """A key and a certificate; signed by itself unless options say otherwise."""
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2",
         "-subj", f"/CN={name}", "-keyout", os.path.join(folder, f"{name}.key"), "-out",
         os.path.join(folder, f"{name}.pem"), *options], check=True, capture_output=True, timeout=20)


def make_certificates(folder):
    make_certificate(folder, "authority")
    signed = ("-CA", os.path.join(folder, "authority.pem"), "-CAkey", os.path.join(folder, "authority.key"))
    make_certificate(folder, "edge", *signed)
    make_certificate(folder, "client", *signed)
    make_certificate(folder, "rival", *signed)
    make_certificate(folder, "stranger")


class EdgeConfiguration(unittest.TestCase):
    """Kamailio takes what is written, in every form that settings can have."""

    def setUp(self):
        self.folder = tempfile.mkdtemp()
        self.addCleanup(shutil.rmtree, self.folder)

    def assert_accepted(self, scenario):
        status, words = check(configuration_of(self.folder, scenario))
        self.assertEqual(status, 0, words)

    def test_with_everything(self):
        make_certificates(self.folder)
        self.assert_accepted(SCENARIO)

    def test_with_the_least(self):
        self.assert_accepted(
            "twinline: 1\nqueues: {main: {}}\ncalls: {question: {}}\ngroups: {agents: {}}\ntrunks: {only: {lines: 3}}\n"
            "bridge:\n  sip: {edge: '127.0.0.1:25162'}\n  edge: {listen: ['udp 127.0.0.1:25160']}\n"
            "  trunks: {only: {}}\n  media: {direct: yes}\n")

    def test_with_ipv6_and_tcp(self):
        self.assert_accepted(
            "twinline: 1\nqueues: {main: {}}\ncalls: {question: {}}\ngroups: {agents: {}}\ntrunks: {only: {lines: 3}}\n"
            "bridge:\n  sip: {listen: ['udp [::1]:25190'], edge: '[::1]:25162'}\n"
            "  edge: {listen: ['tcp [::1]:25160', 'udp [::1]:25160'], phones: ['2001:db8::/32']}\n"
            "  trunks: {only: {sources: ['2001:db8:1::1']}}\n  media: {direct: yes}\n")


class Edge(unittest.TestCase):
    """One Kamailio for all, with a bridge and a standby made of Python behind it."""

    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.mkdtemp()
        cls.addClassCleanup(shutil.rmtree, cls.folder)
        for _, port in (OUTER, INNER):
            demand_free(port, socket.SOCK_DGRAM)
        demand_free(TLS[1], socket.SOCK_STREAM)
        make_certificates(cls.folder)
        cls.bridge = cls.peer_of_class(*BRIDGE)
        cls.standby = cls.peer_of_class(*STANDBY)
        cls.edge = Kamailio(cls.folder, configuration_of(cls.folder, SCENARIO), OUTER)
        cls.edge.start()
        cls.addClassCleanup(cls.edge.stop)
        limit = time.monotonic() + 10
        while not (cls.bridge.pings and cls.standby.pings):  # the edge asks whether they are there
            if time.monotonic() > limit:
                raise RuntimeError("the edge sends no OPTIONS to both bridges")
            time.sleep(0.05)

    @classmethod
    def peer_of_class(cls, address, port):
        peer = Peer(address, port, bridge=True)
        cls.addClassCleanup(peer.close)
        return peer

    def peer(self, address, port=0):
        peer = Peer(address, port)
        self.addCleanup(peer.close)
        return peer

    def call(self, caller, *headers):
        """An INVITE from outside that the bridge answers; the request as the bridge saw it and the caller's answer."""
        call = caller.send(OUTER, "INVITE", "sip:100@127.0.0.1:25160", headers)
        return self.bridge.request("INVITE", call), caller.final_response(call)

    def ask(self, peer, to=OUTER):
        call = peer.send(to, "OPTIONS", f"sip:{to[0]}:{to[1]}")
        return peer.final_response(call)

    def test_the_edge_answers_options_itself(self):
        self.assertEqual(self.ask(self.peer(TRUNK)).status, 200)

    def test_the_trunk_is_named_by_the_edge_and_by_nobody_else(self):
        seen, answer = self.call(self.peer(TRUNK), "X-Twinline-Trunk: trusted", "x-twinline-trunk: small")
        self.assertEqual(seen.all("X-Twinline-Trunk"), ["provider"])
        self.assertEqual(seen.source, INNER)
        self.assertEqual(answer.status, 200)

    def test_identity_is_believed_of_a_trusted_trunk_alone(self):
        claims = ("P-Asserted-Identity: <sip:chief@bank.example>", "Remote-Party-ID: <sip:chief@bank.example>",
                  "P-Preferred-Identity: <sip:chief@bank.example>", "Privacy: id")
        seen, _ = self.call(self.peer(TRUNK), *claims)
        for name in ("P-Asserted-Identity", "Remote-Party-ID", "P-Preferred-Identity"):
            self.assertEqual(seen.all(name), [])
        self.assertEqual(seen.one("Privacy"), "id")
        seen, _ = self.call(self.peer(TRUSTED_TRUNK), *claims)
        self.assertEqual(seen.all("P-Asserted-Identity"), ["<sip:chief@bank.example>"])
        self.assertEqual(seen.all("X-Twinline-Trunk"), ["trusted"])

    def test_a_dialog_goes_through_both_sides_of_the_edge_both_ways(self):
        caller = self.peer(TRUNK)
        seen, answer = self.call(caller)
        routes = seen.all("Record-Route")
        self.assertEqual(len(routes), 2)
        self.assertIn("127.0.0.1:25162", routes[0])
        self.assertIn("127.0.0.1:25160", routes[1])
        call, contact = seen.one("Call-ID"), answer.one("Contact").strip("<>")
        back = tuple(f"Route: {route}" for route in reversed(answer.all("Record-Route")))
        caller.send(OUTER, "ACK", contact, back, call, to_tag="answer")
        acknowledged = self.bridge.request("ACK", call)
        self.assertEqual(acknowledged.source, INNER)
        self.assertEqual(acknowledged.all("Route"), [])
        # The bridge hangs up: to the caller's own socket, wherever the Contact may point.
        forth = tuple(f"Route: {route}" for route in routes)
        self.bridge.send(INNER, "BYE", seen.one("Contact").strip("<>"), forth, call, to_tag="from")
        ended = caller.request("BYE", call)
        self.assertEqual(ended.source, OUTER)
        caller.answer(ended, 200)
        self.assertEqual(self.bridge.final_response(call).status, 200)
        # And the caller could have, too.
        caller.send(OUTER, "BYE", contact, back, call, sequence=2, to_tag="answer")
        self.assertEqual(self.bridge.request("BYE", call).source, INNER)
        self.assertEqual(caller.final_response(call).status, 200)

    def test_strangers_are_refused(self):
        stranger = self.peer(STRANGER)
        for method in ("INVITE", "REGISTER", "OPTIONS", "MESSAGE"):
            call = stranger.send(OUTER, method, "sip:100@127.0.0.1:25160")
            self.assertEqual(stranger.final_response(call).status, 403, method)
            self.assertIsNone(self.bridge.request(method, call, 0.1))

    def test_phones_register_and_are_called_along_their_path(self):
        phone = self.peer(PHONE)
        call = phone.send(OUTER, "REGISTER", "sip:test.invalid", ("Supported: path",))
        seen = self.bridge.request("REGISTER", call)
        self.assertEqual(phone.final_response(call).status, 200)
        self.assertEqual(seen.all("X-Twinline-Trunk"), [])
        path = seen.all("Path")
        self.assertEqual(len(path), 2)
        self.assertIn("127.0.0.1:25162", path[0])
        self.assertTrue(any(str(phone.port) in part for part in path), path)
        offer = self.bridge.send(INNER, "INVITE", "sip:anna@10.9.9.9:5555", tuple(f"Route: {part}" for part in path))
        ringing = phone.request("INVITE", offer)
        self.assertIsNotNone(ringing, "the phone's own socket is the way, not its Contact")
        self.assertEqual(ringing.source, OUTER)
        self.assertEqual(len(ringing.all("Record-Route")), 2)
        phone.answer(ringing, 486)
        self.assertEqual(self.bridge.final_response(offer).status, 486)

    def test_phones_do_not_call_and_trunks_do_not_register(self):
        phone, trunk = self.peer(PHONE), self.peer(TRUNK)
        call = phone.send(OUTER, "INVITE", "sip:100@127.0.0.1:25160")
        self.assertEqual(phone.final_response(call).status, 403)
        call = trunk.send(OUTER, "REGISTER", "sip:test.invalid")
        self.assertEqual(trunk.final_response(call).status, 403)

    def test_the_inner_side_is_for_bridges_alone(self):
        trunk = self.peer(TRUNK)
        call = trunk.send(INNER, "INVITE", "sip:100@127.0.0.1:25162")
        self.assertEqual(trunk.final_response(call).status, 403)

    def test_the_edge_is_no_relay(self):
        trunk, victim = self.peer(TRUNK), self.peer(STRANGER)
        target = f"sip:victim@{victim.address}:{victim.port}"
        ways = [
            (target, (f"Route: <sip:127.0.0.1:25160;lr>",)),
            ("sip:100@127.0.0.1:25190", ("Route: <sip:127.0.0.1:25160;lr>", f"Route: <{target};lr>")),
            ("sip:100@host.test.invalid", ("Route: <sip:127.0.0.1:25160;lr>",)),
            (target, ()),
        ]
        for uri, headers in ways:
            call = trunk.send(OUTER, "BYE", uri, headers, to_tag="made-up")
            self.assertEqual(trunk.final_response(call).status, 481, uri)
            self.assertIsNone(victim.request("BYE", call, 0.1))
        call = trunk.send(OUTER, "INVITE", target, (f"Route: <{target};lr>",))
        self.assertEqual(self.bridge.request("INVITE", call).all("Route"), [])
        self.assertIsNone(victim.request("INVITE", call, 0.1))

    def test_nonsense_goes_no_further(self):
        trunk = self.peer(TRUNK)
        call = trunk.send(OUTER, "INVITE", "sip:100@127.0.0.1:25160", cseq_method="BYE")
        self.assertEqual(trunk.final_response(call).status, 400)
        call = trunk.send(OUTER, "INVITE", "sip:100@127.0.0.1:25160", ("Expires: soon",))
        self.assertEqual(trunk.final_response(call).status, 400)
        for garbage in (b"\0" * 500, b"INVITE", b"INVITE sip:x SIP/2.0\r\nVia: SIP/2.0/UDP no.such.host:99999999\r\n\r\n"):
            trunk.socket.sendto(garbage, OUTER)
        self.assertEqual(self.ask(trunk).status, 200)

    def test_a_flood_drowns_nobody_else(self):
        stranger, trunk = self.peer(STRANGER), self.peer(OTHER_TRUNK)
        began = time.monotonic()
        for _ in range(400):
            stranger.send(OUTER, "OPTIONS", "sip:127.0.0.1:25160")
        self.assertEqual(self.ask(trunk).status, 200)
        time.sleep(0.5)
        # Twenty a second, of every second that the flood touched.
        self.assertLessEqual(stranger.responses.qsize(), 20 * (2 + time.monotonic() - began))
        self.assertGreater(stranger.responses.qsize(), 0)

        for _ in range(300):
            trunk.send(OUTER, "INVITE", "sip:100@127.0.0.1:25160")
            time.sleep(0.002)  # no socket's buffer shall overflow: it is the edge that is to refuse
        taken, refused = 0, []
        limit = time.monotonic() + 8
        while time.monotonic() < limit and not (taken > 20 and len(refused) > 50):
            response = self.next_final(trunk)
            taken += response is not None and response.status == 200
            if response is not None and response.status == 503:
                refused.append(response)
        self.assertGreater(taken, 20)
        self.assertGreater(len(refused), 50)
        self.assertTrue(all(response.one("Retry-After") == "5" for response in refused))

    @staticmethod
    def next_final(peer):
        """The next response above 199 to whatever was sent; none within a second."""
        try:
            while True:
                response = peer.responses.get(timeout=1)
                if response.status >= 200:
                    return response
        except queue.Empty:
            return None

    def test_tls_is_for_those_with_a_certificate(self):
        request = ("OPTIONS sip:127.0.0.1:25161;transport=tls SIP/2.0\r\nVia: SIP/2.0/TLS 127.0.0.11:5061;rport;"
                   "branch=z9hG4bKtls\r\nFrom: <sip:a@b>;tag=1\r\nTo: <sip:a@b>\r\nCall-ID: tls\r\nCSeq: 1 OPTIONS\r\n"
                   "Max-Forwards: 70\r\nContent-Length: 0\r\n\r\n").encode()

        def answer(certificate, trunk=TRUNK):
            context = ssl.create_default_context(cafile=os.path.join(self.folder, "authority.pem"))
            context.check_hostname = False
            if certificate:
                context.load_cert_chain(os.path.join(self.folder, f"{certificate}.pem"),
                                        os.path.join(self.folder, f"{certificate}.key"))
            with socket.create_connection(TLS, 3, (trunk, 0)) as plain:
                with context.wrap_socket(plain) as connection:
                    connection.sendall(request)
                    return Message(connection.recv(4000).decode())

        self.assertEqual(answer("client").status, 200)
        for unwelcome in (None, "stranger"):
            with self.assertRaises((ssl.SSLError, ConnectionError, IndexError)):
                answer(unwelcome).status
        # A trunk that has a name shows it: another one's certificate makes it a stranger, however well it is signed.
        self.assertEqual(answer("client", NAMED_TRUNK).status, 200)
        self.assertEqual(answer("rival", NAMED_TRUNK).status, 403)
        self.assertEqual(answer("rival").status, 200)

    def test_a_silent_bridge_is_passed_over(self):
        trunk = self.peer(TRUNK)
        self.addCleanup(self.wait_until_bridge_is_back, trunk)
        self.bridge.silent = True
        call = trunk.send(OUTER, "INVITE", "sip:100@127.0.0.1:25160")
        self.assertEqual(trunk.final_response(call, 10).status, 200, "the standby answers the same call")
        self.assertEqual(self.standby.request("INVITE", call).all("X-Twinline-Trunk"), ["provider"])
        self.standby.refusal = 503  # as long as it is not in charge
        call = trunk.send(OUTER, "INVITE", "sip:100@127.0.0.1:25160")
        refused = trunk.final_response(call, 10)
        self.assertEqual((refused.status, refused.one("Retry-After")), (503, "5"))
        # OPTIONS tell that neither takes calls: then nobody has to wait for the refusal.
        limit, at_once = time.monotonic() + 12, None
        while not at_once and time.monotonic() < limit:
            call = trunk.send(OUTER, "INVITE", "sip:100@127.0.0.1:25160")
            at_once = trunk.final_response(call, 1.0)  # less than a silent bridge is waited for
        self.assertEqual((at_once.status, at_once.one("Retry-After")), (503, "5"))

    def wait_until_bridge_is_back(self, trunk):
        self.bridge.silent, self.standby.refusal = False, None
        limit = time.monotonic() + 10
        while time.monotonic() < limit:
            call = trunk.send(OUTER, "INVITE", "sip:100@127.0.0.1:25160")
            if self.bridge.request("INVITE", call, 1.0):
                return
        self.fail("OPTIONS do not bring the bridge back")


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit("run_edge_tests.py needs the path of edge_probe")
    PROBE = os.path.abspath(sys.argv.pop(1))
    unittest.main(verbosity=2)
