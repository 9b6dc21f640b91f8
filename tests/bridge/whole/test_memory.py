"""What a waiting caller costs in memory once the transactions of the INVITE are over, and that nothing is left of anybody
afterwards."""

import os
import time
import unittest

from bridge import Bridge, free_port
from deaf_media_server import DeafMediaServer
from sipp import finish, sipp

WAITING = int(os.environ.get("TWINLINE_WAITING_CALLERS", "5000"))
RATE = 400  # a second
# 64 times T1 (RFC 3261 §17), and a little: by then everything that only a transaction needs has been freed.
AFTER_THE_LAST = 35
BYTES_OF_A_CALLER = 8192


class Memory(unittest.TestCase):
    def test_a_waiting_caller_takes_no_more_than_eight_kilobytes(self):
        bridge = Bridge(media=DeafMediaServer, lines=WAITING + 1, limits=f"{{calls_per_second: 2000, calls: {2 * WAITING}}}")
        # A phone that has not registered: everybody waits.
        bridge.values["agents"] = "    agent0: {group: team, phone_password_file: password}\n"
        with open(os.open(os.path.join(bridge.folder, "password"), os.O_CREAT | os.O_WRONLY, 0o600), "w",
                  encoding="utf-8") as file:
            file.write("secret\n")
        self.enterContext(bridge)
        before = bridge.metrics()
        arriving = WAITING / RATE
        patience = arriving + AFTER_THE_LAST + 4
        callers = sipp("caller.xml", free_port(), WAITING, "-s", "100", "-d", str(round(patience * 1000)), "-r", str(RATE),
                       "-l", str(WAITING), f"127.0.0.1:{bridge.sip}", limit=round(2 * patience))
        self.addCleanup(callers.kill)
        began = time.monotonic()
        bridge.wait_for_metric('twinline_queue_waiting{queue="service"}', WAITING, 2 * arriving + 5)
        self.assertLess(time.monotonic() - began, arriving + 3)
        time.sleep(max(0.0, began + patience - 2 - time.monotonic()))
        waiting = bridge.metrics()
        self.assertEqual(waiting['twinline_queue_waiting{queue="service"}'], WAITING)
        for side in ("server", "client"):
            self.assertEqual(waiting[f'twinline_sip_transactions{{side="{side}"}}'], 0)
        each = (waiting["twinline_heap_bytes"] - before["twinline_heap_bytes"]) / WAITING
        well, printed = finish(callers, limit=2 * patience)
        self.assertTrue(well, printed)

        bridge.wait_for_metric("twinline_calls", 0)
        bridge.wait_for_metric("twinline_media_sessions", 0)
        bridge.wait_for_metric("twinline_sip_legs", 0)
        for side in ("server", "client"):
            bridge.wait_for_metric(f'twinline_sip_transactions{{side="{side}"}}', 0, 45)
        bridge.wait_for_metric("twinline_timers", before["twinline_timers"])
        time.sleep(5.5)  # the heap is looked at every five seconds
        after = bridge.metrics()
        left = after["twinline_heap_bytes"] - before["twinline_heap_bytes"]
        print(f"{WAITING} callers: {each:.0f} bytes of heap each while they wait, {left / WAITING:.0f} of each afterwards; "
              f"{before['twinline_heap_bytes'] / 2**20:.1f} MiB without anybody")
        self.assertLessEqual(each, BYTES_OF_A_CALLER)
        # Tables keep their size for the next rush; callers keep nothing.
        self.assertLess(left / WAITING, BYTES_OF_A_CALLER / 2)


if __name__ == "__main__":
    unittest.main()
