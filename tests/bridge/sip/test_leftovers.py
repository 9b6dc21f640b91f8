"""However calls end, nothing is left of them once the timers have run out: no leg, no transaction (case 29); and what the
timers themselves have to find out (case 1: no ACK; case 10: a peer that is gone)."""

import unittest

from peer import SDP, Peer
from probe import Probe, free_port

# 64 times T1 (RFC 3261 §17), and a little.
TIMERS = 34


class Leftovers(unittest.TestCase):
    def setUp(self):
        port = free_port()
        self.probe = Probe("trunk main source=127.0.0.1", f"agent alice contact=127.0.0.1:{port}")
        self.addCleanup(self.probe.close)
        self.caller = Peer(self.probe.port, "0791234567")
        self.addCleanup(self.caller.close)
        self.phone = Peer(self.probe.port, "alice", port=port)
        self.addCleanup(self.phone.close)
        self.rung = set()

    def offered(self, ring_ms=0):
        leg = self.probe.ask(f"invite_agent 0 {ring_ms} 079")["leg"]
        while (invite := self.phone.expect("INVITE")).get("call-id") in self.rung:
            pass  # an earlier one, which nobody has answered, comes again
        self.rung.add(invite.get("call-id"))
        return leg, invite

    def invited(self):
        self.caller.new_dialog()
        self.caller.invite()
        return self.probe.wait("invited")["leg"]

    def test_nothing_is_left(self):
        # An ACK that never comes.
        unacknowledged = self.invited()
        self.probe.obeyed(f"answer {unacknowledged}")
        # The same, of a leg that was hung up meanwhile.
        self.probe.obeyed(f"answer {self.invited()}")
        hung_up = self.invited()
        self.probe.obeyed(f"answer {hung_up}")
        self.probe.obeyed(f"hang_up {hung_up} 0 16")
        # A reliable 183 that nobody acknowledges.
        self.caller.new_dialog()
        self.caller.invite(headers=["Supported: 100rel"])
        early = self.probe.wait("invited")["leg"]
        self.probe.obeyed(f"progress {early}")
        # CANCEL and a refusal whose ACK is lost.
        cancelled = self.invited()
        self.caller.cancel()
        self.probe.wait("ended", leg=cancelled)
        self.probe.obeyed(f"refuse {self.invited()} 486")
        # BYEs and offers that nobody answers.
        self.caller.new_dialog()
        self.probe.obeyed(f"hang_up {self.caller.establish(self.probe)} 0 16")
        self.caller.new_dialog()
        deaf = self.caller.establish(self.probe)
        self.probe.obeyed(f"offer {deaf}")
        # Phones that are silent, that ring on after CANCEL, that answer twice.
        silent, _ = self.offered()
        rung, invite = self.offered(ring_ms=300)
        self.phone.answer(invite, 180)
        self.probe.wait("refused", leg=rung)
        twice, invite = self.offered()
        self.phone.answer(invite, 200, body=SDP, tag="one")
        self.phone.answer(invite, 200, body=SDP, tag="two")
        self.probe.wait("answered", leg=twice)
        self.probe.obeyed(f"hang_up {twice} 0 16")

        for leg in (unacknowledged, early, deaf):
            self.assertEqual(self.probe.wait("ended", leg=leg, timeout=TIMERS)["status"], 408)
        self.assertEqual(self.probe.wait("refused", leg=silent, timeout=TIMERS)["status"], 408)
        self.probe.counts(timeout=5, legs=0)
        self.caller.expect("BYE")
        self.probe.counts(timeout=2 * TIMERS, legs=0, server_transactions=0, client_transactions=0)


if __name__ == "__main__":
    unittest.main()
