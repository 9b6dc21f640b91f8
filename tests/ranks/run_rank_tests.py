#!/usr/bin/env python3
"""twinline-mpi for real, under mpirun on this machine: run_rank_tests.py FOLDER, in which twinline and twinline-mpi are.

Whatever the number of ranks, the bytes are those of twinline; a rank that is killed ends the job, and what was stored is
not computed again."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import unittest

FOLDER = os.path.abspath(sys.argv.pop(1)) if len(sys.argv) > 1 else ""
ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
SCENARIO = os.path.join(ROOT, "scenarios", "library", "quickstart.yaml")
RANKING = ["rank", SCENARIO, "--kpi", "service_level", "--arm", "protect_seniors", "--grid",
           "policies.routing.params.overflow_after=0 s,15 s,60 s", "--fresh", "5"]
LIMIT_SECONDS = 120
# Everything on one machine: shared memory and loopback, more ranks than cores, and root where tests run as root.
MPIRUN = ["mpirun", "--allow-run-as-root", "--oversubscribe", "--mca", "btl", "self,vader", "--mca", "plm", "isolated",
          "--bind-to", "none"]


def twinline(arguments, folder):
    return subprocess.run([os.path.join(FOLDER, "twinline"), *arguments], cwd=folder, capture_output=True, text=True,
                          timeout=LIMIT_SECONDS)


def ranks_command(count, arguments):
    return [*MPIRUN, "-np", str(count), os.path.join(FOLDER, "twinline-mpi"), *arguments]


def on_ranks(count, arguments, folder):
    return subprocess.run(ranks_command(count, arguments), cwd=folder, capture_output=True, text=True,
                          timeout=LIMIT_SECONDS)


def processes_of(name, argument):
    """The ids of processes that run this program with this argument."""
    found = []
    for entry in os.listdir("/proc"):
        if not entry.isdigit():
            continue
        try:
            with open(f"/proc/{entry}/cmdline", "rb") as file:
                words = file.read().decode(errors="replace").split("\0")
        except OSError:
            continue
        if os.path.basename(words[0]) == name and argument in words:
            found.append(int(entry))
    return found


class Ranks(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.mkdtemp(prefix="twinline-ranks-")
        self.addCleanup(shutil.rmtree, self.folder)

    def test_any_number_of_ranks_gives_the_bytes_of_one_process(self):
        for counts, command in (([1, 2, 4], ["ab", SCENARIO, "--replications", "9", "--json"]),
                                ([2, 4], ["ab", SCENARIO, "--until-decided", "--budget", "60", "--json"]),
                                ([3], ["run", SCENARIO, "--arm", "protect_seniors", "--replications", "7", "--csv"]),
                                ([1, 2, 4], [*RANKING, "--indifference", "0.5 pp", "--json"]),
                                ([3], [*RANKING, "--procedure", "ocba", "--budget", "70"])):
            alone = twinline(command, self.folder)
            self.assertEqual(alone.returncode, 0, alone.stderr)
            for count in counts:
                with self.subTest(command=command[0], ranks=count):
                    together = on_ranks(count, command, self.folder)
                    self.assertEqual(together.returncode, 0, together.stderr)
                    self.assertEqual(together.stdout, alone.stdout)

    def test_bad_input_is_told_once_and_ends_every_rank(self):
        finished = on_ranks(3, ["run", SCENARIO, "--arm", "protect_juniors"], self.folder)
        self.assertEqual(finished.returncode, 2)
        self.assertEqual(finished.stderr.count("protect_juniors"), 1, finished.stderr)
        refused = on_ranks(2, ["ab", SCENARIO, "--out", "/proc/nowhere"], self.folder)
        self.assertEqual(refused.returncode, 1)
        self.assertIn("/proc/nowhere", refused.stderr)
        searched = on_ranks(2, ["rank", SCENARIO, "--kpi", "asa", "--search", "groups.seniors.scheduled=2..4"],
                            self.folder)
        self.assertEqual(searched.returncode, 2)
        self.assertEqual(searched.stderr.count("know every system beforehand"), 1, searched.stderr)

    def test_a_killed_rank_is_reported_and_what_was_stored_is_not_computed_again(self):
        # The seed is what tells this job's ranks from others.
        command = ["ab", SCENARIO, "--replications", "400", "--detail", "counts", "--seed", str(os.getpid()),
                   "--out-shard", "job.shard"]
        shard = os.path.join(self.folder, "job.shard")
        job = subprocess.Popen(ranks_command(3, command), cwd=self.folder, stdout=subprocess.PIPE,
                               stderr=subprocess.PIPE, text=True)
        deadline = time.monotonic() + LIMIT_SECONDS
        while not os.path.exists(shard) or os.path.getsize(shard) < 20_000:
            self.assertIsNone(job.poll(), "the job ended before a rank could be killed")
            self.assertLess(time.monotonic(), deadline)
            time.sleep(0.01)
        victim = max(processes_of("twinline-mpi", str(os.getpid())))
        os.kill(victim, signal.SIGKILL)
        _, errors = job.communicate(timeout=LIMIT_SECONDS)
        self.assertNotEqual(job.returncode, 0)
        self.assertIn("signal 9", errors)
        kept = os.path.getsize(shard)

        missing = twinline(["merge", "job.shard"], self.folder)
        self.assertEqual(missing.returncode, 1)
        self.assertIn("of 400 replications are missing", missing.stderr)
        resumed = on_ranks(2, [*command, "--resume"], self.folder)
        self.assertEqual(resumed.returncode, 0, resumed.stderr)
        self.assertIn("800 of 800 replications", resumed.stderr)
        self.assertGreater(os.path.getsize(shard), kept)
        merged = twinline(["merge", "job.shard", "--json"], self.folder)
        alone = twinline([*command[:-2], "--json"], self.folder)
        self.assertEqual(merged.stdout, alone.stdout)


if __name__ == "__main__":
    if not os.access(os.path.join(FOLDER, "twinline-mpi"), os.X_OK):
        sys.exit("run_rank_tests.py needs the folder of twinline and twinline-mpi")
    unittest.main(verbosity=2)
