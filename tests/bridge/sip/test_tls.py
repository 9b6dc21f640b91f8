"""TLS with trunks: whose certificate is believed, on connections of the bridge and of theirs."""

import os
import shutil
import ssl
import tempfile
import unittest

from certificates import Authority
from peer import StreamGateway, StreamPeer
from probe import Probe, free_port


class Tls(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(folder.cleanup)
        cls.folder = folder.name
        cls.authority = Authority(cls.folder)
        cls.stranger = Authority(cls.folder, "stranger")
        cls.own = cls.authority.certify("agent.pem", "DNS:acd.example", "IP:127.0.0.1")
        shutil.copy(cls.authority.file, os.path.join(cls.folder, "cafile.pem"))
        cls.right = cls.authority.certify("right.pem", "DNS:provider.example")
        cls.by_address = cls.authority.certify("by_address.pem", "IP:127.0.0.1")
        cls.wrong_name = cls.authority.certify("wrong_name.pem", "DNS:rival.example")
        cls.expired = cls.authority.certify("expired.pem", "DNS:provider.example", days=-1)
        cls.unsigned = cls.stranger.certify("unsigned.pem", "DNS:provider.example")

    def probe(self, *settings):
        self.tls_port = free_port()
        probe = Probe(f"listen tls 127.0.0.1 {self.tls_port}", f"set certificates {self.folder}", *settings)
        self.addCleanup(probe.close)
        return probe

    def gateway(self, certificate, asks_for_certificate=False):
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate)
        if asks_for_certificate:
            context.load_verify_locations(self.authority.file)
            context.verify_mode = ssl.CERT_REQUIRED
        gateway = StreamGateway(context)
        self.addCleanup(gateway.close)
        return gateway

    def client(self, certificate=None):
        context = ssl.create_default_context(cafile=self.authority.file)
        if certificate:
            context.load_cert_chain(certificate)
        peer = StreamPeer(self.tls_port, tls=context)
        self.addCleanup(peer.close)
        return peer


class OurConnections(Tls):
    def call_through(self, gateway, name="tls_name=provider.example"):
        """Places a call to the gateway and takes the connection that this leads to."""
        self.running = self.probe(f"trunk main gateway=127.0.0.1:{gateway.port} transport=tls {name}")
        self.leg = self.running.ask("invite_trunk 0 0 0441234567 079")["leg"]
        self.assertNotEqual(self.leg, "")
        return gateway.accept()

    def expect_call(self, gateway):
        invite = gateway.expect("INVITE")
        self.assertIn("transport=tls", invite.get("contact"))
        gateway.pick_up(invite)
        self.running.wait("answered", leg=self.leg)
        self.running.do(f"hang_up {self.leg} 0 16")
        gateway.answer(gateway.expect("BYE"), 200)

    def expect_refusal(self, certificate, reason, **more):
        gateway = self.gateway(certificate)
        with self.assertRaises(ssl.SSLError):
            self.call_through(gateway, **more)
        self.assertIsNone(gateway.socket)  # so no SIP was read by anybody
        refused = self.running.wait("refused", timeout=4, leg=self.leg)
        self.assertIn(refused["status"], (408, 503))
        self.assertIn(f"TLS to 127.0.0.1 is refused: {reason}", "".join(self.running.errors))

    def test_a_gateway_with_the_right_certificate_is_called(self):
        self.expect_call(self.call_through(self.gateway(self.right)))

    def test_a_gateway_without_a_name_shows_its_address(self):
        self.expect_call(self.call_through(self.gateway(self.by_address), name=""))
        self.expect_refusal(self.right, "IP address mismatch", name="")

    def test_a_gateway_may_ask_for_the_bridge_s_certificate(self):
        gateway = self.call_through(self.gateway(self.right, asks_for_certificate=True))
        names = [name for _, name in gateway.socket.getpeercert()["subjectAltName"]]
        self.assertIn("acd.example", names)
        self.expect_call(gateway)

    def test_nobody_signed_the_certificate(self):
        self.expect_refusal(self.unsigned, "unable to get local issuer certificate")

    def test_the_certificate_is_somebody_else_s(self):
        self.expect_refusal(self.wrong_name, "hostname mismatch")

    def test_the_certificate_has_expired(self):
        self.expect_refusal(self.expired, "certificate has expired")

    def test_a_gateway_that_shows_a_wrong_certificate_is_down_until_it_shows_the_right_one(self):
        gateway = self.gateway(self.wrong_name)
        probe = self.probe(f"trunk main gateway=127.0.0.1:{gateway.port} transport=tls tls_name=provider.example "
                           "options_ms=300")
        for _ in range(2):
            with self.assertRaises(ssl.SSLError):
                gateway.accept()
        self.assertFalse(probe.wait("trunk", timeout=6)["up"])
        gateway.tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        gateway.tls.load_cert_chain(self.right)
        gateway.accept()
        gateway.answer(gateway.expect("OPTIONS"), 200)
        self.assertTrue(probe.wait("trunk")["up"])

    def test_the_registrar_s_name_is_its_domain(self):
        secret = os.path.join(self.folder, "secret")
        with open(secret, "w", encoding="utf-8") as file:
            file.write("geheim\n")
        registrar = self.gateway(self.right)
        account = f"registration=127.0.0.1:{registrar.port},provider.example,4711,{secret},60"
        self.probe(f"trunk main transport=tls {account}")
        self.assertEqual(registrar.accept().expect("REGISTER").target, "sip:provider.example")
        rival = self.gateway(self.wrong_name)
        self.probe(f"trunk main transport=tls {account.replace(str(registrar.port), str(rival.port))}")
        with self.assertRaises(ssl.SSLError):
            rival.accept()


class TheirConnections(Tls):
    def start(self):
        self.running = self.probe("set requires_client_certificate 1",
                                  "trunk main source=127.0.0.1 tls_name=provider.example")

    def expect_call(self, peer):
        peer.invite("100")
        self.assertEqual(self.running.wait("invited")["trunk"], 0)

    def expect_refusal(self, certificate):
        # With TLS 1.3 a client has finished before the server has seen its certificate, and reads the alert later.
        with self.assertRaises((ssl.SSLError, ConnectionError, AssertionError)):
            peer = self.client(certificate)
            peer.invite("100")
            peer.expect(100)
        self.running.silent("invited", 0.2)

    def test_the_trunk_s_certificate_lets_its_calls_in(self):
        self.start()
        self.expect_call(self.client(self.right))

    def test_without_a_certificate_or_with_a_wrong_one_no_call_comes_in(self):
        self.start()
        for certificate in (None, self.unsigned, self.wrong_name, self.expired):
            with self.subTest(certificate=certificate):
                self.expect_refusal(certificate)
        self.expect_call(self.client(self.right))

    def test_certificates_are_asked_of_nobody_unless_wanted(self):
        self.running = self.probe("trunk main source=127.0.0.1 tls_name=provider.example")
        self.expect_call(self.client())


if __name__ == "__main__":
    unittest.main()
