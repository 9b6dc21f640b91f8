"""What the tests of the media room share: the server, the bridge's side of it, callers and phones."""

import json
import os
import queue
import subprocess
import sys
import tempfile
import threading
import unittest

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
from rtp_peer import RtpPeer, audio_of, tone, write_alaw_au  # noqa: E402
from rtpengine import RtpEngine  # noqa: E402

CONTROL, EVENTS, AUDIO = 23100, 23101, (23200, 23999)
# One tone for each that can be heard, none a multiple of another.
WELCOME, MUSIC, CALLER, FIRST_AGENT, SECOND_AGENT = 500, 700, 1000, 1300, 1700
REPLY_LIMIT = 5.0


class Probe:
    """The bridge's side: the facade MediaServer in a process of its own."""

    program = None

    def __init__(self, prompts):
        self._process = subprocess.Popen(
            [Probe.program, str(CONTROL), str(EVENTS), prompts],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self._number = 0
        self._replies = {}
        self.digits, self.health = queue.Queue(), queue.Queue()
        self._arrived = threading.Condition()
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self):
        for line in self._process.stdout:
            told = json.loads(line)
            if "digit" in told:
                self.digits.put((told["id"], told["from_caller"], told["digit"]))
            elif "number" in told:
                with self._arrived:
                    self._replies[told["number"]] = told
                    self._arrived.notify_all()
            else:
                self.health.put(told["up"])

    def tell(self, what, **arguments):
        """Asks without waiting; returns the number of the reply."""
        self._number += 1
        print(json.dumps({"number": self._number, "do": what, **arguments}), file=self._process.stdin, flush=True)
        return self._number

    def reply(self, number, limit=REPLY_LIMIT):
        with self._arrived:
            if not self._arrived.wait_for(lambda: number in self._replies, limit):
                raise AssertionError(f"no reply to request {number} within {limit} s")
            return self._replies.pop(number)

    def ask(self, what, **arguments):
        return self.reply(self.tell(what, **arguments))

    def kill(self):
        self._process.kill()
        self._end()

    def close(self):
        self._process.stdin.close()
        self._end()

    def _end(self):
        status = self._process.wait(5)
        self._reader.join(5)
        self._process.stdout.close()
        if not self._process.stdin.closed:
            self._process.stdin.close()
        return status


class MediaCase(unittest.TestCase):
    """One server and one probe for all tests; each test has calls of its own."""

    calls = 0

    @classmethod
    def setUpClass(cls):
        folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(folder.cleanup)
        cls.prompts = folder.name
        write_alaw_au(os.path.join(folder.name, "welcome.au"), tone(WELCOME, 2))
        write_alaw_au(os.path.join(folder.name, "music.au"), tone(MUSIC, 1))
        cls.server = RtpEngine(folder.name, CONTROL, EVENTS, AUDIO)
        cls.server.start()
        cls.addClassCleanup(cls.server.stop)

    def setUp(self):
        self.probe = Probe(self.prompts)
        self.addCleanup(lambda: self.probe.close())
        self.assertTrue(self.probe.health.get(timeout=3), "the server must be up")

    def peer(self, frequency, **arguments):
        peer = RtpPeer(frequency, **arguments)
        self.addCleanup(peer.close)
        return peer

    def ask(self, what, **arguments):
        """Asks what must succeed."""
        reply = self.probe.ask(what, **arguments)
        self.assertTrue(reply["ok"], f"{what}: {reply}")
        return reply

    def refuse(self, what, **arguments):
        reply = self.probe.ask(what, **arguments)
        self.assertFalse(reply["ok"], f"{what}: {reply}")
        return reply["error"]

    def new_call(self):
        MediaCase.calls += 1
        call = f"call-{os.getpid()}-{MediaCase.calls}"
        self.addCleanup(lambda: self.probe.tell("close", id=call))
        return call

    def open(self, caller, **arguments):
        """A caller who hears the music."""
        call = self.new_call()
        reply = self.ask("open", id=call, sdp=caller.sdp(), **arguments)
        caller.talk_to(audio_of(reply["sdp"]))
        self.ask("play", id=call, prompt="music", forever=True)
        caller.wait_for(MUSIC)
        return call

    def connect(self, call, party, caller, agent, codecs=("PCMA",)):
        """A phone answers and the caller is re-invited."""
        offer = self.ask("invite", id=call, party=party)["sdp"]
        again = self.ask("bridge", id=call, party=party, sdp=agent.sdp(codecs=codecs))["sdp"]
        agent.talk_to(audio_of(offer))
        caller.talk_to(audio_of(again))
        return offer, again

    def assert_two_way(self, caller, agent):
        caller.wait_for(agent.frequency)
        agent.wait_for(caller.frequency)
