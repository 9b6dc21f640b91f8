"""Datagrams that no honest peer sends, by the ten thousand, from a trunk and from a stranger, at the bridge and through the
edge, while one caller waits with music and another talks: nothing crashes, nobody is deaf, both calls go on."""

import itertools
import os
import socket
import time
import unittest

from bridge import Bridge, any_port
from hostile import Hostile
from peer import Peer
from phones import Party, both_hear, next_in_line, talk, wait_with_music
from turns import machine_to_itself

DATAGRAMS = int(os.environ.get("TWINLINE_HOSTILE_DATAGRAMS", "100000"))  # in each of the two tests
SEED = int(os.environ.get("TWINLINE_HOSTILE_SEED", "4475"))
MUSIC, CALLER, AGENT, OTHER = 440, 620, 850, 1120
ENEMY_TRUNK, STRANGER = "127.0.0.2", "127.0.0.3"
# What is sent before somebody asks whether all has been read: less than the socket's buffer holds.
BATCH_DATAGRAMS, BATCH_BYTES = 50, 150000

# Calls that the enemy manages to make wait where there is no agent, a few at a time.
FILE = """
twinline: 1
name: under attack
queues: {{service: {{}}, limbo: {{}}}}
calls:
  service_call: {{queue: service, needs: service, groups: [team]}}
  limbo_call: {{queue: limbo, needs: patience, groups: [nobody]}}
groups: {{team: {{skills: [service]}}, nobody: {{skills: [patience]}}}}
trunks: {{provider: {{lines: 30}}, enemy: {{lines: 10}}}}
bridge:
  sip: {{listen: ["udp 127.0.0.1:{sip}"], domain: test.invalid{inner}}}
{edge}  trunks:
    provider: {{sources: [127.0.0.1], numbers: {{"100": service_call}}, codecs: [PCMA, PCMU]}}
    enemy: {{sources: [127.0.0.2], numbers: {{"666": limbo_call}}}}
  agents:
{agents}
  media: {media}
  store: {store}
  http: {{listen: "127.0.0.1:{http}"}}
  limits: {{calls_per_second: 100000, calls: 100000, drain: 2 s}}
"""


def lost_datagrams(port):
    """How many the system has dropped because a socket of the port was full."""
    with open("/proc/net/udp", encoding="ascii") as table:
        rows = [line.split() for line in table.readlines()[1:]]
    return sum(int(row[-1]) for row in rows if int(row[1].split(":")[1], 16) == port)


class Enemy:
    def __init__(self, address, door, call_ids):
        self.socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.socket.bind((address, 0))
        self.door = ("127.0.0.1", door)
        self.hostile = Hostile(SEED + int(address[-1]), self.socket.getsockname(), self.door, call_ids)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.socket.close()

    def batches(self, count):
        """Sends, and yields whenever it is time to see whether all has been read."""
        datagrams = size = 0
        for datagram in self.hostile.datagrams(count):
            self.socket.sendto(datagram, self.door)
            datagrams, size = datagrams + 1, size + len(datagram)
            if datagrams >= BATCH_DATAGRAMS or size >= BATCH_BYTES:
                yield datagrams
                datagrams = size = 0
        yield datagrams


class HostileDatagrams(unittest.TestCase):
    def test_directly_at_the_bridge(self):
        self.attack(self.enterContext(Bridge(template=FILE)))

    def test_through_the_edge(self):
        self.attack(self.enterContext(Bridge(template=FILE, edge=True)))

    def attack(self, bridge):
        self.enterContext(machine_to_itself())
        talking, waiting = (self.enterContext(Party(bridge.door, frequency)) for frequency in (CALLER, OTHER))
        agent = self.enterContext(Party(bridge.sip, AGENT, bridge.phones[0], "agent0"))
        talk(talking, agent)
        wait_with_music(waiting, MUSIC)

        call_ids = [party.peer.call_id for party in (talking, waiting, agent)]
        enemies = [self.enterContext(Enemy(address, bridge.door, call_ids)) for address in (ENEMY_TRUNK, STRANGER)]
        asking = self.enterContext(Peer(bridge.door, "asking", any_port()))
        began, lost, slowest, sent, seen = time.monotonic(), lost_datagrams(bridge.door), 0.0, 0, 0
        assaults = [enemy.batches(DATAGRAMS // len(enemies)) for enemy in enemies]
        for batches in itertools.zip_longest(*assaults, fillvalue=0):
            slowest = max(slowest, self.seconds_to_answer(asking))
            sent += sum(batches)
            if sent - seen > DATAGRAMS // 4:
                seen = sent
                self.unharmed(talking, agent, waiting)
        seconds = time.monotonic() - began
        print(f"{sent} hostile datagrams of seed {SEED} in {seconds:.0f} s; the slowest of the answers between them took "
              f"{slowest * 1e3:.0f} ms")
        self.assertEqual(sent, DATAGRAMS)
        self.assertEqual(lost_datagrams(bridge.door), lost)
        self.assertTrue(bridge.is_there() and bridge.is_there(bridge.door))
        self.end_well(bridge, talking, agent, waiting)

    def seconds_to_answer(self, asking):
        """Of OPTIONS that stand in line behind all that was sent; more than one second is deaf."""
        asking.new_dialog()
        asking.called = "100"
        began = time.monotonic()
        asking.request("OPTIONS")
        asking.expect(200, own=True, timeout=1)
        return time.monotonic() - began

    def unharmed(self, talking, agent, waiting):
        both_hear(talking, agent)
        waiting.voice.wait_for(MUSIC)

    def end_well(self, bridge, talking, agent, waiting):
        self.unharmed(talking, agent, waiting)
        next_in_line(talking, agent, waiting)
        agent.peer.next_request("BYE")
        agent.peer.expect(200, method="BYE")
        waiting.expect_bye()
        self.assertEqual(bridge.stop(), 0, bridge.log()[-3000:])
        self.assertNotIn("runtime error", bridge.log())
        bridge.replayed()


if __name__ == "__main__":
    unittest.main()
