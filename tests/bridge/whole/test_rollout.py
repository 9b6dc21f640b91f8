"""Policies that come into force by manifests while calls go on: every refusal, restarts, and plug-ins that the bridge
takes back by itself."""

import json
import os
import shutil
import signal
import subprocess
import time
import unittest
from unittest import mock

from bridge import PROGRAMS, Bridge, wait_until
from crowd import Caller, Crowd, Phone
from manifests import SCENARIO, Signer, gate


PLUGIN = os.path.abspath(os.path.join(PROGRAMS, "../tests/plugins/stalling.so"))


class RolloutTest(unittest.TestCase):
    """A bridge in whose folder manifests are signed."""

    def bridge(self, promotion, **more):
        bridge = Bridge(media=False, **more)
        self.signer = Signer(bridge.folder)
        bridge.values["more_of_bridge"] += promotion
        return self.enterContext(bridge)

    def done(self, bridge, *words):
        status, printed = bridge.ctl(*words)
        self.assertEqual(status, 0, printed)
        return printed

    def refused(self, bridge, *words, because):
        status, printed = bridge.ctl(*words)
        self.assertEqual(status, 1, printed)
        self.assertIn(f"refused: {because}", printed)

    def status(self, bridge):
        return json.loads(self.done(bridge, "status", "--json"))["status"]

    def trail(self, bridge):
        with open(os.path.join(bridge.folder, "journal", "day.rollout_audit"), encoding="utf-8") as file:
            return [json.loads(line) for line in file]


class Refusals(RolloutTest):
    def test_each_with_its_reason_and_each_step_in_the_trail(self):
        bridge = self.bridge(gate(full_without_canary="yes"))
        sign = self.signer.sign
        good = sign("round_robin", "good.json")
        text = self.signer.read("good.json")
        later = sign("least_occupied", "later.json", "--previous", "good.json")
        tampered = self.signer.write("tampered.json", text.replace("Anna", "Bert"))
        unsigned = json.loads(text)
        del unsigned["signature"]
        for path, reason in (
                (tampered, "tampered: "),
                (self.signer.write("unsigned.json", json.dumps(unsigned)), "not_signed: nobody has signed it"),
                (sign("round_robin", "expired.json", days_ago=100), "expired: "),
                (sign("round_robin", "strange.json", key="strange_key"), "unknown_key: ")):
            self.refused(bridge, "promote", path, because=reason)
        os.rename(self.signer.path("ab.json"), self.signer.path("gone"))
        self.refused(bridge, "promote", good, because="evidence_missing: ")
        os.rename(self.signer.path("gone"), self.signer.path("ab.json"))
        self.assertEqual(bridge.ctl("promote", self.signer.path("line.yaml"))[0], 2)
        self.assertEqual(bridge.ctl("promote", self.signer.path("nothing.json"))[0], 2)

        self.refused(bridge, "full", because="there is no candidate; promote a manifest first")
        self.assertIn("would: ", self.done(bridge, "promote", later, "--dry-run"))
        self.assertIsNone(self.status(bridge)["candidate"])
        self.done(bridge, "promote", later)
        self.refused(bridge, "canary", "--share", "7", because="share ")
        self.refused(bridge, "canary", "--by", "queue", because="queues ")
        self.done(bridge, "full")
        self.refused(bridge, "promote", later, because="the manifest is in force already")
        self.refused(bridge, "promote", good, because="downgrade: ")
        self.done(bridge, "freeze")
        self.refused(bridge, "promote", sign("round_robin", "third.json", "--previous", "later.json"),
                     because="the rollout is frozen")
        self.done(bridge, "rollback")
        self.refused(bridge, "rollback", because="there is nothing to go back to")

        for who, token in (("olga", "falsch"), ("otto", "geheim")):
            status, printed = bridge.ctl("freeze", "--off", who=who, token=token)
            self.assertEqual(status, 1)
            self.assertIn("name or token is wrong", printed)
        steps = [(line["who"], line["did"], line["about"].split(":")[0]) for line in self.trail(bridge)]
        self.assertEqual([step for step in steps if step[1] == "full"],
                         [("olga", "full", "asked"), ("olga", "full", "refused"), ("olga", "full", "asked"),
                          ("olga", "full", "done")])
        self.assertEqual(steps[-1], ("olga", "rollback", "refused"))


class Designs(RolloutTest):
    """Which way of dealing out calls is unbiased, as the manifest's simulation has found."""

    def test_it_is_printed_beforehand_and_a_biased_one_wants_a_word(self):
        bridge = self.bridge(gate())
        forecast = json.loads(self.signer.twinline("rollout", "line.yaml", "--a", "as_is", "--b", "round_robin",
                                                   "--guardrail", "service_level:5 pp", "--replications", "3", "--json"))
        for design in forecast["designs"]:  # as one of a centre in which arms share scarce agents
            for kpi in design["kpis"]:
                kpi["verdict"] = "negligible" if design["by"] == "block" else "biased"
                kpi["bias"] = {"mean": 0.021, "half_width": 0.004, "n": 3}
        self.signer.write("rollout.json", json.dumps(forecast))
        self.done(bridge, "promote", self.signer.sign("round_robin", "plain.json"))
        self.assertIn("unbiased here was not computed", self.done(bridge, "canary", "--share", "10 %", "--dry-run"))
        told = self.signer.sign("round_robin", "told.json", "--rollout", "rollout.json", "--previous", "plain.json")
        self.done(bridge, "promote", told)
        self.assertEqual([way["verdict"] for way in self.status(bridge)["candidate"]["designs"]],
                         ["biased", "biased", "unbiased"])
        self.refused(bridge, "canary", "--share", "10 %", because="by call, a freed agent going by the call that has "
                     "waited longest is biased here: service_level 2.1 pp (1.7 pp to 2.5 pp); ")
        printed = self.done(bridge, "canary", "--by", "block", "--dry-run")
        self.assertIn("by rollout.json's simulation, unbiased here: by block of time\n"
                      "asked for: by block of time, unbiased (service_level 2.1 pp (1.7 pp to 2.5 pp); simulated in "
                      "blocks of 30 min)\nwould: ", printed)
        printed = self.done(bridge, "canary", "--share", "10 %", "--accept-bias")
        self.assertIn("asked for: by call, a freed agent going by the call that has waited longest, biased (", printed)
        self.assertIn("asked: share 10 %, its bias accepted", [line["about"] for line in self.trail(bridge)])


class Restarts(RolloutTest):
    def test_in_every_stage_the_same_decides_after_kill_9_and_the_journal_replays(self):
        bridge = self.bridge(gate(), agents=2)
        phones = [Phone(bridge.sip, port, talks_for=0.02) for port in bridge.phones]
        callers = [Caller(bridge.sip, "caller") for _ in range(36)]
        crowd = self.enterContext(Crowd(*phones, *callers))
        idle = iter(callers)

        def serve(calls):
            called = [next(idle) for _ in range(calls)]
            for caller in called:
                caller.call()
            crowd.until(lambda: all(caller.ended_by for caller in called), 5, "the end of these calls")
            bridge.settled()

        def restarted(stage, deciding):
            serve(3)
            bridge.kill()
            bridge.start()
            status = self.status(bridge)
            self.assertEqual((status["stage"], status["deciding"]["name"]), (stage, deciding))
            serve(3)

        def calls_of_both_arms():
            """As soon as what the journal has of them is read."""
            wait_until(lambda: not self.status(bridge)["reading"], 3, "the arms")
            arms = self.status(bridge)["canary"]["arms"].values()
            return sum(arm["offered"] for arm in arms), sum(arm["answered"] for arm in arms)
        self.done(bridge, "promote", self.signer.sign("round_robin", "first.json"))
        restarted("off", "longest_idle_agent")
        self.done(bridge, "shadow")
        restarted("shadow", "longest_idle_agent")
        self.done(bridge, "canary", "--by", "call", "--share", "50 %")
        restarted("canary", "split")
        self.assertEqual(calls_of_both_arms(), (6, 6))
        restarted("canary", "split")
        self.assertEqual(calls_of_both_arms(), (12, 12))
        self.done(bridge, "full")
        restarted("full", "round_robin")
        # The file's own policy is what a rollback goes back to, and stays what it was.
        bridge.write(routing="least_occupied")
        bridge.process.send_signal(signal.SIGHUP)
        wait_until(lambda: "a rollout says what decides: round_robin 1" in bridge.log(), 5, "the refusal")
        bridge.write(routing="longest_idle_agent")
        self.done(bridge, "rollback")
        restarted("off", "longest_idle_agent")
        self.assertEqual(bridge.stop(), 0)
        self.assertGreaterEqual(bridge.replayed()["decisions"], 36)


class Shadowed(RolloutTest):
    @staticmethod
    def shadows(bridge):
        """Those of this bridge that are alive, by process id."""
        found = []
        for process in filter(str.isdigit, os.listdir("/proc")):
            try:
                with open(f"/proc/{process}/cmdline", "rb") as file:
                    words = file.read().decode().split("\0")
            except OSError:
                continue  # gone meanwhile
            if "shadow" in words and bridge.file in words:
                found.append(int(process))
        return found

    def none_left(self, bridge):
        wait_until(lambda: not self.shadows(bridge), 3, "the end of the shadow")

    def said(self, bridge):
        """What the shadow says when it has seen everything."""
        entries = bridge.metrics()["twinline_decision_seconds_count"]  # since it began, as the shadow has

        def seen():
            said = self.status(bridge)["shadow"]["said"]
            return said if said and said["entries"] >= entries else None
        return wait_until(seen, 5, "a shadow that has seen everything")

    def test_it_is_shown_in_its_stage_alone_and_is_no_orphan(self):
        bridge = self.bridge(gate(), agents=6, routing="random")
        phones = [Phone(bridge.sip, port, talks_for=0.02) for port in bridge.phones]
        callers = [Caller(bridge.sip, "caller") for _ in range(12)]
        crowd = self.enterContext(Crowd(*phones, *callers))

        def serve(called):
            for caller in called:
                caller.call()
            crowd.until(lambda: all(caller.ended_by for caller in called), 5, "the end of these calls")
            bridge.settled()
        manifest = self.signer.sign("round_robin", "first.json")
        self.done(bridge, "promote", manifest)
        os.rename(manifest, manifest + ".moved")
        self.done(bridge, "shadow")
        serve(callers[:8])
        said = self.said(bridge)
        self.assertEqual(said["state"], "following")
        self.assertGreaterEqual(said["occasions"], 8)
        self.assertGreater(said["by_cause"]["other_agent"], 0)
        self.assertEqual(sum(said["by_cause"].values()), said["disagreements"])
        self.assertIn(f"asked {said['occasions']} times, agreed in ", self.done(bridge, "status"))
        metrics = bridge.metrics()
        self.assertEqual(metrics["twinline_shadow_entries_total"], said["entries"])
        for cause, count in said["by_cause"].items():
            self.assertEqual(metrics[f'twinline_shadow_disagreements_total{{cause="{cause}"}}'], count)
        print(f"{said['disagreements']} of {said['occasions']} decisions would be others: {said['by_cause']}")

        first, = self.shadows(bridge)
        bridge.kill()
        self.none_left(bridge)
        bridge.start()
        serve(callers[8:])
        self.assertGreaterEqual(self.said(bridge)["occasions"], 4)
        second, = self.shadows(bridge)
        self.assertNotEqual(first, second)
        os.kill(second, signal.SIGKILL)
        wait_until(lambda: self.status(bridge)["shadow"]["ended"] == "SIGKILL", 3, "the end in the status")
        time.sleep(0.6)  # two looks of the bridge's at its shadow
        self.assertEqual(self.shadows(bridge), [])
        self.assertIn("the shadow has ended by itself: SIGKILL", self.done(bridge, "status"))
        metrics = bridge.metrics()
        self.assertEqual((metrics["twinline_shadow_running"], metrics["twinline_shadow_deaths_total"]), (0, 1))
        self.done(bridge, "shadow")
        another, = wait_until(lambda: self.shadows(bridge), 3, "the next shadow")
        self.assertNotIn(another, (first, second))
        wait_until(lambda: self.status(bridge)["shadow"]["said"], 3, "its word")
        self.assertEqual(bridge.metrics()["twinline_shadow_running"], 1)
        self.refused(bridge, "shadow", because="the candidate is in shadow already")

        self.done(bridge, "rollback")
        os.rename(manifest + ".moved", manifest)
        self.done(bridge, "promote", manifest)
        self.done(bridge, "shadow")
        wait_until(lambda: self.shadows(bridge), 3, "another shadow")
        self.done(bridge, "canary", "--share", "50 %")
        self.none_left(bridge)
        self.assertIsNone(self.status(bridge)["shadow"])
        self.assertEqual(bridge.metrics()["twinline_shadow_running"], 0)
        self.done(bridge, "rollback")
        self.done(bridge, "promote", manifest)
        self.done(bridge, "shadow")
        third, = wait_until(lambda: self.shadows(bridge), 3, "the last shadow")
        os.kill(third, signal.SIGSTOP)
        self.assertEqual(bridge.stop(), 0)
        self.assertEqual(self.shadows(bridge), [])
        bridge.replayed()


class Foretold(RolloutTest):
    """KPIs of days that are gone, as the journal has them: a test has no time to wait for an interval's end."""

    # A band for every four hours of the week, wide enough for nobody who waits for minutes.
    WEEK = (SCENARIO.replace("name: line", "name: line\nsite: {interval: 4 h}").replace("60 per hour", "12 per hour")
            .replace("{duration: 1 h}", "{from: 2026-03-02, days: 7}"))

    def bridge_in_full(self):
        """One whose policy came by a manifest that foretells something, with another bridge behind it."""
        bridge = Bridge(media=False)
        self.signer = Signer(bridge.folder, scenario=self.WEEK)
        bridge.values["more_of_bridge"] += gate(full_without_canary="yes", freeze_on_alarm="yes")
        self.enterContext(bridge)
        self.signer.write("rollout.json", self.signer.twinline(
            "rollout", "line.yaml", "--a", "as_is", "--b", "round_robin", "--share", "50 %", "--guardrail",
            "service_level:2 pp", "--replications", "40", "--json"))
        self.done(bridge, "promote", self.signer.sign("round_robin", "week.json", "--rollout", "rollout.json"))
        self.done(bridge, "full")
        wait_until(lambda: "watched_from" in self.kept(bridge), 2, "the beginning of the watch")
        self.assertEqual(bridge.stop(), 0)
        bridge.start()
        self.assertEqual(bridge.stop(), 0)
        return bridge

    @staticmethod
    def kept(bridge):
        with open(os.path.join(bridge.folder, "journal", "day.rollout"), encoding="utf-8") as file:
            return {key: value for key, value in json.load(file).items() if value is not None}

    def after(self, bridge, days, waited):
        """What the rollout says when so many days have gone by in which everybody has waited for so many seconds."""
        if bridge.process.poll() is None:
            self.assertEqual(bridge.stop(), 0)
        subprocess.run([os.path.join(PROGRAMS, "past_days"), bridge.journal, str(days), str(waited)], check=True)
        return self.started(bridge)

    def started(self, bridge):
        """Starts it; what the rollout says when it knows the past."""
        read = "how the KPIs kept to their bands was read from the journal"
        before = bridge.log().count(read)
        bridge.start()
        wait_until(lambda: bridge.log().count(read) > before, 5, "the past")
        return self.status(bridge)

    @staticmethod
    def level(status):
        return next(band for band in status["bands"] if band["kpi"] == "service_level")

    def test_the_past_is_known_after_kill_9_and_leaving_the_bands_raises_an_alarm_that_freezes(self):
        bridge = self.bridge_in_full()
        as_foretold = self.after(bridge, 3, 5)
        self.assertGreaterEqual(self.level(as_foretold)["intervals"], 2 * 6)
        self.assertEqual(self.level(as_foretold)["outside"], 0)
        self.assertLess(self.level(as_foretold)["evidence"], 1)
        bridge.kill()
        self.assertEqual(self.started(bridge)["bands"], as_foretold["bands"])

        self.after(bridge, 6, 150)
        wait_until(lambda: self.status(bridge)["alarm"], 3, "the alarm")
        self.assertEqual(bridge.metrics()["twinline_rollout_alarms_total"], 1)
        for _ in range(2):
            status = self.status(bridge)
            self.assertRegex(status["alarm"], r"lay outside its foretold band in \d+ of \d+ intervals")
            self.assertEqual((status["frozen"], status["deciding"]["name"]), (True, "round_robin"))
            self.refused(bridge, "promote", self.signer.path("week.json"), because="the rollout is frozen")
            bridge.kill()
            bridge.start()
        self.done(bridge, "freeze", "--off")
        self.assertIsNone(self.status(bridge)["alarm"])
        self.assertEqual([line["did"] for line in self.trail(bridge) if line["who"] == "bridge"], ["alarm"])


class BadPlugIn(RolloutTest):
    """Sound in every test, and then not."""

    def with_plugin(self, stall, change=b"", **promotion):
        """A bridge that has the plug-in, and a manifest of it; `change` comes at the end of the bridge's file."""
        bridge = Bridge(media=False, environment=stall, agents=2,
                        more_of_bridge="  plugins: [stalling.so]\n" + gate(**promotion))
        with open(shutil.copy(PLUGIN, bridge.folder), "ab") as file:
            file.write(change)
        self.signer = Signer(bridge.folder, PLUGIN)
        self.enterContext(mock.patch.dict(os.environ, stall))  # for the replay
        self.enterContext(bridge)
        self.manifest = self.signer.sign("stalling", "stalling.json")
        return bridge

    def candidate(self, way, at, *step, **promotion):
        """A bridge that has it in a canary of all calls, or took another step; it stalls when so many waits have begun."""
        bridge = self.with_plugin({"TWINLINE_STALL": way, "TWINLINE_STALL_AT": str(at)}, **promotion)
        self.done(bridge, "promote", self.manifest)
        self.done(bridge, *(step or ("canary", "--share", "100 %")))
        return bridge

    def is_out_and_barred(self, bridge):
        status = self.status(bridge)
        self.assertEqual((status["stage"], status["deciding"]["name"]), ("off", "longest_idle_agent"))
        self.refused(bridge, "promote", self.manifest, because="barred: ")
        done = subprocess.run([os.path.join(PROGRAMS, "twinline-bridge"), "check", bridge.file, "--manifest", self.manifest],
                              capture_output=True, text=True, timeout=20, check=False)
        self.assertEqual(done.returncode, 1, done.stderr)
        self.assertIn(f"{self.manifest}: refused, barred: ", done.stdout)
        self.assertEqual(bridge.stop(), 0)
        status, printed = bridge.tool("replay", bridge.journal, "--plugin", PLUGIN, "--json")
        self.assertEqual(status, 0, printed)

    def test_another_file_than_was_tested_is_refused(self):
        bridge = self.with_plugin({}, change=b"\n")
        self.refused(bridge, "promote", self.manifest, because="wrong_build: ")
        self.assertIsNone(self.status(bridge)["candidate"])

    def test_one_that_throws_too_often_is_taken_back(self):
        bridge = self.candidate("throw", 3, rejections="2")
        phones = [Phone(bridge.sip, port, talks_for=0.02) for port in bridge.phones]
        callers = [Caller(bridge.sip, "caller") for _ in range(12)]
        crowd = self.enterContext(Crowd(*phones, *callers))
        for caller in callers:
            caller.call()
        crowd.until(lambda: all(caller.ended_by for caller in callers), 5, "the end of all calls")
        wait_until(lambda: "is rolled back: " in bridge.log(), 2, "the rollback")
        self.is_out_and_barred(bridge)

    def test_one_that_hangs_in_its_shadow_is_given_up_and_no_call_knows(self):
        bridge = self.candidate("hang", 1, "shadow")
        phones = [Phone(bridge.sip, port, talks_for=0.02) for port in bridge.phones]
        first, later = callers = [Caller(bridge.sip, "caller") for _ in range(2)]
        crowd = self.enterContext(Crowd(*phones, *callers))
        first.call()
        wait_until(lambda: "is rolled back: it is barred: as a shadow" in bridge.log(), 5, "the rollback")
        later.call()
        crowd.until(lambda: all(caller.ended_by for caller in callers), 5, "the end of both calls")
        bridge.settled()
        self.is_out_and_barred(bridge)

    def test_one_that_hangs_does_not_come_back_with_the_next_process(self):
        bridge = self.candidate("hang", 1)
        phones = [Phone(bridge.sip, port, talks_for=0.02) for port in bridge.phones]
        fatal, later = callers = [Caller(bridge.sip, "caller") for _ in range(2)]
        crowd = self.enterContext(Crowd(*phones, *callers))
        fatal.call()
        self.assertEqual(bridge.process.wait(3), -signal.SIGKILL)
        bridge.start()
        later.call()
        crowd.until(lambda: later.ended_by, 5, "a call of the next process")
        bridge.settled()
        self.is_out_and_barred(bridge)


if __name__ == "__main__":
    unittest.main()
