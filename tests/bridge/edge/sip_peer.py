"""Just enough SIP over UDP to stand on either side of an edge and look at what it lets through."""

import itertools
import queue
import socket
import threading

_numbers = itertools.count(1)


class Message:
    """A request or a response: its first line and its headers in order."""

    def __init__(self, text, source=None):
        head = text.partition("\r\n\r\n")[0].split("\r\n")
        self.first_line = head[0]
        self.headers = [(name.strip(), value.strip()) for name, _, value in (line.partition(":") for line in head[1:])]
        self.source = source

    @property
    def method(self):
        return self.first_line.split(" ")[0]

    @property
    def uri(self):
        return self.first_line.split(" ")[1]

    @property
    def status(self):
        return int(self.first_line.split(" ")[1]) if self.first_line.startswith("SIP/2.0 ") else None

    def all(self, name):
        """Every value of a header, those that share a line apart."""
        values = [value for key, value in self.headers if key.lower() == name.lower()]
        return [part.strip() for value in values for part in value.split(",")]

    def one(self, name):
        values = self.all(name)
        return values[0] if values else None


class Peer:
    """One UDP socket. Requests and responses that come in are kept for whoever asks; with `bridge` it answers requests as
    a bridge would."""

    def __init__(self, address, port=0, bridge=False):
        self.socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.socket.bind((address, port))
        self.address, self.port = self.socket.getsockname()
        self.requests, self.responses = queue.Queue(), queue.Queue()
        self.pings = 0
        self.refusal = None  # a status with which a bridge answers everything
        self.silent = False
        self._bridge = bridge
        self._closing = False
        self._thread = threading.Thread(target=self._read, daemon=True)
        self._thread.start()

    def close(self):
        self._closing = True
        self.socket.sendto(b"", (self.address, self.port))  # wakes the reader
        self._thread.join(2)
        self.socket.close()

    def _read(self):
        while not self._closing:
            data, source = self.socket.recvfrom(65536)
            if not data.strip() or self.silent:
                continue
            message = Message(data.decode(errors="replace"), source)
            if message.status is not None:
                self.responses.put(message)
                continue
            if message.method == "OPTIONS" and self._bridge:
                self.pings += 1
            else:
                self.requests.put(message)
            if self._bridge and message.method != "ACK":
                self.answer(message, self.refusal or 200)

    def answer(self, request, status):
        """A response along the Vias, with the Path and Record-Routes of the request."""
        lines = [f"SIP/2.0 {status} Whatever"]
        lines += [f"{name}: {value}" for name, value in request.headers
                  if name.lower() in ("via", "record-route", "path", "from", "call-id", "cseq")]
        to = request.one("To")
        lines.append(f"To: {to}" + ("" if ";tag=" in to else ";tag=answer"))
        lines += [f"Contact: <sip:bridge@{self.address}:{self.port}>", "Content-Length: 0", "", ""]
        self.socket.sendto("\r\n".join(lines).encode(), request.source)

    def send(self, to, method, uri, headers=(), call_id=None, sequence=1, cseq_method=None, to_tag=None):
        """A request from here; returns its Call-ID. Headers are whole lines."""
        number = next(_numbers)
        call_id = call_id or f"call-{number}@{self.address}"
        tag = f";tag={to_tag}" if to_tag else ""
        lines = [
            f"{method} {uri} SIP/2.0", f"Via: SIP/2.0/UDP {self.address}:{self.port};rport;branch=z9hG4bK{number}",
            f"From: <sip:caller@{self.address}>;tag=from", f"To: <sip:called@{to[0]}>{tag}", f"Call-ID: {call_id}",
            f"CSeq: {sequence} {cseq_method or method}", f"Contact: <sip:caller@{self.address}:{self.port}>",
            "Max-Forwards: 70", *headers, "Content-Length: 0", "", ""]
        self.socket.sendto("\r\n".join(lines).encode(), to)
        return call_id

    def final_response(self, call_id, seconds=5):
        """The next response above 199 to a call's request."""
        return self._wait(self.responses, seconds, lambda found: found.one("Call-ID") == call_id and found.status >= 200)

    def request(self, method, call_id, seconds=5):
        return self._wait(self.requests, seconds,
                          lambda found: found.method == method and found.one("Call-ID") == call_id)

    @staticmethod
    def _wait(messages, seconds, fits):
        try:
            while True:
                message = messages.get(timeout=seconds)
                if fits(message):
                    return message
        except queue.Empty:
            return None
