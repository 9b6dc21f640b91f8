"""Callers and agents with a voice: SIP from peer.py, sound from rtp_peer.py."""

import threading

import bridge  # noqa: F401  (finds the folders beside this one)
from peer import Peer
from rtp_peer import RtpPeer, audio_of


class Party:
    """One telephone on one call. Re-INVITEs are answered as they come by serve(); everything else is told."""

    def __init__(self, server_port, frequency, port=None, user="caller"):
        self.peer = Peer(server_port, user, port)
        self.voice = RtpPeer(frequency)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.voice.close()
        self.peer.close()

    @property
    def sdp(self):
        return self.voice.sdp()

    def _listen_to(self, message):
        if message.body:
            self.voice.talk_to(audio_of(message.body))

    def say(self, frequency):
        """Another tone from now on."""
        self.voice.change_tone(frequency)

    # A caller.

    def call(self, called="100", **more):
        self.peer.invite(called, body=self.sdp, **more)

    def wait_for_answer(self, timeout=5):
        answer = self.peer.expect(200, method="INVITE", timeout=timeout)
        self._listen_to(answer)
        self.peer.ack(answer)
        return answer

    def take_reinvite(self, timeout=5):
        """The bridge moves our audio elsewhere."""
        invite = self.peer.expect("INVITE", timeout=timeout)
        self._listen_to(invite)
        self.peer.answer(invite, 200, "OK", body=self.sdp)
        self.peer.expect("ACK")
        return invite

    def hang_up(self):
        self.peer.next_request("BYE")
        self.peer.expect(200, method="BYE")
        self.voice.talk_to(None)

    def expect_bye(self, timeout=5):
        bye = self.peer.expect("BYE", timeout=timeout)
        self.peer.answer(bye, 200, "OK")
        self.voice.talk_to(None)
        return bye

    # A phone.

    def expect_ring(self, timeout=5):
        invite = self.peer.expect("INVITE", timeout=timeout)
        self.peer.adopt(invite)
        self.peer.answer(invite, 180, "Ringing")
        return invite

    def pick_up(self, invite):
        self._listen_to(invite)
        self.peer.answer(invite, 200, "OK", body=self.sdp)
        self.peer.expect("ACK")

    def expect_cancel(self, invite, timeout=8):
        cancel = self.peer.expect("CANCEL", timeout=timeout)
        self.peer.answer(cancel, 200, "OK")
        self.peer.answer(invite, 487, "Request Terminated")
        self.peer.expect("ACK")


def both_hear(caller, agent, limit=3.0):
    """The tone of each reaches the other, and no other tone does."""
    results = []

    def listen(party, frequency):
        try:
            party.voice.wait_for(frequency, limit)
        except AssertionError as error:
            results.append(str(error))

    threads = [threading.Thread(target=listen, args=(caller, agent.voice.frequency)),
               threading.Thread(target=listen, args=(agent, caller.voice.frequency))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not results, results
