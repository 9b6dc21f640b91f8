"""Who calls, as tables and services know it: preferred agents, flows that ask, secrets that go to nobody else."""

import json
import os
import sqlite3
import sys
import threading
import unittest
import urllib.error
import urllib.request

from bridge import HERE, Bridge, wait_until
from crowd import Caller, Crowd, Phone
from phones import Party

sys.path.append(os.path.join(HERE, "..", "services"))
from service import Service  # noqa: E402

NUMBER, STRANGER, PIN = "+41791112233", "+41445550100", "85317246"
TABLE = {
    "routing": "{name: preferred_agent, params: {wait_at_most: 5 s}}",
    "calls": "{service_call: {queue: service, needs: service, groups: [team], look_up: customers}}",
    "ivr": "{look_ups: {customers: {attributes: {preferred_agent: {}, rank: {}}}}}",
    "look_ups": "{customers: {table: customers.csv}}",
    "files": {"customers.csv": f"number,preferred_agent,rank\n{NUMBER},agent2,3\n"},
}


def call_records(bridge, what):
    with sqlite3.connect(os.path.join(bridge.folder, "state", "calls.sqlite")) as database:
        return database.execute(what).fetchall()


def everything_kept(bridge):
    """All bytes of the bridge's files but those that say what it is to do."""
    kept = b""
    for folder, _, names in os.walk(bridge.folder):
        for name in names:
            if not name.endswith((".yaml", ".csv")):
                with open(os.path.join(folder, name), "rb") as file:
                    kept += file.read()
    return kept


class Table(unittest.TestCase):
    def test_who_is_known_reaches_the_preferred_agent_and_a_score_stands_beside_the_record(self):
        bridge = self.enterContext(Bridge(agents=3, media=False, more_http=", scores_token_file: token", **{
            **TABLE, "files": {**TABLE["files"], "token": "let me in\n"}}))
        phones = [Phone(bridge.sip, port, talks_for=0.1) for port in bridge.phones]
        known, stranger = Caller(bridge.sip, NUMBER), Caller(bridge.sip, STRANGER)
        crowd = self.enterContext(Crowd(*phones, known, stranger))
        known.call()
        crowd.until(lambda: known.state == "ended", 5, "the end")
        self.assertEqual([phone.offered for phone in phones], [0, 0, 1])
        stranger.call()
        crowd.until(lambda: stranger.state == "ended", 5, "the end")
        self.assertEqual([phone.offered for phone in phones], [1, 0, 1])

        wait_until(lambda: len(call_records(bridge, "select * from calls")) == 2, 5, "the records")
        name = call_records(bridge, "select pseudonym from calls where agent = 'agent2'")[0][0]
        self.assertEqual(self.post(bridge, {"call": name, "criterion": "tone", "score": 4}), 200)
        self.assertEqual(self.post(bridge, {"call": name, "criterion": "tone", "score": 4}, "guess"), 401)
        self.assertEqual(call_records(bridge, "select agent, score from calls join scores using (pseudonym)"),
                         [("agent2", 4.0)])
        self.assertEqual(bridge.stop(), 0)
        self.assertGreater(bridge.replayed()["decisions"], 0)
        self.assertNotIn(NUMBER[1:].encode(), everything_kept(bridge))

    def post(self, bridge, score, token="let me in"):
        request = urllib.request.Request(f"http://127.0.0.1:{bridge.http}/api/scores", json.dumps(score).encode(),
                                         {"Authorization": f"Bearer {token}", "Content-Type": "application/json"})
        try:
            with urllib.request.urlopen(request, timeout=5) as answer:
                return answer.status
        except urllib.error.HTTPError as refused:
            return refused.code

    def test_a_reload_reads_the_table_and_keeps_the_old_one_where_it_has_a_defect(self):
        bridge = self.enterContext(Bridge(agents=3, media=False, **TABLE))
        phones = [Phone(bridge.sip, port, talks_for=0.05) for port in bridge.phones]
        callers = [Caller(bridge.sip, NUMBER) for _ in range(4)]
        crowd = self.enterContext(Crowd(*phones, *callers))

        def rings(caller, agent):
            before = phones[agent].offered
            caller.call()
            crowd.until(lambda: caller.state == "ended", 5, "the end")
            self.assertEqual(phones[agent].offered, before + 1)

        rings(callers.pop(), 2)
        for table, said, agent in ((f"number,preferred_agent\n{NUMBER},agent1\n", "is in force", 1),
                                   (f"number,preferred_agent\n{NUMBER},nobody\n", "stays as it is", 1),
                                   (f"number,preferred_agent\n{STRANGER},agent2\n", "is in force", 0)):
            before = bridge.log().count(said)
            bridge.put("customers.csv", table)
            bridge.process.send_signal(1)
            wait_until(lambda: bridge.log().count(said) > before, 5, said)
            rings(callers.pop(), agent)
        self.assertIn("customers.csv:2:14: what stands under 'preferred_agent' is no whole number", bridge.log())
        self.assertNotIn(NUMBER[1:], bridge.log())
        bridge.write(ivr="{look_ups: {customers: {attributes: {rank: {}, preferred_agent: {}}}}}")
        bridge.process.send_signal(1)
        wait_until(lambda: "attributes have changed their order" in bridge.log(), 5, "the refusal")


FLOW = {
    "calls": """{service_call: {queue: service, needs: service, groups: [team], ivr: main},
                 loan_call: {queue: service, needs: service, groups: [team]}}""",
    "numbers": '{"100": service_call}',
    "ivr": """{look_ups: {crm: {attributes: {intent: {}}}}, flows: {main: {
        pin: {collect: please_hold, fewest: 8, most: 8, secret: yes, tries: 1, otherwise: person},
        ask: {look_up: crm, deadline: 700 ms, otherwise: person},
        way: {branch_on: intent, values: {2: loan}, otherwise: person},
        loan: {queue_as: loan_call},
        person: {queue: yes}}}}""",
}


class Flow(unittest.TestCase):
    def open(self, answer, **more):
        service = self.enterContext(Service(answer))
        bridge = self.enterContext(Bridge(
            agents=1, look_ups=f'{{crm: {{url: "{service.url()}", token_file: token, words: {{intent: {{loan: 2}}}}}}}}',
            files={"token": "let me in\n"}, **{**FLOW, **more}))
        return bridge, service

    def call(self, bridge, number, keys=PIN):
        caller = self.enterContext(Party(bridge.sip, 620, user=number))
        agent = self.enterContext(Party(bridge.sip, 850, bridge.phones[0], "agent"))
        caller.call()
        caller.wait_for_answer()
        for key in keys:
            caller.peer.next_request("INFO", body=f"Signal={key}\r\nDuration=100", content_type="application/dtmf-relay")
            caller.peer.expect(200, method="INFO")
        agent.pick_up(agent.expect_ring())
        caller.take_reinvite()
        caller.hang_up()
        agent.expect_bye()
        agent.peer.close()
        bridge.wait_for_metric("twinline_calls", 0)

    def test_the_answer_leads_the_way_silence_leads_otherwise_and_secrets_go_nowhere_else(self):
        freed = threading.Event()
        self.addCleanup(freed.set)

        def answer(request):
            if request["number"] == STRANGER:
                freed.wait(20)
            return 200, {"attributes": {"intent": "loan"}}

        bridge, service = self.open(answer)
        self.call(bridge, NUMBER)
        self.call(bridge, STRANGER)
        freed.set()
        asked = service.requests[0]
        self.assertEqual((asked[0]["number"], asked[0]["keys"], asked[0]["prompt"]), (NUMBER, PIN, "please_hold"))
        self.assertEqual(asked[1]["Authorization"], "Bearer let me in")
        metrics = bridge.metrics()
        self.assertEqual(metrics['twinline_look_ups_total{source="crm"}'], 2)
        self.assertEqual(metrics['twinline_look_ups_answered_total{source="crm"}'], 1)
        self.assertEqual(metrics['twinline_look_ups_timed_out_total{source="crm"}'], 1)
        self.assertGreaterEqual(metrics['twinline_look_up_seconds_count{source="crm"}'], 1)
        self.assertEqual(bridge.stop(), 0)
        types = call_records(bridge, "select call_type from calls order by call")
        self.assertEqual(types, [("loan_call",), ("service_call",)])
        self.assertGreater(bridge.replayed()["decisions"], 0)
        kept = everything_kept(bridge)
        for secret in (PIN, NUMBER[1:], STRANGER[1:]):
            self.assertNotIn(secret.encode(), kept)

    def test_kill_nine_while_a_look_up_is_open(self):
        freed = threading.Event()
        self.addCleanup(freed.set)
        bridge, service = self.open(lambda request: freed.wait(20) and (204, b""), ivr=FLOW["ivr"].replace("700 ms", "30 s"))
        caller = self.enterContext(Party(bridge.sip, 620, user=NUMBER))
        agent = self.enterContext(Party(bridge.sip, 850, bridge.phones[0], "agent"))
        caller.call()
        caller.wait_for_answer()
        for key in PIN:
            caller.peer.next_request("INFO", body=f"Signal={key}\r\nDuration=100", content_type="application/dtmf-relay")
            caller.peer.expect(200, method="INFO")
        wait_until(lambda: service.asked(), 5, "the question")
        bridge.kill()
        bridge.start()
        self.assertIn("took over 1 calls, 0 are lost", bridge.log())
        agent.pick_up(agent.expect_ring())
        caller.take_reinvite()
        caller.hang_up()
        agent.expect_bye()
        bridge.wait_for_metric("twinline_calls", 0)
        self.assertEqual(bridge.stop(), 0)
        self.assertGreater(bridge.replayed()["decisions"], 0)
        self.assertEqual(call_records(bridge, "select call_type from calls"), [("service_call",)])


if __name__ == "__main__":
    unittest.main()
