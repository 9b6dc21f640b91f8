"""Callers and agents with a voice: SIP from peer.py, sound from rtp_peer.py."""

import copy
import threading
import time

import bridge  # noqa: F401  (finds the folders beside this one)
from peer import Peer
from rtp_peer import RtpPeer, audio_of


class Party:
    """One telephone on one call. Re-INVITEs are answered as they come by serve(); everything else is told."""

    def __init__(self, server_port, frequency, port=None, user="caller"):
        self.peer = Peer(server_port, user, port)
        self.voice = RtpPeer(frequency)
        self.has_two_lines = False

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.voice.close()
        self.peer.close()

    def second_line(self):
        """The same telephone on another call: give it up with hang_up() or expect_bye(), not by closing it."""
        other = copy.copy(self)
        other.peer = copy.copy(self.peer)
        other.peer.new_dialog()
        self.has_two_lines = other.has_two_lines = True
        return other

    def _expect(self, *wanted, **more):
        return self.peer.expect(*wanted, own=self.has_two_lines, **more)

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
        answer = self._expect(200, method="INVITE", timeout=timeout)
        self._listen_to(answer)
        self.peer.ack(answer)
        return answer

    def take_reinvite(self, timeout=5):
        """The bridge moves our audio elsewhere."""
        invite = self._expect("INVITE", timeout=timeout)
        self._listen_to(invite)
        self.peer.answer(invite, 200, "OK", body=self.sdp)
        self._expect("ACK")
        return invite

    def hang_up(self):
        self.peer.next_request("BYE")
        self._expect(200, method="BYE")
        self.voice.talk_to(None)

    def expect_bye(self, timeout=5):
        bye = self._expect("BYE", timeout=timeout)
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
        self._expect("ACK")

    def expect_cancel(self, invite, timeout=8):
        cancel = self._expect("CANCEL", timeout=timeout)
        self.peer.answer(cancel, 200, "OK")
        self.peer.answer(invite, 487, "Request Terminated")
        self._expect("ACK")

    # An agent who passes the caller on.

    def refer(self, number, replaces=None):
        """To a number, or to whoever is on the other line."""
        target = f"sip:{number}@127.0.0.1"
        if replaces:
            own, other = replaces.peer.own_tag, replaces.peer.other_tag
            target += f"?Replaces={replaces.peer.call_id.replace('@', '%40')}%3Bto-tag%3D{other}%3Bfrom-tag%3D{own}"
        self.peer.next_request("REFER", headers=[f"Refer-To: <{target}>"])
        return self._expect(202, 403, method="REFER").status

    def expect_progress(self, timeout=5):
        """The final status that NOTIFY tells; each is answered."""
        deadline = time.monotonic() + timeout
        while True:
            notify = self._expect("NOTIFY", timeout=deadline - time.monotonic())
            self.peer.answer(notify, 200, "OK")
            status = int(notify.body.split()[1])
            if status >= 200:
                assert "terminated" in notify.get("subscription-state"), notify.text
                return status


def talk(caller, agent):
    """The caller calls, the agent picks up, and the two talk."""
    caller.call()
    agent.pick_up(agent.expect_ring())
    caller.wait_for_answer()
    caller.take_reinvite()
    both_hear(caller, agent)


def wait_with_music(caller, music):
    """The caller calls, and nobody is free."""
    caller.call()
    caller.wait_for_answer()
    caller.voice.wait_for(music)


def next_in_line(talking, agent, waiting):
    """Who talks hangs up, and the agent gets who waits."""
    talking.hang_up()
    agent.expect_bye()
    agent.peer.new_dialog()
    agent.pick_up(agent.expect_ring())
    waiting.take_reinvite()
    both_hear(waiting, agent)


def both_hear(caller, agent, limit=8.0):
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
