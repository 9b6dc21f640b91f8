"""Many telephones at once, each answering by itself what comes: for what one socket at a time would take too long.

They have no sound; their SDP names a port on which nobody listens. They retransmit nothing, for on loopback nothing is
lost, unless a caller is told to insist; but the bridge, which may have to wait for an answer while the machine is busy,
does, and is answered the same again."""

import select
import socket
import time

from bridge import any_port
from peer import Peer
from rtp_peer import audio_of


# Where everybody's audio goes, and nobody listens.
_deaf = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
_deaf.bind(("127.0.0.1", 0))


def sdp_for(port):
    return (f"v=0\r\no=- {port} 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\n"
            f"m=audio {port} RTP/AVP 8 101\r\na=rtpmap:8 PCMA/8000\r\na=rtpmap:101 telephone-event/8000\r\n")


class Telephone(Peer):
    """Takes part in one call after the other."""

    def __init__(self, server_port, user, port=None):
        super().__init__(server_port, user, port or any_port())
        self.state = "idle"
        self.audio = []  # (address, port) that we were told to send to, in order
        self.sequences = []  # CSeq of their requests in the dialog, in order
        self.answers = {}  # what was said last in each of their transactions
        self.ended_by = ""

    @property
    def sdp(self):
        return sdp_for(_deaf.getsockname()[1])

    def note(self, message):
        if message.body:
            self.audio.append(audio_of(message.body))

    @staticmethod
    def transaction(request):
        return request.method, request.get("via"), request.get("call-id")

    def answer(self, request, *words, **more):
        self.answers[self.transaction(request)] = super().answer(request, *words, **more)

    def is_of_a_call_that_is_over(self, request):
        return ";tag=" in request.get("to") and (self.state == "ended" or request.get("call-id") != self.call_id)

    def handle(self, message):
        if message.status:
            self.respond(message)
        elif message.method == "ACK":
            self.acknowledged()
        elif said := self.answers.get(self.transaction(message)):
            self.send(said, message.source)
        elif self.is_of_a_call_that_is_over(message):
            self.answer(message, 481, "Call/Transaction Does Not Exist")
        elif message.method == "BYE":
            self.sequences.append(message.sequence)
            self.answer(message, 200, "OK")
            self.end("them")
        elif message.method == "INVITE":
            self.invited(message)
        elif message.method == "CANCEL":
            self.answer(message, 200, "OK")
            self.cancelled()
        else:
            self.answer(message, 200, "OK")

    def respond(self, message):
        if message.sequence_method == "BYE" and message.status == 200:
            self.end("us")

    def reinvited(self, message):
        self.sequences.append(message.sequence)
        self.note(message)
        self.answer(message, 200, "OK", body=self.sdp)

    def bye(self):
        self.state = "ending"
        self.next_request("BYE")

    def end(self, by):
        self.state, self.ended_by = "ended", by

    def acknowledged(self):
        pass

    def cancelled(self):
        pass

    def tick(self):
        """Does what is due."""


class Caller(Telephone):
    """`idle` → `calling` → `waiting` → `talking` (its audio was moved) → `ended`. One who insists sends an INVITE again
    that is not answered, as RFC 3261 has it."""

    def __init__(self, *arguments, insists=False):
        super().__init__(*arguments)
        self.insists, self.again = insists, None

    def call(self, called="100"):
        self.state = "calling"
        self.invitation = self.invite(called, body=self.sdp)
        if self.insists:
            self.again, self.interval = time.monotonic() + 0.5, 0.5

    def tick(self):
        if self.again and time.monotonic() >= self.again:
            self.send(self.invitation)
            self.interval *= 2
            self.again = time.monotonic() + self.interval

    def respond(self, message):
        super().respond(message)
        if message.sequence_method == "INVITE":
            self.again = None
        if message.sequence_method != "INVITE" or message.status < 200:
            return
        self.ack(message)
        self.note(message)
        if message.sequence != self.sequence:
            return  # of an INVITE before
        if self.state == "calling":
            self.state = "waiting" if message.status == 200 else f"refused {message.status}"
        elif self.state == "reinviting":
            self.state = "talking"

    def invited(self, message):
        self.reinvited(message)
        self.state = "talking"

    def reinvite(self):
        self.state = "reinviting"
        self.next_request("INVITE", body=self.sdp)


class Phone(Telephone):
    """An agent's: rings `rings_for` seconds before it is picked up, talks `talks_for`, hangs up. None: leaves it be."""

    def __init__(self, server_port, port, talks_for=None, rings_for=0.0):
        super().__init__(server_port, "agent", port)
        self.talks_for, self.rings_for = talks_for, rings_for
        self.offered = self.answered = self.missed = 0
        self.ring, self.due = None, None

    def invited(self, message):
        if self.state in ("talking", "answering") and message.get("call-id") == self.call_id:
            self.reinvited(message)
            return
        self.new_dialog()
        self.adopt(message)
        self.note(message)
        self.offered += 1
        self.ring, self.state = message, "ringing"
        self.answer(message, 180, "Ringing")
        self.due = None if self.rings_for is None else time.monotonic() + self.rings_for
        self.tick()

    def cancelled(self):
        if self.state == "ringing":
            self.answer(self.ring, 487, "Request Terminated")
            self.missed += 1
            self.state, self.due = "idle", None

    def acknowledged(self):
        if self.state == "answering":
            self.state = "talking"
            self.due = None if self.talks_for is None else time.monotonic() + self.talks_for

    def tick(self):
        if self.due is None or time.monotonic() < self.due:
            return
        self.due = None
        if self.state == "ringing":
            self.answered += 1
            self.state = "answering"
            self.answer(self.ring, 200, "OK", body=self.sdp)
        elif self.state == "talking":
            self.bye()


class Crowd:
    def __init__(self, *telephones):
        self.telephones = list(telephones)
        self._poll = select.epoll()
        self._by_file = {}
        for telephone in self.telephones:
            self._by_file[telephone.socket.fileno()] = telephone
            self._poll.register(telephone.socket, select.EPOLLIN)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self._poll.close()
        for telephone in self.telephones:
            telephone.close()

    def turn(self, seconds=0.01):
        for file, _ in self._poll.poll(seconds):
            telephone = self._by_file[file]
            telephone.handle(telephone.receive(0.001))
        for telephone in self.telephones:
            telephone.tick()

    def until(self, fits, limit=10.0, what="it"):
        deadline = time.monotonic() + limit
        while not fits():
            if time.monotonic() > deadline:
                states = {}
                for telephone in self.telephones:
                    states[telephone.state] = states.get(telephone.state, 0) + 1
                raise AssertionError(f"{what} did not come within {limit} s; the telephones are {states}")
            self.turn()
