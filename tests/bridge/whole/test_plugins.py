"""A policy from a shared object in a bridge that takes calls: put in force by a reload, kept through a crash, replayed."""

import json
import os
import shutil
import signal
import unittest

from bridge import PROGRAMS, Bridge, wait_until
from crowd import Caller, Crowd, Phone

PLUGIN = os.path.abspath(os.path.join(PROGRAMS, "../tests/plugins/quick_hands.so"))


class PlugIn(unittest.TestCase):
    def test_it_comes_into_force_outlives_a_crash_and_replays(self):
        bridge = Bridge(agents=2, media=False)
        shutil.copy(PLUGIN, bridge.folder)
        self.enterContext(bridge)
        phones = [Phone(bridge.sip, port, talks_for=0.02) for port in bridge.phones]
        callers = [Caller(bridge.sip, "caller") for _ in range(6)]
        crowd = self.enterContext(Crowd(*phones, *callers))

        def serve(two):
            for caller in two:
                caller.call()
            crowd.until(lambda: all(caller.ended_by for caller in two), 5, "the end of both calls")
            bridge.settled()

        serve(callers[:2])
        bridge.write(routing="quick_hands", more_of_bridge="  plugins: [quick_hands.so]\n")
        bridge.process.send_signal(signal.SIGHUP)
        wait_until(lambda: "is in force" in bridge.log(), 5, "the plug-in's policy")
        serve(callers[2:4])
        bridge.kill()
        bridge.start()
        serve(callers[4:])
        self.assertEqual(bridge.stop(), 0)

        status, printed = bridge.tool("replay", bridge.journal, "--plugin", PLUGIN, "--json")
        self.assertEqual(status, 0, printed)
        self.assertGreaterEqual(json.loads(printed)["decisions"], 6)
        status, printed = bridge.tool("replay", bridge.journal)
        self.assertEqual(status, 2)
        self.assertIn("there is no policy 'quick_hands'; wanted is the plug-in of SHA-256 ", printed)
