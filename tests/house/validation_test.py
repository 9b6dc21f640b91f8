"""scripts/lib/validation.py with a made-up program in the place of build/release/bin/validate."""

import contextlib
import importlib.util
import io
import json
import os
import pathlib
import sys
import tempfile
import unittest

# The source tree stays as it is.
sys.dont_write_bytecode = True

SOURCE = pathlib.Path(__file__).resolve().parents[2] / "scripts/lib/validation.py"

# Two experiments, steered by the environment: HASH is the scenario's, MEASURED what comes out, HOLDS whether it should.
PROGRAM = """#!/bin/sh
case $1 in
  --list) printf 'erlang_c %s 3\\nlittle %s 3\\n' "$HASH" "$HASH" ;;
  *)
    echo "$1 $2" >> "$CALLS"
    printf '{"name": "%s", "title": "Law -- %s", "scenario": "mmc.yaml", "scenario_hash": "%s", "model_version": 3,' "$2" "$2" "$HASH"
    printf '"replications": 10, "rows": [{"quantity": "wait", "expected": 3.25, "source": "theory", "measured": %s,' "$MEASURED"
    printf '"half_width": null, "criterion": "within 3 standard errors", "passed": %s}]}' "$HOLDS"
    [ "$HOLDS" = true ] ;;
esac
"""


class ValidationTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        root = pathlib.Path(folder.name)
        spec = importlib.util.spec_from_file_location("validation", SOURCE)
        self.validation = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(self.validation)
        self.validation.ROOT = root
        self.validation.PROGRAM = root / "validate"
        self.validation.STATE = root / "state"
        self.validation.PAGE = root / "docs/validation.md"
        self.page = self.validation.PAGE
        self.calls = root / "calls"
        self.validation.PROGRAM.write_text(PROGRAM)
        self.validation.PROGRAM.chmod(0o755)
        os.environ.update(HASH="abc", MEASURED="3.251", HOLDS="true", CALLS=str(self.calls))

    def run_tool(self, *arguments):
        """Exit status and what was printed."""
        output = io.StringIO()
        with contextlib.redirect_stdout(output), contextlib.redirect_stderr(io.StringIO()):
            status = self.validation.main(list(arguments))
        return status, output.getvalue()

    def calls_made(self):
        return self.calls.read_text().splitlines() if self.calls.exists() else []

    def test_a_page_just_written_passes(self):
        self.assertEqual(self.run_tool("run")[0], 0)
        self.assertEqual(self.run_tool("check"), (0, "3 passed, 0 failed\n"))

    def test_a_run_goes_on_where_it_was(self):
        self.run_tool("run", "little")
        self.run_tool("run")
        self.run_tool("run")
        self.assertEqual(self.calls_made(), ["--full little", "--reduced little", "--full erlang_c", "--reduced erlang_c"])

    def test_the_page_alone_is_enough_to_go_on_from(self):
        self.run_tool("run")
        for file in self.validation.STATE.iterdir():
            file.unlink()
        self.run_tool("run")
        self.assertEqual(len(self.calls_made()), 4)

    def test_another_scenario_makes_entries_stale_and_runs_them_again(self):
        self.run_tool("run")
        os.environ["HASH"] = "def"
        status, output = self.run_tool("check")
        self.assertEqual(status, 1)
        self.assertIn("erlang_c is stale", output)
        self.run_tool("run")
        self.assertEqual(self.run_tool("check")[0], 0)

    def test_other_figures_at_the_same_version_fail(self):
        self.run_tool("run")
        os.environ["MEASURED"] = "3.252"
        status, output = self.run_tool("check")
        self.assertEqual(status, 1)
        self.assertIn("gives other figures", output)

    def test_an_experiment_that_does_not_hold_fails_both_ways(self):
        os.environ["HOLDS"] = "false"
        self.assertEqual(self.run_tool("run")[0], 1)
        self.assertIn("**no**", self.page.read_text())
        self.assertIn("did not hold at full size", self.run_tool("check")[1])

    def test_a_page_edited_by_hand_fails(self):
        self.run_tool("run")
        self.page.write_text(self.page.read_text().replace("| 3.25 (theory)", "| 3.26 (theory)"))
        status, output = self.run_tool("check")
        self.assertEqual(status, 1)
        self.assertIn("edited by hand", output)

    def test_a_missing_page_fails(self):
        status, output = self.run_tool("check")
        self.assertEqual(status, 1)
        self.assertIn("is not in docs/validation.md", output)

    def test_titles_cannot_end_the_comment_that_holds_the_record(self):
        self.run_tool("run")
        records = [line for line in self.page.read_text().splitlines() if line.startswith("<!--")]
        self.assertEqual(len(records), 2)
        for record in records:
            self.assertNotIn("--", record[len("<!--") : -len("-->")])
            title = json.loads(record[len("<!-- result ") : -len(" -->")])["full"]["title"]
            self.assertTrue(title.startswith("Law -- "))

    def test_the_mutations_stay_on_the_page_and_are_checked_like_the_rest(self):
        self.run_tool("run", "little")
        files = {"policies/acd/offers.cpp": {"killed": {"unit_tests": 2}, "not_compiled": 1, "survived": 1}}
        survivors = [{"place": "policies/acd/offers.cpp:57", "old": "a || b--", "new": "&&"}]
        self.validation.write_mutation(
            {"seed": 1, "possible": 2280, "model_version": 3, "files": files, "survivors": survivors}
        )
        self.run_tool("run")
        self.assertEqual(self.run_tool("check"), (0, "3 passed, 0 failed\n"))
        page = self.page.read_text()
        self.assertIn("3 of 2280 possible mutations (seed 1, model version 3): 2 killed, 1 survived.", page)
        self.page.write_text(page.replace("2 killed, 1 survived", "3 killed, 0 survived"))
        self.assertIn("edited by hand", self.run_tool("check")[1])

    def test_an_unknown_experiment_is_refused(self):
        self.assertEqual(self.run_tool("run", "erlang_z")[0], 2)


if __name__ == "__main__":
    unittest.main()
