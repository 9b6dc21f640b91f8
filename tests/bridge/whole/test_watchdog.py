"""Case 12: the thread with the calls hangs, the watchdog notices, another process takes over."""

import signal
import tempfile
import time
import unittest

from bridge import Bridge, wait_until
from phones import Party, both_hear, next_in_line, talk, wait_with_music
from service_manager import ServiceManager

MUSIC, CALLER, AGENT, OTHER = 440, 620, 850, 1120


class Watchdog(unittest.TestCase):
    def test_case_12_a_process_that_hangs_is_replaced_and_no_call_is_lost(self):
        manager = ServiceManager(self.enterContext(tempfile.TemporaryDirectory()))
        bridge = self.enterContext(Bridge(environment=manager.environment))
        self.enterContext(manager)  # it ends before the bridge does, which it would start again
        manager.watch(bridge)
        wait_until(lambda: "READY=1" in manager.told and manager.told.count("WATCHDOG=1") > 2, 3, "signs of life")

        talking, waiting = self.enterContext(Party(bridge.sip, CALLER)), self.enterContext(Party(bridge.sip, OTHER))
        agent = self.enterContext(Party(bridge.sip, AGENT, bridge.phones[0], "agent0"))
        talk(talking, agent)
        wait_with_music(waiting, MUSIC)
        self.assertEqual(manager.restarts, 0)
        bridge.settled()

        stopped, hung = time.monotonic(), bridge.process
        hung.send_signal(signal.SIGSTOP)
        wait_until(lambda: manager.restarts == 1, 8, "the watchdog")
        self.assertLess(time.monotonic() - stopped, manager.granted + 5)
        self.assertIn("took over 2 calls, 0 are lost", bridge.log())
        self.assertEqual(manager.told.count("READY=1"), 2)
        both_hear(talking, agent)
        waiting.voice.wait_for(MUSIC)
        self.assertLess(waiting.voice.longest_gap(stopped), 0.5)
        next_in_line(talking, agent, waiting)
        self.assertEqual(manager.restarts, 1)


if __name__ == "__main__":
    unittest.main()
