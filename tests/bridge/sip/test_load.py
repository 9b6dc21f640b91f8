"""Many calls from SIPp, and many datagrams that are no calls at all."""

import os
import random
import subprocess
import time
import unittest

from peer import SDP, Peer
from probe import Probe, free_port

FOLDER = os.path.dirname(os.path.abspath(__file__))


def sipp(test, scenario, port, calls, *more):
    process = subprocess.Popen(
        ["sipp", "-sf", os.path.join(FOLDER, scenario), "-m", str(calls), "-i", "127.0.0.1", "-p", str(port), "-mp",
         str(free_port()), "-nostdin", "-d", "500", "-timeout", "40", *more],
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    test.addCleanup(process.kill)
    return process


class Load(unittest.TestCase):
    def finish(self, process):
        output, _ = process.communicate(timeout=50)
        self.assertEqual(process.returncode, 0, output[-2000:])

    def test_answered_calls(self):
        calls = 1000
        with Probe("trunk main source=127.0.0.1", "set calls_per_second 1000") as probe:
            probe.obeyed("auto answer")
            self.finish(sipp(self, "caller.xml", free_port(), calls, "-r", "250", f"127.0.0.1:{probe.port}"))
            self.assertEqual(probe.counts(legs=0)["invites_in"], calls)

    def test_calls_through_to_a_phone(self):
        calls, phone_port = 400, free_port()
        with Probe("trunk main source=127.0.0.1", f"agent alice contact=127.0.0.1:{phone_port}",
                   "set calls_per_second 1000") as probe:
            probe.obeyed("auto bridge")
            phone = sipp(self, "phone.xml", phone_port, calls)
            time.sleep(0.5)
            self.finish(sipp(self, "caller.xml", free_port(), calls, "-r", "100", f"127.0.0.1:{probe.port}"))
            self.finish(phone)
            statistics = probe.counts(legs=0)
            self.assertEqual((statistics["invites_in"], statistics["invites_out"]), (calls, calls))


class Hostile(unittest.TestCase):
    """Garbage by the thousand: the process must live, and hear."""

    def setUp(self):
        self.probe = Probe("trunk main source=127.0.0.1", "set calls_per_second 100000", "set calls 100000")
        self.addCleanup(self.probe.close)
        self.caller = Peer(self.probe.port, "caller")
        self.addCleanup(self.caller.close)
        self.leg = self.caller.establish(self.probe)
        self.probe.obeyed("auto answer")
        self.enemy = Peer(self.probe.port, "enemy")
        self.addCleanup(self.enemy.close)

    def sound(self):
        """Still there within moments, and the call with it."""
        self.caller.forget_waiting()
        self.caller.next_request("INFO", body="5", content_type="application/dtmf")
        self.caller.expect(200, method="INFO", timeout=3)
        with Peer(self.probe.port) as asking:
            asking.called = "x"
            asking.request("OPTIONS")
            asking.expect(200, timeout=3)

    def throw(self, datagrams):
        for place, datagram in enumerate(datagrams):
            self.enemy.socket.sendto(datagram, self.enemy.server)
            if place % 50 == 49:
                time.sleep(0.002)  # so that the socket's buffer holds them all

    def valid(self, method):
        self.enemy.new_dialog()
        self.enemy.called = "100"
        sent = []
        self.enemy.send = lambda text, to=None: sent.append(text)
        self.enemy.request(method, body=SDP if method == "INVITE" else "")
        del self.enemy.send
        return sent[0].encode()

    def test_mutations_of_valid_requests(self):
        chance = random.Random(31)
        datagrams = []
        for _ in range(4000):
            text = bytearray(self.valid(chance.choice(["INVITE", "OPTIONS", "REGISTER", "BYE", "CANCEL", "ACK", "PRACK",
                                                       "REFER", "UPDATE", "SUBSCRIBE", "NOTIFY", "INFO", "X"])))
            for _ in range(chance.randint(1, 12)):
                place = chance.randrange(len(text))
                kind = chance.randrange(4)
                if kind == 0:
                    text[place] = chance.randrange(256)
                elif kind == 1:
                    del text[place:place + chance.randint(1, 40)]
                elif kind == 2:
                    text[place:place] = bytes([chance.choice(b'\r\n;,<>"%:@\0')]) * chance.randint(1, 30)
                else:
                    text[place:place] = text[place:place + chance.randint(1, 200)]
            datagrams.append(bytes(text))
        self.throw(datagrams)
        self.sound()

    def test_noise(self):
        chance = random.Random(37)
        self.throw([chance.randbytes(chance.randint(0, 1400)) for _ in range(2000)])
        self.sound()

    def test_a_long_way_that_was_recorded_delays_nobody(self):
        """The stack copies it into responses; one such datagram made the bridge deaf for seven seconds."""
        for broken in (False, True):
            text = self.valid("OPTIONS").decode()
            if broken:
                text = text.replace("CSeq", "Sequence")
            self.throw([text.replace("From:", "Record-Route: " + "a," * length + "a\r\nFrom:").encode()
                        for length in (30000, 10000, 3000)])
            self.sound()

    def test_a_request_longer_than_any_honest_one_is_refused(self):
        self.enemy.called = "100"
        self.enemy.request("OPTIONS", headers=["X-Long: " + "a" * 7000])
        self.enemy.expect(200)
        self.enemy.new_dialog()
        self.enemy.request("OPTIONS", headers=["X-Long: " + "a" * 9000])
        self.enemy.expect(413)
        self.sound()

    def test_names_where_addresses_belong_are_not_looked_up(self):
        datagrams = []
        for number in range(3000):
            text = self.valid("OPTIONS").decode().replace("Via: SIP/2.0/UDP 127.0.0.1",
                                                          f"Via: SIP/2.0/UDP host{number}.invalid")
            datagrams.append(text.replace("CSeq: 1 OPTIONS", "CSeq: nonsense").encode())
        self.throw(datagrams)
        self.sound()


if __name__ == "__main__":
    unittest.main()
