"""A changed file while calls go on: what has not changed stays as it is, nobody waits for the reading, and what may not be
changed is refused with one line."""

import os
import signal
import statistics
import subprocess
import time
import types
import unittest

from bridge import HERE, PROGRAMS, Bridge, any_port, sys, wait_until
from beside import BesideTheTest
from crowd import Caller, Crowd, Phone
from peer import Peer
from probe import free_port
from sipp import finish, sipp

sys.path.append(os.path.join(HERE, "..", "desk"))
from desk_browser import Browser, password_line  # noqa: E402

FILE = """
twinline: 1
name: two queues
queues:
  service: {{treatments: {treatments}}}
{sales_queue}calls:
  service_call: {{queue: service, needs: service, groups: [team]}}
{sales_call}groups: {{team: {{skills: [service, sales]}}, spare: {{skills: [sales]}}}}
offers: {offers}
trunks: {{provider: {{lines: 300}}}}
policies: {{routing: {routing}}}
bridge:
  sip: {{listen: ["udp 127.0.0.1:{sip}"], domain: test.invalid}}
  trunks: {{provider: {{sources: [127.0.0.1], numbers: {{"100": service_call{sales_number}}}}}}}
  agents:
    anna: {{group: team, contact: "127.0.0.1:{phones[0]}", desk_password_file: password}}
    bruno: {{group: {group_of_bruno}, contact: "127.0.0.1:{phones[1]}", desk_password_file: password}}
    boss: {{group: team, contact: "127.0.0.1:{phones[2]}", desk_password_file: password, supervisor: yes}}
  media: {{direct: yes}}
  store: {store}
  http: {{listen: "127.0.0.1:{http}"}}
"""
SALES = {"sales_queue": "  sales: {}\n", "sales_call": "  sales_call: {queue: sales, needs: sales, groups: [team]}\n",
         "sales_number": ', "300": sales_call'}
WITHOUT_SALES = dict.fromkeys(SALES, "")


def reload(bridge, outcome, **changed):
    """Writes the file anew and waits until the log says what has come of it."""
    seen = bridge.log().count(outcome)
    bridge.write(**changed)
    bridge.process.send_signal(signal.SIGHUP)
    wait_until(lambda: bridge.log().count(outcome) > seen, 5, outcome)


class TwoQueues(unittest.TestCase):
    def setUp(self):
        self.bridge = Bridge(agents=3, media=False, template=FILE)
        self.bridge.values.update(SALES, group_of_bruno="team")
        with open(os.path.join(self.bridge.folder, "password"), "w", encoding="utf-8") as file:
            file.write(password_line(10))
        os.chmod(file.name, 0o600)
        self.enterContext(self.bridge)
        desk = types.SimpleNamespace(port=self.bridge.http)
        self.anna, self.bruno, self.boss = (Browser(desk) for _ in range(3))
        for browser, name in ((self.anna, "anna"), (self.bruno, "bruno"), (self.boss, "boss")):
            browser.log_in(name)

    def board(self):
        """What a supervisor sees, but for what the clock alone changes."""
        time.sleep(0.6)  # it is painted four times a second, a little less often on a busy machine
        board = self.boss.get("/api/board")[1]
        del board["now"]
        for queue in board["queues"]:
            del queue["longest_wait"]
        return board

    def crowd_of(self, callers):
        phone = Phone(self.bridge.sip, self.bridge.phones[0])
        return phone, self.enterContext(Crowd(phone, *callers))

    def test_case_19_a_change_of_one_thing_changes_nothing_else(self):
        callers = [Caller(self.bridge.sip, "caller") for _ in range(6)]
        phone, crowd = self.crowd_of(callers)
        self.anna.post("/api/presence", {"presence": "ready"})
        self.bruno.post("/api/presence", {"presence": "not_ready", "reason": "meeting"})
        for number, caller in zip(("100", "100", "300", "100", "300", "100"), callers):
            caller.call(number)
        crowd.until(lambda: phone.state == "talking", 5, "talk")
        wait_until(lambda: [queue["waiting"] for queue in self.board()["queues"]] == [3, 2], 5, "everybody in line")
        before = self.board()
        reload(self.bridge, "is in force", offers="{ring_limit: 9 s, no_answer: {then: not_ready}}")
        self.assertEqual(self.board(), before)
        reload(self.bridge, "is in force", routing="{name: priority_ageing}")
        self.assertEqual(self.board(), before)
        phone.talks_for = 0.02
        phone.bye()
        self.anna.post("/api/wrap-up-done")

        def all_served():
            self.anna.post("/api/wrap-up-done")
            crowd.turn()
            return all(caller.state == "ended" for caller in callers)
        crowd.until(all_served, 10, "everybody's turn")
        self.anna.post("/api/wrap-up-done")  # the last, for which the drain would wait
        self.assertEqual(self.bridge.stop(), 0)
        self.bridge.replayed()
        self.assertEqual(self.bridge.kpis()["answered"], 6)

    def test_an_agent_whom_the_file_has_in_another_group_is_moved(self):
        reload(self.bridge, "is in force", group_of_bruno="spare")
        groups = {agent["name"]: agent["group"] for agent in self.board()["agents"]}
        self.assertEqual(groups, {"anna": "team", "bruno": "spare", "boss": "team"})
        self.assertEqual(self.bridge.stop(), 0)
        self.bridge.replayed()

    def test_case_33_a_queue_in_use_is_not_taken_away_and_that_is_said_once(self):
        callers = [Caller(self.bridge.sip, "caller") for _ in range(20)]
        phone, crowd = self.crowd_of(callers)
        for caller in callers:
            caller.call("300")
        self.bridge.wait_for_metric('twinline_queue_waiting{queue="sales"}', len(callers))
        for caller in callers[:15]:  # abandoned rows
            caller.cancel()
        crowd.turn(0.1)
        self.bridge.wait_for_metric('twinline_queue_abandoned_total{queue="sales"}', 15)
        lines = self.bridge.log().count("\n")
        reload(self.bridge, "stays as it is", **WITHOUT_SALES)
        time.sleep(0.5)
        self.assertLessEqual(self.bridge.log().count("\n") - lines, 2)
        self.assertEqual(self.bridge.metrics()['twinline_queue_waiting{queue="sales"}'], 5)
        phone.talks_for = 0.02
        self.anna.post("/api/presence", {"presence": "ready"})

        def rest_served():
            self.anna.post("/api/wrap-up-done")
            crowd.turn()
            return all(caller.state == "ended" for caller in callers[15:])
        crowd.until(rest_served, 10, "those who wait")


class Settings(unittest.TestCase):
    def test_numbers_and_limits_are_in_force_and_what_needs_a_restart_changes_nothing(self):
        bridge = self.enterContext(Bridge(agents=0, media=False))
        early, accepted, third, fourth = callers = [Caller(bridge.sip, "caller") for _ in range(4)]
        crowd = self.enterContext(Crowd(*callers))
        early.call("300")
        crowd.until(lambda: early.state == "refused 404", 5, "no such number yet")
        reload(bridge, "is in force", numbers='{"300": service_call}')
        accepted.call("300")
        bridge.wait_for_metric("twinline_calls", 1)
        reload(bridge, "is in force", limits="{calls: 1}")
        third.call("300")
        crowd.until(lambda: third.state == "refused 503", 5, "the new limit")
        reload(bridge, "bridge.http.listen changed; this needs a restart; the configuration stays as it is",
               limits="{calls: 2}", http=free_port())
        fourth.call("300")
        crowd.until(lambda: fourth.state == "refused 503", 5, "the limit of before")
        self.assertEqual(bridge.metrics()["twinline_calls"], 1)


class Asking(BesideTheTest):
    """Asks the bridge for OPTIONS again and again, and notes how long each answer took."""

    def __init__(self, port):
        self.port, self.seconds = port, []
        super().__init__()

    def run(self):
        with Peer(self.port, "asking", any_port()) as peer:
            peer.called = "100"
            while not self.ended.is_set():
                peer.new_dialog()
                asked = time.monotonic()
                peer.request("OPTIONS")
                peer.expect(200, own=True, timeout=20)
                self.seconds.append(time.monotonic() - asked)
                time.sleep(0.002)


class ManyMembers(unittest.TestCase):
    """Case 20: thousands of agents make a long file. Nobody's call waits while it is read."""

    def test_case_20_reading_a_long_file_delays_no_call(self):
        agents, rate, seconds = 4000, 60, 10
        port = free_port()
        bridge = self.enterContext(Bridge(agents=agents, media=False, phone_port=port))
        phone = sipp("phone.xml", port, rate * seconds)
        self.addCleanup(phone.kill)
        time.sleep(0.3)
        caller = sipp("caller.xml", free_port(), rate * seconds, "-s", "100", "-d", "500", "-r", str(rate),
                      f"127.0.0.1:{bridge.sip}")
        self.addCleanup(caller.kill)
        reading = statistics.median(self.seconds_to_read(bridge) for _ in range(3))
        delays = [self.slowest_answer_while_reloading(bridge, name) for name in ("least_occupied", "round_robin", "random")]
        print(f"{agents} agents: reading takes {reading * 1e3:.0f} ms, the slowest answers meanwhile took "
              f"{', '.join(f'{delay * 1e3:.0f}' for delay in delays)} ms")
        # Whoever waits for the reading does so every time; a busy machine delays now and then.
        self.assertLess(min(delays), reading / 2)
        well, printed = finish(caller, phone)
        self.assertTrue(well, printed)
        bridge.wait_for_metric("twinline_calls", 0)

    @staticmethod
    def slowest_answer_while_reloading(bridge, routing):
        loaded = bridge.log().count("is in force")
        bridge.write(routing=routing)
        with Asking(bridge.sip) as asking:
            bridge.process.send_signal(signal.SIGHUP)
            wait_until(lambda: bridge.log().count("is in force") > loaded, 20, "the reload")
            time.sleep(0.1)
        return max(asking.seconds)

    @staticmethod
    def seconds_to_read(bridge):
        began = time.monotonic()
        subprocess.run([os.path.join(PROGRAMS, "twinline-bridge"), "check", bridge.file], check=True, capture_output=True,
                       timeout=60)
        return time.monotonic() - began


if __name__ == "__main__":
    unittest.main()
