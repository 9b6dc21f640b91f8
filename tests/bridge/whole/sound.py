"""What is in a recording: WAV files, and the captures that they are made of."""

import array
import glob
import os
import struct
import time
import wave

import bridge  # noqa: F401  (finds the folders beside this one)
from beside import BesideTheTest
from rtp_peer import EVENT, tone_share

SECOND = 8000


class Recording:
    """A WAV file of two sides."""

    def __init__(self, path):
        with wave.open(path) as file:
            assert (file.getnchannels(), file.getsampwidth(), file.getframerate()) == (2, 2, SECOND)
            samples = array.array("h", file.readframes(file.getnframes()))
        self.caller, self.agent = samples[0::2], samples[1::2]

    @property
    def seconds(self):
        return len(self.caller) / SECOND

    @staticmethod
    def hears(side, frequency):
        """Share of the tenths of a second in which the tone is what is heard."""
        step = SECOND // 10
        pieces = [side[begin:begin + step] for begin in range(0, len(side) - step + 1, step)]
        return sum(tone_share(piece, frequency) > 0.8 for piece in pieces) / max(len(pieces), 1)


class Captures(BesideTheTest):
    """Keeps a second name of every capture that appears in the spool, for the first one is soon removed."""

    def __init__(self, folder):
        self.spool, self.kept = os.path.join(folder, "recordings", "pcaps"), os.path.join(folder, "kept")
        os.makedirs(self.kept)
        super().__init__()

    def run(self):
        while not self.ended.is_set():
            for path in glob.glob(os.path.join(self.spool, "*.pcap")):
                try:
                    os.link(path, os.path.join(self.kept, os.path.basename(path)))
                except (FileExistsError, FileNotFoundError):
                    pass
            time.sleep(0.01)

    def keys(self):
        """Keys whose telephone events (RFC 4733) are in the captures, each counted once a press."""
        pressed = set()
        for path in glob.glob(os.path.join(self.kept, "*.pcap")):
            pressed |= {(packet[4:8], packet[12]) for packet in _rtp_packets(path) if packet[1] & 0x7F == EVENT}
        return sorted(key for _, key in pressed)


def _rtp_packets(path):
    with open(path, "rb") as file:
        file.read(24)
        while len(head := file.read(16)) == 16:
            packet = file.read(struct.unpack("=IIII", head)[2])
            yield packet[(packet[0] & 15) * 4 + 8:]
