"""A SIP user agent made of a socket: it sends what a test tells it to, right or wrong, and keeps just enough of a dialog
to send the next message. Nothing is retransmitted or answered unless a test does it."""

import hashlib
import re
import socket
import time

from probe import free_port

SDP = ("v=0\r\no=peer 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\nm=audio 6000 RTP/AVP 8 101\r\n"
       "a=rtpmap:8 PCMA/8000\r\na=rtpmap:101 telephone-event/8000\r\n")

_counter = 0


def unique(prefix):
    global _counter
    _counter += 1
    return f"{prefix}{_counter}x{time.monotonic_ns() % 1000000007}"


class Message:
    def __init__(self, text, source=None):
        self.text = text
        self.source = source
        head, _, self.body = text.partition("\r\n\r\n")
        self.first, *lines = head.split("\r\n")
        self.headers = []
        for line in lines:
            name, _, value = line.partition(":")
            self.headers.append((name.strip().lower(), value.strip()))
        self.status = int(self.first.split()[1]) if self.first.startswith("SIP/2.0") else 0
        self.method = self.first.split()[0] if not self.status else ""
        self.target = self.first.split()[1] if not self.status else ""

    def all(self, name):
        return [value for key, value in self.headers if key == name.lower()]

    def get(self, name, default=""):
        found = self.all(name)
        return found[0] if found else default

    @property
    def sequence(self):
        return int(self.get("cseq").split()[0])

    @property
    def sequence_method(self):
        return self.get("cseq").split()[1]

    def tag(self, name):
        found = re.search(r";tag=([^;>\s]+)", self.get(name))
        return found.group(1) if found else ""

    def contact(self):
        found = re.search(r"<([^>]+)>", self.get("contact"))
        return found.group(1) if found else ""


class Peer:
    """One UDP socket and at most one dialog at a time."""

    transport = "UDP"

    @property
    def contact(self):
        return f"<sip:{self.user}@{self.host}:{self.port}>"

    def __init__(self, server_port, user="peer", port=None, address="127.0.0.1"):
        self.user = user
        self.live_at(address)
        self.server = (address if self.family == socket.AF_INET6 else "127.0.0.1", server_port)
        self.socket = socket.socket(self.family, socket.SOCK_DGRAM)
        self.port = port or free_port()
        self.socket.bind((address, self.port))
        self.waiting = []
        self.new_dialog()

    def live_at(self, address):
        self.address = address
        self.family = socket.AF_INET6 if ":" in address else socket.AF_INET
        self.host = f"[{address}]" if ":" in address else address

    def new_dialog(self):
        self.call_id = unique("call") + "@test"
        self.own_tag, self.other_tag = unique("tag"), ""
        self.sequence = 1
        self.called = ""
        self.remote_target = ""
        self.routes = []
        self.invite_branch = ""

    def close(self):
        self.socket.close()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    # Sending.

    def send(self, text, to=None):
        self.socket.sendto(text.encode(), to or self.server)

    def request(self, method, target=None, headers=(), body="", sequence=None, branch=None, content_type="application/sdp",
                contact=True):
        """A request of the present dialog, or one that begins it. Gives its text, so that it can be sent again."""
        target = target or self.remote_target or f"sip:{self.called}@{self.host}:{self.server[1]}"
        branch = branch or unique("z9hG4bK")
        if sequence is None:
            sequence = self.sequence
        to = f"<sip:{self.called}@{self.host}>" + (f";tag={self.other_tag}" if self.other_tag else "")
        lines = [f"{method} {target} SIP/2.0",
                 f"Via: SIP/2.0/{self.transport} {self.host}:{self.port};branch={branch};rport",
                 f"From: <sip:{self.user}@{self.host}>;tag={self.own_tag}",
                 f"To: {to}",
                 f"Call-ID: {self.call_id}",
                 f"CSeq: {sequence} {method}",
                 "Max-Forwards: 70"]
        lines += [f"Route: {route}" for route in self.routes]
        if contact:
            lines.append(f"Contact: {self.contact}")
        lines += headers
        if body:
            lines.append(f"Content-Type: {content_type}")
        lines.append(f"Content-Length: {len(body)}")
        text = "\r\n".join(lines) + "\r\n\r\n" + body
        if method == "INVITE":
            self.invite_branch, self.invite_sequence, self.invite_target = branch, sequence, target
        self.send(text)
        return text

    def invite(self, called="100", headers=(), body=SDP, **more):
        self.called = self.called or called
        return self.request("INVITE", headers=headers, body=body, **more)

    def cancel(self, headers=()):
        self.request("CANCEL", target=self.invite_target, sequence=self.invite_sequence, branch=self.invite_branch,
                     headers=headers, contact=False)

    def ack(self, response, body="", sequence=None):
        """Of a final response to our INVITE."""
        sequence = sequence or response.sequence
        if response.status < 300:
            self.remember(response)
            self.request("ACK", sequence=sequence, body=body, contact=False)
        else:
            kept, self.other_tag = self.other_tag, response.tag("to")
            self.request("ACK", target=self.invite_target, sequence=sequence, branch=self.invite_branch, contact=False)
            self.other_tag = kept

    def remember(self, response):
        self.other_tag = response.tag("to")
        self.remote_target = response.contact() or self.remote_target
        if not self.routes:
            self.routes = list(reversed(response.all("record-route")))

    def next_request(self, method, **more):
        self.sequence += 1
        return self.request(method, sequence=self.sequence, **more)

    def answer(self, request, status, phrase="Whatever", headers=(), body="", tag=None, content_type="application/sdp",
               contact=True):
        """A response to a request of theirs; with a tag of ours unless it has one. Gives its text, as request() does."""
        to = request.get("to")
        if status > 100 and ";tag=" not in to:
            to += f";tag={tag or self.own_tag}"
        lines = [f"SIP/2.0 {status} {phrase}"]
        lines += [f"Via: {via}" for via in request.all("via")]
        lines += [f"Record-Route: {route}" for route in request.all("record-route")]
        lines += [f"From: {request.get('from')}", f"To: {to}", f"Call-ID: {request.get('call-id')}",
                  f"CSeq: {request.get('cseq')}"]
        if contact:
            lines.append(f"Contact: {self.contact}")
        lines += headers
        if body:
            lines.append(f"Content-Type: {content_type}")
        lines.append(f"Content-Length: {len(body)}")
        text = "\r\n".join(lines) + "\r\n\r\n" + body
        self.send(text, request.source)
        return text

    def adopt(self, request):
        """The dialog that their INVITE begins, seen from here."""
        self.call_id = request.get("call-id")
        self.other_tag = request.tag("from")
        self.called = re.search(r"<sip:([^@>]*)@", request.get("from")).group(1)
        self.remote_target = request.contact()
        self.routes = request.all("record-route")
        self.sequence = 100

    # Receiving.

    def receive(self, timeout):
        self.socket.settimeout(max(0.001, timeout))
        data, source = self.socket.recvfrom(65536)
        return Message(data.decode(), source)

    def expect(self, *wanted, timeout=8, method=None, own=False):
        """The next message that is one of these: a method, or a status (of `method`, if given; of the present dialog
        alone, if `own`). Others stay for later, 100 and retransmissions with them."""
        def fits(found):
            if own and found.get("call-id") != self.call_id:
                return False
            if found.status:
                return found.status in wanted and (method is None or found.sequence_method == method)
            return found.method in wanted

        deadline = time.monotonic() + timeout
        for place, found in enumerate(self.waiting):
            if fits(found):
                return self.waiting.pop(place)
        seen = [found.first for found in self.waiting]
        while True:
            try:
                found = self.receive(deadline - time.monotonic())
            except socket.timeout:
                raise AssertionError(f"waited {timeout} s for {wanted}; there was {seen}") from None
            if fits(found):
                return found
            seen.append(found.first)
            self.waiting.append(found)

    def silent(self, *unwanted, seconds=0.5):
        try:
            found = self.expect(*unwanted, timeout=seconds)
        except AssertionError:
            return
        raise AssertionError(f"unexpected {found.first}")

    def forget_waiting(self):
        """What has come so far is of no interest."""
        self.waiting.clear()
        while True:
            try:
                self.receive(0.001)
            except socket.timeout:
                return

    # Whole stories.

    def register(self, domain, password, expires=600):
        """Registers with digest, and waits until that is done."""
        self.called, self.other_tag = self.user, ""
        lines = [f"Contact: {self.contact}", f"Expires: {expires}"]
        self.next_request("REGISTER", target=f"sip:{domain}", headers=lines, contact=False)
        challenge = self.expect(401).get("www-authenticate")
        credentials = digest(challenge, self.user, password, "REGISTER", f"sip:{domain}")
        self.next_request("REGISTER", target=f"sip:{domain}", contact=False,
                          headers=[*lines, f"Authorization: {credentials}"])
        self.expect(200, method="REGISTER")

    def establish(self, probe, called="100"):
        """An answered call; gives the leg."""
        self.invite(called)
        leg = probe.wait("invited")["leg"]
        probe.do(f"answer {leg}")
        self.ack(self.expect(200, method="INVITE", own=True))
        probe.wait("confirmed", leg=leg)
        return leg

    def pick_up(self, invite):
        """Answers their INVITE at once."""
        self.adopt(invite)
        self.answer(invite, 200, "OK", body=SDP)
        return self.expect("ACK")


class StreamPeer(Peer):
    """The same over one connection of its own, which is all that leads back to it."""

    def __init__(self, server_port, user="peer", tls=None, address="127.0.0.1"):
        self.user = user
        self.live_at(address)
        self.server = (address, server_port)
        self.transport = "TLS" if tls else "TCP"
        plain = socket.create_connection(self.server, timeout=3)
        self.use(tls.wrap_socket(plain, server_hostname=address) if tls else plain)
        self.port = self.socket.getsockname()[1]

    def use(self, connection):
        if getattr(self, "socket", None):
            self.socket.close()
        self.socket = connection
        self.waiting = []
        self.buffered = b""
        self.new_dialog()

    @property
    def contact(self):
        return f"<sip:{self.user}@{self.host}:{self.port};transport={self.transport.lower()}>"

    def send(self, text, to=None):
        self.socket.sendall(text.encode())

    def receive(self, timeout):
        self.socket.settimeout(max(0.001, timeout))
        while True:
            head, found, rest = self.buffered.partition(b"\r\n\r\n")
            if found:
                length = int(re.search(rb"(?im)^content-length: *(\d+)", head).group(1))
                if len(rest) >= length:
                    self.buffered = rest[length:]
                    return Message((head + found + rest[:length]).decode())
            more = self.socket.recv(65536)
            if not more:
                raise AssertionError("the connection was closed")
            self.buffered += more


class StreamGateway(StreamPeer):
    """The same, but the connection is made by the bridge: call accept() before anything else."""

    def __init__(self, tls=None, user="peer", address="127.0.0.1"):
        self.user = user
        self.live_at(address)
        self.tls = tls
        self.transport = "TLS" if tls else "TCP"
        self.port = free_port()
        self.listener = socket.create_server((address, self.port), family=self.family)
        self.socket = None

    def accept(self, timeout=8):
        """Takes the next connection; raises ssl.SSLError where the bridge breaks the handshake off."""
        self.listener.settimeout(timeout)
        plain, _ = self.listener.accept()
        plain.settimeout(timeout)
        self.use(self.tls.wrap_socket(plain, server_side=True) if self.tls else plain)
        return self

    def close(self):
        self.listener.close()
        if self.socket:
            self.socket.close()


def digest_fields(header):
    """The parameters of a challenge or of credentials, by name."""
    return {name: quoted or plain for name, quoted, plain in re.findall(r'(\w+)=(?:"([^"]*)"|([^",\s]+))', header)}


def digest_response(fields, password, method):
    """What the field `response` of credentials must be (RFC 2617 with qop=auth)."""
    def md5(text):
        return hashlib.md5(text.encode()).hexdigest()

    secret = md5(f"{fields['username']}:{fields['realm']}:{password}")
    request = md5(f"{method}:{fields['uri']}")
    counted = f"{fields['nc']}:{fields['cnonce']}:auth:" if "nc" in fields else ""
    return md5(f"{secret}:{fields['nonce']}:{counted}{request}")


def digest(challenge, user, password, method, uri, count=1):
    """The credentials that answer a challenge (RFC 2617 with qop=auth); without qop where nothing is counted."""
    asked = digest_fields(challenge)
    fields = {"username": user, "realm": asked["realm"], "nonce": asked["nonce"], "uri": uri}
    more = ""
    if count:
        fields |= {"nc": f"{count:08x}", "cnonce": "cn"}
        more = f', qop=auth, nc={fields["nc"]}, cnonce="cn"'
    response = digest_response(fields, password, method)
    return (f'Digest username="{user}", realm="{fields["realm"]}", nonce="{fields["nonce"]}", uri="{uri}", '
            f'response="{response}", algorithm=MD5{more}')
