"""Datagrams that no honest peer sends, as many as wanted, the same for the same seed: the shapes of RFC 4475, sound
requests that were bent, and noise."""

import itertools
import random

from torture import CRLF, SHAPES, Request

METHODS = ["INVITE", "OPTIONS", "REGISTER", "BYE", "CANCEL", "ACK", "PRACK", "REFER", "UPDATE", "SUBSCRIBE", "NOTIFY",
           "INFO", "MESSAGE", "PUBLISH", "X"]
LARGEST = 65000  # bytes of a datagram
SPECIAL = b'\r\n\t ;,<>"%:@\\=?&/[]\0\x7f\xff'


def _lines(data):
    return data.split(b"\r\n")


# Each bends the bytes of a sound request in one way.

def truncated(chance, data):
    return data[:chance.randrange(len(data))]


def flipped(chance, data):
    data = bytearray(data)
    for _ in range(chance.randint(1, 12)):
        data[chance.randrange(len(data))] = chance.randrange(256)
    return bytes(data)


def special_letters(chance, data):
    place = chance.randrange(len(data))
    return data[:place] + bytes([chance.choice(SPECIAL)]) * chance.randint(1, 30) + data[place:]


def a_piece_missing(chance, data):
    place = chance.randrange(len(data))
    return data[:place] + data[place + chance.randint(1, 60):]


def a_piece_twice(chance, data):
    place = chance.randrange(len(data))
    return data[:place] + data[place:place + chance.randint(1, 300)] * chance.choice([2, 3, 50]) + data[place:]


def a_header_many_times(chance, data):
    lines = _lines(data)
    place = min(len(lines) - 1, chance.randrange(1, 9))
    return b"\r\n".join(lines[:place] + [lines[place]] * chance.choice([2, 20, 400]) + lines[place:])


def a_header_missing(chance, data):
    lines = _lines(data)
    del lines[min(len(lines) - 1, chance.randrange(1, 9))]
    return b"\r\n".join(lines)


def a_huge_header(chance, data):
    lines = _lines(data)
    name = chance.choice([b"Subject", b"Via", b"Contact", b"Route", b"Record-Route", b"X-Long", b"Supported", b"Date"])
    value = chance.choice([b"a", b"a,", b"<sip:a@b>,", b'"', b"(", b"%41"]) * chance.choice([300, 3000, 10000])
    lines.insert(min(len(lines), chance.randrange(1, 9)), name + b": " + value)
    return b"\r\n".join(lines)


def shuffled(chance, data):
    head, _, body = data.partition(b"\r\n\r\n")
    first, *headers = _lines(head)
    chance.shuffle(headers)
    return b"\r\n".join([first, *headers]) + b"\r\n\r\n" + body


def folded(chance, data):
    fold = chance.choice([b"\r\n ", b"\r\n\t", b"\n ", b"\r "])
    place = data.find(b" ", chance.randrange(len(data)))
    return data if place < 0 else data[:place] + fold * chance.randint(1, 5) + data[place:]


def other_line_ends(chance, data):
    return data.replace(b"\r\n", chance.choice([b"\n", b"\r", b"\n\r", b"\r\r\n", b"\0", b"\r\n\r\n"]),
                        chance.choice([-1, 1, 3]))


def another_length(chance, data):
    value = chance.choice([b"-1", b"-2147483648", b"4294967295", b"99999999999999999999", b"0x10", b"", b"ten", b"1 2",
                           b"0"])
    return data.replace(b"Content-Length: ", b"Content-Length: " + value + chance.choice([b"", b"\r\nl: "]), 1)


def another_sequence(chance, data):
    value = chance.choice([b"0", b"-1", b"4294967296", b"2147483648", b"", b"one", b"1 INVITE", b"7 ACK", b"8 CANCEL"])
    return data.replace(b"CSeq: ", b"CSeq: " + value + b" ", 1)


def another_number(chance, data):
    """Port, hop count or the like."""
    value = chance.choice([b"0", b"-1", b"65536", b"99999999999", b"1e9", b"0x7f"])
    place = next((place for place in range(chance.randrange(len(data)), len(data)) if data[place:place + 1].isdigit()), 0)
    return data[:place] + value + data[place + 1:]


def a_name_for_an_address(chance, data):
    name = b"host%d.invalid" % chance.randrange(10**6)
    return data.replace(b"127.0.0.", name + b".", chance.choice([-1, 1]))


def escaped_null(_chance, data):
    return data.replace(b"sip:", b"sip:%00%0d%0a", 2)


def of_a_dialog_that_is_not(chance, data):
    to = data.find(b"\r\nCall-ID")
    return data if to < 0 else data[:to] + b";tag=t%d" % chance.randrange(10**6) + data[to:]


BENDS = [truncated, flipped, special_letters, a_piece_missing, a_piece_twice, a_header_many_times, a_header_missing,
         a_huge_header, shuffled, folded, other_line_ends, another_length, another_sequence, another_number,
         a_name_for_an_address, escaped_null, of_a_dialog_that_is_not]


class Hostile:
    """A source of datagrams: `source` is where they come from and answers may go, `target` whom they are for. `call_ids`
    are of calls that are none of its business; it knows their names, and not their tags."""

    def __init__(self, seed, source, target, call_ids=()):
        self.chance = random.Random(seed)
        self.source, self.target, self.call_ids = source, target, call_ids
        self.numbers, self.shapes = itertools.count(1), itertools.cycle(SHAPES)

    def request(self, method):
        return Request(method, self.source, self.target, next(self.numbers))

    def torture(self):
        """Every shape in turn, on every method that it fits."""
        return next(self.shapes)(self.request(self.chance.choice(METHODS[:4]))).encode("utf-8", "surrogateescape")

    def bent(self):
        data = self.request(self.chance.choice(METHODS)).text().encode()
        for _ in range(self.chance.choice([1, 1, 1, 2, 3])):
            data = self.chance.choice(BENDS)(self.chance, data) or b"\r\n"
        return data[:LARGEST]

    def trespass(self):
        request = self.request(self.chance.choice(METHODS)).set("Call-ID", self.chance.choice(self.call_ids))
        if self.chance.random() < 0.7:
            request.set("To", f"{request.get('To')};tag=t{self.chance.randrange(10**6)}")
        return request.text().encode()

    def noise(self):
        kind = self.chance.randrange(4)
        if kind == 0:
            return self.chance.randbytes(self.chance.randint(0, 1400))
        if kind == 1:  # as keep-alives look
            return self.chance.choice([b"", b"\r\n", b"\r\n\r\n", b"\0", b"\0\0\0\0", b" "]) * self.chance.randint(1, 9)
        words = (*METHODS, "SIP/2.0", "sip:", "Via", ":", CRLF, " ", "<", ">", ";tag=", "@", "1")
        letters = [word.encode() for word in words]
        return b"".join(self.chance.choices(letters, k=self.chance.randint(1, 200)))

    def datagrams(self, count):
        kinds, shares = [self.torture, self.bent, self.noise], [30, 55, 10]
        if self.call_ids:
            kinds, shares = [*kinds, self.trespass], [*shares, 5]
        for _ in range(count):
            yield self.chance.choices(kinds, shares)[0]()
