"""twinline-bridge as its users meet it: what it says of a file, and with which exit status."""

import datetime
import json
import os
import shutil
import subprocess
import tempfile
import unittest

from bridge import FILE, PROGRAMS, Bridge

PLUGIN = os.path.abspath(os.path.join(PROGRAMS, "../tests/plugins/quick_hands.so"))


def run(*words, entered=""):
    done = subprocess.run([os.path.join(PROGRAMS, "twinline-bridge"), *words], input=entered, capture_output=True, text=True,
                          timeout=30, check=False)
    return done.returncode, done.stdout, done.stderr


class Check(unittest.TestCase):
    def setUp(self):
        self.folder = self.enterContext(tempfile.TemporaryDirectory())

    def check(self, **changed):
        bridge = Bridge(media=False)
        bridge.values.update(changed)
        path = os.path.join(self.folder, "bridge.yaml")
        with open(path, "w", encoding="utf-8") as file:
            file.write(FILE.format(**bridge.values))
        return run("check", path)

    def test_a_sound_file_is_fine(self):
        status, printed, _ = self.check()
        self.assertEqual(status, 0)
        self.assertIn("bridge.yaml: fine", printed)

    def test_a_wrong_word_is_named_with_its_place(self):
        status, _, told = self.check(routing="{name: longest_idle}")
        self.assertEqual(status, 2)
        self.assertRegex(told, r"bridge\.yaml:\d+:\d+: unknown policy 'longest_idle'; did you mean 'longest_idle_agent'\?")

    def test_a_plug_ins_policy_is_on_the_menu(self):
        shutil.copy(os.path.join(PROGRAMS, "../tests/plugins/quick_hands.so"), self.folder)
        routing = "{name: quick_hands, params: {prior: 0 s}}"
        plugins = "  plugins: [quick_hands.so]\n"
        status, _, told = self.check(more_of_bridge=plugins, routing=routing)
        self.assertEqual(status, 2)
        self.assertRegex(told, r"bridge\.yaml:\d+:\d+: prior is 0 s; it must be at least 1 s")
        self.assertEqual(self.check(more_of_bridge=plugins, routing=routing.replace("0 s", "2 min"))[0], 0)
        status, _, told = self.check(routing="quick_hands")
        self.assertEqual(status, 2)
        self.assertIn("unknown policy 'quick_hands'", told)

    def test_a_plug_in_that_is_none_is_named_with_its_place(self):
        status, _, told = self.check(more_of_bridge="  plugins: [bridge.yaml]\n")
        self.assertEqual(status, 2)
        self.assertRegex(told, r"bridge\.yaml:\d+:\d+: \S+/bridge\.yaml: is no shared object \(")

    def test_a_policy_that_reads_what_nothing_supplies_is_refused(self):
        status, _, told = self.check(routing="preferred_agent")
        self.assertEqual(status, 2)
        self.assertRegex(told, r"bridge\.yaml:\d+:\d+: policy 'preferred_agent' reads the attribute 'preferred_agent', "
                               "which nothing that this bridge asks supplies; let a look-up")

    def test_a_source_that_the_bridge_does_not_have_is_named(self):
        status, _, told = self.check(calls="{service_call: {queue: service, needs: service, look_up: crm}}",
                                     ivr="{look_ups: {crm: {attributes: {rank: {}}}}}")
        self.assertEqual(status, 2)
        self.assertIn("the bridge has no source 'crm'; say where it is under bridge.look_ups", told)

    def test_a_missing_file_and_an_unknown_command(self):
        status, _, told = run("check", os.path.join(self.folder, "nothing.yaml"))
        self.assertEqual(status, 2)
        self.assertIn("nothing.yaml", told)
        self.assertEqual(run("chek", "x")[0], 2)


class Manifests(unittest.TestCase):
    """What the lab has signed, as the bridge that would run it judges it."""

    SCENARIO = """
twinline: 1
name: line
queues: {main: {}}
calls: {question: {needs: banking, arrivals: {rate: 60 per hour}, handling: {talk: {exponential: 3 min}}}}
groups: {agents: {scheduled: 4, skills: [banking]}}
horizon: {duration: 1 h}
arms: {as_is: {}, by_chance: {policies.routing: random}, quick: {policies.routing: quick_hands}}
"""

    GATE = """  promotion:
    keys: keys.pub
    scenarios: {line: any}
    kpis: {answered: {verdict: not_worse}}
    evidence_age: 1 day
"""

    def setUp(self):
        self.folder = self.enterContext(tempfile.TemporaryDirectory())

    def twinline(self, *words):
        done = subprocess.run([os.path.abspath(os.path.join(PROGRAMS, "twinline")), *words], cwd=self.folder,
                              capture_output=True, text=True, timeout=30, check=True)
        return done.stdout

    def write(self, name, text):
        path = os.path.join(self.folder, name)
        with open(path, "w", encoding="utf-8") as file:
            file.write(text)
        return path

    def sign(self, at, arm="by_chance"):
        self.twinline("sign", "s.yaml", "--plugin", PLUGIN, "--arm", arm, "--evidence", "ab.json", "--key", "key",
                      "--author", "Anna", "--at", at.strftime("%Y-%m-%dT%H:%M:%SZ"), "--out", "m.json")

    def test_a_manifest_is_accepted_or_refused_with_its_reasons(self):
        self.write("s.yaml", self.SCENARIO)
        self.write("keys.pub", self.twinline("key", "new", "key"))
        self.write("ab.json", self.twinline("ab", "s.yaml", "--plugin", PLUGIN, "--replications", "3", "--json"))
        bridge = Bridge(media=False)
        bridge.values.update(more_of_bridge=self.GATE)
        path = self.write("bridge.yaml", FILE.format(**bridge.values))
        manifest = os.path.join(self.folder, "m.json")
        now = datetime.datetime.now(datetime.timezone.utc)

        self.sign(now)
        status, printed, told = run("check", path, "--manifest", manifest, "--json")
        self.assertEqual((status, json.loads(printed)["refusals"]), (0, []), told)

        self.sign(now, "quick")  # the code of a plug-in is that of a file that the bridge lists
        status, printed, _ = run("check", path, "--manifest", manifest, "--json")
        self.assertEqual([refusal["reason"] for refusal in json.loads(printed)["refusals"]], ["wrong_build"])
        with_plugin = self.write("with.yaml", FILE.format(**{**bridge.values, "more_of_bridge": f"  plugins: ['{PLUGIN}']\n"
                                                                                             + self.GATE}))
        status, printed, told = run("check", with_plugin, "--manifest", manifest, "--json")
        self.assertEqual((status, json.loads(printed)["refusals"]), (0, []), told)

        self.sign(now - datetime.timedelta(days=100))
        self.write("keys.pub", "# nobody is known any more\n")
        status, printed, _ = run("check", path, "--manifest", manifest, "--json")
        self.assertEqual(status, 1)
        self.assertEqual([refusal["reason"] for refusal in json.loads(printed)["refusals"]],
                         ["unknown_key", "expired", "evidence_too_old"])

        bridge.values.update(more_of_bridge="")
        path = self.write("bridge.yaml", FILE.format(**bridge.values))
        status, _, told = run("check", path, "--manifest", manifest)
        self.assertEqual(status, 1)
        self.assertIn("has no bridge.promotion, so no manifest is accepted", told)
        self.assertEqual(run("check", path, "--evidence", self.folder)[0], 2)


class Recordings(unittest.TestCase):
    def file(self, **settings):
        """A file of a bridge that does not run."""
        bridge = Bridge(**settings)
        self.addCleanup(shutil.rmtree, bridge.folder)
        bridge.write()
        return bridge

    def test_a_file_that_records_nobody_and_words_that_are_missing(self):
        status, _, told = run("recording", "list", self.file(media=False).file)
        self.assertEqual(status, 2)
        self.assertIn("nobody is recorded", told)
        self.assertEqual(run("recording")[0], 2)
        self.assertEqual(run("recording", "get", "x")[0], 2)

    def test_a_fresh_key_a_list_of_nothing_and_a_trail_of_both(self):
        bridge = self.file(recording="consent: none_needed")
        self.assertEqual(bridge.recordings("new-key"), "key2 encrypts from now on\n")
        self.assertEqual(json.loads(bridge.recordings("list", "--json")), {"recordings": []})
        self.assertEqual([json.loads(line)["did"] for line in bridge.recordings("audit").splitlines()], ["new_key", "listed"])
        with self.assertRaisesRegex(RuntimeError, "there is no recording of a call '00ff'"):
            bridge.recordings("hold", "00ff")


class Password(unittest.TestCase):
    def test_the_same_password_gives_another_line_each_time(self):
        first, second = run("password", entered="secret\n"), run("password", entered="secret\n")
        self.assertEqual((first[0], second[0]), (0, 0))
        self.assertNotEqual(first[1], second[1])
        self.assertNotIn("secret", first[1])

    def test_nothing_is_no_password(self):
        self.assertEqual(run("password")[0], 2)


if __name__ == "__main__":
    unittest.main()
