"""The audio side of a phone, for tests: sends a tone as RTP, notes what it hears.

Every call and direction has a tone of its own, so that a packet which reached the wrong ear is seen. Tones are found
with Goertzel's algorithm (one bin of a Fourier transform) in what was heard last. Python's standard library only;
packets are RFC 3550, digits RFC 4733, sound is ITU-T G.711, A-law or mu-law.
"""

import bisect
import collections
import math
import select
import socket
import struct
import threading
import time

RATE = 8000
FRAME = 160  # samples in 20 ms
FRAME_TIME = FRAME / RATE
PCMU = 0
PCMA = 8
EVENT = 101
DIGITS = "0123456789*#ABCD"
RECENT = 0.2  # seconds: what is heard now
SO_TIMESTAMPNS = 35  # socket(7); Python has no name for it
LATE = 0.03  # seconds; what wakes later has stood still
LOUD = 1e4  # mean square of a sample; silence is far below, a tone far above

Packet = collections.namedtuple("Packet", "time payload_type marker sequence timestamp source sound sender")


def _alaw(code):
    code ^= 0x55
    segment, step = code >> 4 & 7, code & 15
    value = (step << 4) + 8 if segment == 0 else ((step << 4) + 0x108) << (segment - 1)
    return value if code & 0x80 else -value


def _mulaw(code):
    code ^= 0xFF
    value = (((code & 15) << 3) + 0x84 << (code >> 4 & 7)) - 0x84
    return -value if code & 0x80 else value


DECODED = {PCMA: [_alaw(code) for code in range(256)], PCMU: [_mulaw(code) for code in range(256)]}


def encoded(samples, payload_type=PCMA):
    """Samples of 16 bits as the nearest codes."""
    codes = sorted((value, code) for code, value in enumerate(DECODED[payload_type]))
    values = [value for value, _ in codes]

    def nearest(sample):
        above = min(bisect.bisect_left(values, sample), len(values) - 1)
        below = max(above - 1, 0)
        return codes[above if values[above] - sample < sample - values[below] else below][1]

    return bytes(nearest(sample) for sample in samples)


def tone(frequency, seconds, loudness=8000):
    """Samples of a sine tone."""
    return [round(loudness * math.sin(2 * math.pi * frequency * n / RATE)) for n in range(round(seconds * RATE))]


def write_alaw_au(path, samples):
    """An AU file as the media server's prompts are: 8 kHz, mono, A-law (encoding 27)."""
    sound = encoded(samples)
    with open(path, "wb") as file:
        file.write(b".snd" + struct.pack(">IIIII", 24, len(sound), 27, RATE, 1) + sound)


def tone_share(samples, frequency):
    """Share of the power of `samples` that is in the tone of `frequency`: 1 for the tone alone, 0 without it."""
    power = sum(sample * sample for sample in samples)
    if not samples or power / len(samples) < LOUD:
        return 0.0
    coefficient = 2 * math.cos(2 * math.pi * frequency / RATE)
    last = before = 0.0
    for sample in samples:
        last, before = sample + coefficient * last - before, last
    magnitude = last * last + before * before - coefficient * last * before
    return 2 * magnitude / (len(samples) * power)


def audio_of(sdp):
    """(address, port) of the first audio stream of an SDP."""
    address = None
    for line in sdp.splitlines():
        if line.startswith("c=IN IP4 "):
            address = line.split()[2]
        if line.startswith("m=audio "):
            port = int(line.split()[1])
            inner = sdp[sdp.index(line):].splitlines()[1:]
            for below in inner:
                if below.startswith("m="):
                    break
                if below.startswith("c=IN IP4 "):
                    address = below.split()[2]
            return address, port
    raise ValueError(f"no audio in the SDP:\n{sdp}")


class RtpPeer:
    """One party. It listens from the start and sends its tone from talk_to() on."""

    def __init__(self, frequency, payload_type=PCMA, address="127.0.0.1"):
        self.frequency = frequency
        self.payload_type = payload_type
        self.packets = []
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._socket.bind((address, 0))
        self._socket.setsockopt(socket.SOL_SOCKET, SO_TIMESTAMPNS, 1)
        self._remote = None
        self._sequence, self._timestamp = 1000, 1000 * FRAME  # not 0, which rtpengine takes for no event at all
        self._digits = collections.deque()
        self._late = []  # (due, woke) of each time that the thread woke late
        self._lock = threading.Lock()
        self.change_tone(frequency)
        self._ended = False
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def change_tone(self, frequency):
        """Sends another tone from now on; `frequency` stays what it was."""
        period = RATE // math.gcd(RATE, frequency)
        self._sound = encoded(tone(frequency, period * FRAME / RATE), self.payload_type)

    def close(self):
        self._ended = True
        self._thread.join()
        self._socket.close()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    @property
    def port(self):
        return self._socket.getsockname()[1]

    def sdp(self, direction="sendrecv", codecs=("PCMA",), address="127.0.0.1", port=None):
        """What this party offers or answers."""
        numbers = {"PCMU": 0, "PCMA": 8, "G722": 9, "opus": 96, "G729": 18}
        rates = {"opus": "48000/2"}
        formats = [numbers[name] for name in codecs] + [EVENT]
        lines = [
            "v=0", f"o=- {self.port} 1 IN IP4 127.0.0.1", "s=-", f"c=IN IP4 {address}", "t=0 0",
            f"m=audio {port or self.port} RTP/AVP {' '.join(map(str, formats))}",
            *[f"a=rtpmap:{numbers[name]} {name}/{rates.get(name, '8000')}" for name in codecs],
            f"a=rtpmap:{EVENT} telephone-event/8000", f"a=fmtp:{EVENT} 0-15", f"a={direction}",
        ]
        return "\r\n".join(lines) + "\r\n"

    def talk_to(self, remote):
        """Sends to (address, port) from now on; None: is silent."""
        with self._lock:
            self._remote = remote

    def press(self, digit):
        """Sends a digit of 100 ms as telephone events, in place of the tone."""
        with self._lock:
            self._digits.append(DIGITS.index(digit))

    def heard(self, since=None):
        """Packets of sound heard since a time, or in the last moment."""
        since = time.monotonic() - RECENT if since is None else since
        return [packet for packet in list(self.packets) if packet.time >= since]

    def samples(self, since=None):
        return [DECODED[packet.payload_type][code] for packet in self.heard(since)
                if packet.payload_type in DECODED for code in packet.sound]

    def hears(self, frequency):
        """Whether the tone is what comes in now."""
        return tone_share(self.samples(), frequency) > 0.8

    def wait_for(self, frequency, limit=8.0):
        """Seconds until the tone was there; raises AssertionError when it does not come."""
        began = time.monotonic()
        while time.monotonic() - began < limit:
            if self.hears(frequency):
                return time.monotonic() - began
            time.sleep(FRAME_TIME)
        raise AssertionError(f"{frequency} Hz was not heard within {limit} s; {self.describe()}")

    def wait_for_sound(self, seconds, limit=6.0):
        """Until so much sound has come in all; counts packets, since a busy machine brings them late."""
        began = time.monotonic()
        while len(self.packets) * FRAME_TIME < seconds:
            if time.monotonic() - began > limit:
                raise AssertionError(f"{len(self.packets) * FRAME_TIME:.2f} s of sound within {limit} s; {self.describe()}")
            time.sleep(FRAME_TIME)

    def wait_for_silence(self, limit=8.0):
        began = time.monotonic()
        while self.heard():
            if time.monotonic() - began > limit:
                raise AssertionError(f"sound does not end; {self.describe()}")
            time.sleep(FRAME_TIME)

    def longest_gap(self, since, limit=8.0):
        """The longest time without a packet from then to now, in seconds; time in which this party stood still itself,
        as all do on a machine whose processors are taken away, does not count."""
        now = time.monotonic()
        while not self.heard(now) and time.monotonic() - now < limit:
            time.sleep(FRAME_TIME)
        times = [since] + [packet.time for packet in self.heard(since)]
        if not self.heard(now):
            times.append(time.monotonic())
        return max(later - earlier - self._stood_still(earlier, later) for earlier, later in zip(times, times[1:]))

    def _stood_still(self, begin, end):
        return sum(max(0, min(end, woke) - max(begin, due)) for due, woke in list(self._late))

    def describe(self):
        packets, samples = self.heard(), self.samples()
        loudest = max(range(200, 3400, 20), key=lambda frequency: tone_share(samples, frequency)) if samples else None
        kinds = sorted({packet.payload_type for packet in packets})
        return f"the last {RECENT} s: {len(packets)} packets, payload types {kinds}, loudest near {loudest} Hz"

    def _run(self):
        due = time.monotonic()
        while not self._ended:
            wait = due - time.monotonic()
            if wait < -LATE:
                # What it missed it sends in one go: each frame is late, but only the first tells of the pause.
                self._late.append((max(due, self._late[-1][1]) if self._late else due, due - wait))
            if wait <= 0:
                self._send_frame()
                due += FRAME_TIME
                continue
            if select.select([self._socket], [], [], wait)[0]:
                self._receive()

    def _send_frame(self):
        with self._lock:
            remote, digit = self._remote, self._digits.popleft() if self._digits else None
        if remote is None:
            return
        if digit is not None:
            self._send_digit(remote, digit)
            return
        start = self._timestamp % len(self._sound)
        sound = (self._sound + self._sound)[start:start + FRAME]
        self._send(remote, self.payload_type, self._timestamp, False, sound)
        self._timestamp += FRAME

    def _send_digit(self, remote, digit):
        """Events share the timestamp of their begin and tell their duration; the end is sent three times."""
        steps = 5
        for step in range(1, steps + 3):
            ended = step >= steps
            event = struct.pack("!BBH", digit, 10 | (0x80 if ended else 0), FRAME * min(step, steps))
            self._send(remote, EVENT, self._timestamp, step == 1, event)
            time.sleep(FRAME_TIME if not ended else 0)
        self._timestamp += FRAME * steps

    def _send(self, remote, payload_type, timestamp, marker, payload):
        kind = payload_type | (0x80 if marker else 0)
        header = struct.pack("!BBHII", 0x80, kind, self._sequence & 0xFFFF, timestamp & 0xFFFFFFFF, self.port)
        self._sequence += 1
        try:
            self._socket.sendto(header + payload, remote)
        except ConnectionRefusedError:
            pass  # an earlier packet found nobody: the media server is away

    @staticmethod
    def _time_in(notes):
        """When the packet came in, as the system noted it: a busy machine reads it later."""
        for level, kind, stamp in notes:
            if (level, kind) == (socket.SOL_SOCKET, SO_TIMESTAMPNS):
                seconds, nanoseconds = struct.unpack("@ll", stamp)
                return time.monotonic() - (time.time() - seconds - nanoseconds / 1e9)
        return time.monotonic()

    def _receive(self):
        try:
            data, notes, _, sender = self._socket.recvmsg(2048, 64)
        except ConnectionRefusedError:
            return
        came = self._time_in(notes)
        if len(data) < 12 or data[0] >> 6 != 2:
            return
        _, kind, sequence, timestamp, source = struct.unpack("!BBHII", data[:12])
        if kind & 0x7F in range(72, 77):
            return  # RTCP
        begin = 12 + 4 * (data[0] & 15)
        self.packets.append(
            Packet(came, kind & 0x7F, kind >> 7, sequence, timestamp, source, data[begin:], sender))
