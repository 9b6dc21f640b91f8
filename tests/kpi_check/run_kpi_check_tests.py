"""`twinline kpi-check` on routing policies that somebody has changed: it fails on every defect, in the arm that the
policy routes and in no other, and passes what changes nothing.

    run_kpi_check_tests.py TWINLINE_WITH_CHANGES

The baseline is written by the same program without a change, as a pipeline's main branch would."""

import json
import os
import pathlib
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
import unittest
import xml.etree.ElementTree

# The source tree stays as it is.
sys.dont_write_bytecode = True

import changes

HERE = pathlib.Path(__file__).resolve().parent
SCENARIOS = HERE / "scenarios"


class KpiCheckOfChanges(unittest.TestCase):
    program = None

    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory(prefix="twinline-kpi-check-")
        cls.baselines = pathlib.Path(cls.folder.name) / "baselines"
        finished = cls.kpi_check(None, "--update")
        assert finished.returncode == 0, finished.stderr

    @classmethod
    def tearDownClass(cls):
        cls.folder.cleanup()

    @classmethod
    def kpi_check(cls, change, *options, scenarios=SCENARIOS):
        environment = {name: value for name, value in os.environ.items() if name != "TWINLINE_CHANGE"}
        if change is not None:
            environment["TWINLINE_CHANGE"] = change
        command = [cls.program, "kpi-check", str(scenarios), "--baseline", str(cls.baselines), *options]
        return subprocess.run(command, env=environment, capture_output=True, text=True, timeout=120)

    def checked(self, change, expected_exit, scenarios=SCENARIOS):
        finished = self.kpi_check(change, "--json", scenarios=scenarios)
        self.assertEqual(finished.returncode, expected_exit, finished.stdout + finished.stderr)
        return json.loads(finished.stdout)

    def verdicts(self, result):
        """(scenario, arm) → how its KPIs stand."""
        return {
            (pathlib.PurePath(scenario["file"]).stem, arm["name"]): {kpi["verdict"] for kpi in arm["kpis"]}
            for scenario in result["scenarios"]
            for arm in scenario["arms"]
        }

    def test_ten_defects_in_all_of_the_first_eight_policies(self):
        self.assertEqual(len(changes.DEFECTS), 10)
        policies = {pathlib.PurePath(defect.file).stem for defect in changes.DEFECTS}
        self.assertEqual(
            policies,
            {
                "random", "longest_idle_agent", "round_robin", "least_occupied", "most_skilled_first",
                "least_skilled_first", "skill_priority", "priority_ageing",
            },
        )  # fmt: skip

    def test_each_defect_fails_where_its_policy_routes(self):
        for defect in changes.DEFECTS:
            with self.subTest(defect.name):
                result = self.checked(defect.name, 1, SCENARIOS / f"{defect.scenario}.yaml")
                for place, verdicts in self.verdicts(result).items():
                    if place == (defect.scenario, defect.arm):
                        self.assertIn("worse", verdicts)
                    else:
                        self.assertEqual(verdicts, {"within"}, place)

    def test_a_refactor_passes_and_differs_in_nothing(self):
        for refactor in changes.REFACTORS:
            with self.subTest(refactor.name):
                result = self.checked(refactor.name, 0)
                self.assertEqual((result["worse"], result["undecided"]), (0, 0))
                changed = {kpi["change"] for scenario in result["scenarios"] for arm in scenario["arms"]
                           for kpi in arm["kpis"]}  # fmt: skip
                self.assertEqual(changed, {0})
                places = self.verdicts(result)
                self.assertIn((refactor.scenario, refactor.arm), places)

    def test_the_example_workflow_runs_as_it_is_written(self):
        workflow = (HERE.parents[1] / "docs/examples/kpi-check.yml").read_text(encoding="utf-8")
        commands = re.findall(r"^ +twinline (kpi-check .*)$", workflow, re.MULTILINE)
        self.assertEqual(len(commands), 1)
        with tempfile.TemporaryDirectory(prefix="twinline-kpi-check-") as folder:
            os.symlink(SCENARIOS, pathlib.Path(folder) / "scenarios")
            os.symlink(self.baselines, pathlib.Path(folder) / "baselines")
            command = [self.program, *shlex.split(commands[0])]
            finished = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=120)
            self.assertEqual((finished.returncode, finished.stderr), (0, ""))
            written = {path.name for path in pathlib.Path(folder).iterdir()} - {"scenarios", "baselines"}
            self.assertEqual(written, {"kpi-check.xml", "kpi-check.md"})
            suites = xml.etree.ElementTree.parse(pathlib.Path(folder) / "kpi-check.xml").getroot()
            self.assertEqual((suites.get("failures"), suites.get("skipped")), ("0", "0"))
            self.assertGreater(len(suites.findall("testsuite/testcase")), 20)

    def test_a_change_whose_text_is_gone_ends_the_build(self):
        stale = changes.DEFECTS[0]
        with tempfile.TemporaryDirectory(prefix="twinline-kpi-check-") as folder:
            routing = pathlib.Path(folder) / "policies/routing"
            shutil.copytree(HERE.parents[1] / "policies/routing", routing)
            header = pathlib.Path(folder) / "changed_policies.hpp"
            command = [sys.executable, "-B", str(HERE / "write_changed_policies.py"), folder, str(header)]
            self.assertEqual(subprocess.run(command, timeout=60).returncode, 0)
            header.unlink()
            source = routing / stale.file
            source.write_text(source.read_text(encoding="utf-8").replace(stale.old, ""), encoding="utf-8")
            finished = subprocess.run(command, capture_output=True, text=True, timeout=60)
            self.assertEqual(finished.returncode, 1)
            self.assertEqual(
                finished.stderr,
                f"tests/kpi_check/changes.py: {stale.name}: '{stale.old}' stands 0 times in "
                f"policies/routing/{stale.file}; expected once\n",
            )
            self.assertFalse(header.exists())

    def test_a_change_that_is_none_of_these_is_refused(self):
        self.assertNotEqual(self.kpi_check("no_such_change").returncode, 0)


if __name__ == "__main__":
    KpiCheckOfChanges.program = os.path.abspath(sys.argv.pop(1))
    unittest.main(argv=sys.argv, verbosity=1)
