"""Stands in for rtpengine where thousands shall wait and nobody needs to hear anything: it agrees to every request of the ng
protocol and has no audio. What is measured beside it is the bridge alone."""

import re
import socket
import threading

import bridge  # noqa: F401  (finds the folders beside this one)
from rtpengine import bencode

COMMAND = re.compile(rb"7:command(\d+):")
SDP = ("v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\nm=audio 9 RTP/AVP 8 101\r\n"
       "a=rtpmap:8 PCMA/8000\r\na=rtpmap:101 telephone-event/8000\r\na=sendrecv\r\na=rtcp:10\r\n")
REPLIES = {b"ping": {"result": "pong"}, b"offer": {"result": "ok", "sdp": SDP}, b"answer": {"result": "ok", "sdp": SDP},
           b"play media": {"result": "ok", "duration": 2000}}
PONG = b"feed " + bencode(REPLIES[b"ping"])


class DeafMediaServer:
    """As RtpEngine is started and stopped; the ports of the audio are not used."""

    def __init__(self, _folder, control, events, _audio):
        self.control, self.events = control, events
        self.requests = 0
        self._replies = {command: bencode(reply) for command, reply in REPLIES.items()}
        self._otherwise = bencode({"result": "ok"})
        self._threads = []

    def start(self):
        self._control = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._control.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4 << 20)
        self._control.bind(("127.0.0.1", self.control))
        self._events = socket.create_server(("127.0.0.1", self.events))
        for work in (self._answer, self._keep_the_feed):
            thread = threading.Thread(target=work, daemon=True)
            thread.start()
            self._threads.append(thread)

    def stop(self):
        self._control.sendto(b"", self._control.getsockname())  # wakes the one thread
        self._events.shutdown(socket.SHUT_RDWR)  # and this the other
        for thread in self._threads:
            thread.join()
        self._control.close()
        self._events.close()

    def _answer(self):
        while True:
            request, sender = self._control.recvfrom(65536)
            if not request:
                return
            self.requests += 1
            found = COMMAND.search(request)
            command = request[found.end():found.end() + int(found.group(1))]
            cookie = request[:request.index(b" ") + 1]
            self._control.sendto(cookie + self._replies.get(command, self._otherwise), sender)

    def _keep_the_feed(self):
        """The connection on which digits would be told: greeted once, then silent."""
        feeds = []
        try:
            while True:
                feed = self._events.accept()[0]
                feed.recv(1000)
                feed.sendall(PONG)
                feeds.append(feed)
        except OSError:
            for feed in feeds:
                feed.close()
