"""Trunks over UDP, TCP and TLS, with either family of addresses: the same story over each."""

import json
import os
import shutil
import ssl
import tempfile
import unittest

from certificates import Authority
from peer import SDP, Peer, StreamGateway, StreamPeer
from probe import Probe, free_port

WAYS = [("udp", "::1"), ("tcp", "127.0.0.1"), ("tcp", "::1"), ("tls", "127.0.0.1"), ("tls", "::1")]


class Trunks(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(folder.cleanup)
        cls.folder = folder.name
        authority = Authority(cls.folder)
        certificate = authority.certify("agent.pem", "IP:127.0.0.1", "IP:::1", "DNS:provider.example")
        shutil.copy(authority.file, os.path.join(cls.folder, "cafile.pem"))
        cls.client = ssl.create_default_context(cafile=authority.file)
        cls.server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        cls.server.load_cert_chain(certificate)

    def start(self, transport, address, gateway, more="", port=None):
        self.port = port or free_port()
        probe = Probe(f"listen {transport} {address} {self.port}", f"set certificates {self.folder}",
                      f"trunk main source={address} gateway={address}:{gateway} transport={transport} {more}")
        self.addCleanup(probe.close)
        return probe

    def caller(self, transport, address):
        if transport == "udp":
            peer = Peer(self.port, "caller", address=address)
        else:
            peer = StreamPeer(self.port, "caller", self.client if transport == "tls" else None, address)
        self.addCleanup(peer.close)
        return peer

    def gateway(self, transport, address):
        if transport == "udp":
            peer = Peer(0, "gateway", address=address)
        else:
            peer = StreamGateway(self.server if transport == "tls" else None, "gateway", address)
        self.addCleanup(peer.close)
        return peer

    def test_a_call_comes_in_and_is_changed_and_ended_by_either_side(self):
        for way in WAYS:
            with self.subTest(way=way):
                probe = self.start(*way, free_port())
                for bridge_ends in (False, True):
                    caller = self.caller(*way)
                    leg = caller.establish(probe)
                    self.assertIn(f"transport={way[0]}", caller.remote_target)
                    self.assertIn(caller.host, caller.remote_target)
                    probe.do(f"offer {leg}")
                    caller.answer(caller.expect("INVITE"), 200, body=SDP)
                    probe.wait("offer_accepted", leg=leg)
                    if bridge_ends:
                        probe.do(f"hang_up {leg} 0 16")
                        caller.answer(caller.expect("BYE"), 200)
                    else:
                        caller.next_request("BYE")
                        caller.expect(200, method="BYE")
                        probe.wait("ended", leg=leg)
                probe.counts(legs=0)

    def test_a_call_goes_out_and_is_changed_and_ended_by_either_side(self):
        for way in WAYS:
            with self.subTest(way=way):
                gateway = self.gateway(*way)
                probe = self.start(*way, gateway.port)
                gateway.server = (way[1], self.port)
                for bridge_ends in (False, True):
                    leg = probe.ask("invite_trunk 0 0 0441234567 079")["leg"]
                    if way[0] != "udp" and not gateway.socket:
                        gateway.accept()
                    invite = gateway.expect("INVITE")
                    self.assertTrue(invite.target.startswith(f"sip:0441234567@{gateway.host}:{gateway.port}"))
                    gateway.pick_up(invite)
                    probe.wait("answered", leg=leg)
                    gateway.next_request("INVITE", body=SDP)
                    probe.wait("offered", leg=leg)
                    probe.do(f"accept_offer {leg}")
                    gateway.ack(gateway.expect(200, method="INVITE"))
                    if bridge_ends:
                        probe.do(f"hang_up {leg} 0 16")
                        gateway.answer(gateway.expect("BYE"), 200)
                    else:
                        gateway.next_request("BYE")
                        gateway.expect(200, method="BYE")
                        probe.wait("ended", leg=leg)
                probe.counts(legs=0)

    def test_a_gateway_is_down_while_nobody_is_there(self):
        for way in WAYS:
            with self.subTest(way=way):
                port = free_port()
                probe = self.start(*way, port, "options_ms=200")
                self.assertFalse(probe.wait("trunk", timeout=8)["up"])
                self.assertEqual(probe.ask("invite_trunk 0 0 0441234567 079")["leg"], "")

    def test_a_dialog_goes_on_in_the_next_process_over_a_connection_of_its_own(self):
        for way in WAYS[1:]:
            with self.subTest(way=way):
                gateway = self.gateway(*way)
                probe = self.start(*way, gateway.port)
                leg = probe.ask("invite_trunk 0 0 0441234567 079")["leg"]
                gateway.accept()
                gateway.pick_up(gateway.expect("INVITE"))
                probe.wait("answered", leg=leg)
                record = probe.ask(f"record {leg}")["record"]
                probe.kill()
                probe = self.start(*way, gateway.port, port=self.port)
                leg = probe.ask("restore " + json.dumps(record))["leg"]
                probe.do(f"hang_up {leg} 0 16")
                bye = gateway.accept().expect("BYE")
                self.assertEqual(bye.get("call-id"), record["call_id"])
                gateway.answer(bye, 200)
                probe.counts(legs=0)


if __name__ == "__main__":
    unittest.main()
