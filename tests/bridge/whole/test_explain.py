"""A supervisor has calls explained out of the bridge's own journal, across a restart and while a canary goes on."""

import json
import types
import unittest

from bridge import Bridge, any_port
from crowd import Caller, Crowd, Phone
from desk_browser import Browser
from manifests import Signer, gate

CALLS = 8


class Explanations(unittest.TestCase):
    def serve(self, crowd, called):
        for caller in called:
            caller.call()
        crowd.until(lambda: all(caller.ended_by for caller in called), 5, "the end of these calls")
        self.bridge.settled()

    def boss(self):
        """Logged in anew."""
        browser = Browser(types.SimpleNamespace(port=self.bridge.http))
        self.assertEqual(browser.log_in("boss")[0], 200)
        return browser

    def told_by_the_tool(self, number):
        status, printed = self.bridge.tool("explain", self.bridge.journal, str(number), "--json")
        self.assertEqual(status, 0, printed)
        return json.loads(printed)

    def test_each_call_with_what_the_other_arm_would_have_done(self):
        self.bridge = Bridge(media=False, agents=3, more_of_bridge=gate())
        self.bridge.values["agents"] += (f'    boss: {{group: team, contact: "127.0.0.1:{any_port()}", supervisor: yes, '
                                         f"desk_password_file: {self.bridge.password_file}}}\n")
        signer = Signer(self.bridge.folder)
        self.enterContext(self.bridge)
        phones = [Phone(self.bridge.sip, port, talks_for=0.02) for port in self.bridge.phones]
        callers = [Caller(self.bridge.sip, "caller") for _ in range(CALLS)]
        crowd = self.enterContext(Crowd(*phones, *callers))
        self.serve(crowd, callers[:2])
        for step in (["promote", signer.sign("round_robin", "first.json")], ["canary", "--share", "50 %"]):
            status, printed = self.bridge.ctl(*step)
            self.assertEqual(status, 0, printed)
        self.serve(crowd, callers[2:5])
        self.bridge.kill()
        self.bridge.start()
        boss = self.boss()
        self.serve(crowd, callers[5:])

        others = []
        for number in range(1, CALLS + 1):
            expected = self.told_by_the_tool(number)
            status, story = boss.get(f"/api/calls/{expected['call']['key']}/explanation")
            self.assertEqual(status, 200, story)
            self.assertEqual(story["life"], expected["life"])
            self.assertTrue(story["ended"])
            # A later segment does not say how many calls came before it.
            self.assertEqual(story["call"]["number"], number if number <= 5 else None)
            chosen = story["decisions"][-1]
            self.assertEqual(chosen["standing"], "chosen")
            self.assertEqual(chosen["recorded"], expected["decisions"][-1]["recorded"])
            self.assertEqual(len([each for each in chosen["recorded"]["candidates"] if each["won"]]), 1)
            self.assertIn("counterfactual", chosen)
            others.append(story["counterfactual"]["role"])
            if number > 2:
                self.assertEqual(chosen["policy"]["name"], "split")
                decided = "incumbent" if others[-1] == "candidate" else "candidate"
                self.assertIn(f"the {decided} decides", chosen["recorded"]["because"])
        self.assertEqual(others[:2], ["candidate", "candidate"])
        print(f"the other arms: {others}")

        status, answer = boss.get("/api/calls/0000000000000001/explanation")
        self.assertEqual((status, answer), (404, {"error": "the journal has no call 0000000000000001"}))
        self.assertEqual(self.bridge.stop(), 0)


if __name__ == "__main__":
    unittest.main()
