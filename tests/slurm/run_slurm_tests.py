#!/usr/bin/env python3
"""A job array under a real Slurm, of one node: run_slurm_tests.py TWINLINE.

The script of docs/slurm_array.sh computes the shards; merged they are the bytes of one process, also when a task was
killed on the way and only that one was run again."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import unittest

from cluster import Cluster, enter_own_network

TWINLINE = os.path.abspath(sys.argv.pop(1)) if len(sys.argv) > 1 else ""
ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
SCRIPT = os.path.join(ROOT, "docs", "slurm_array.sh")
SCENARIO = os.path.join(ROOT, "scenarios", "library", "quickstart.yaml")
LIMIT_SECONDS = 120


def twinline(*arguments, folder):
    return subprocess.run([TWINLINE, *arguments], cwd=folder, capture_output=True, text=True, timeout=LIMIT_SECONDS,
                          check=False)


def process_that_writes(path):
    """The id of the twinline that has this shard file open, or None."""
    for entry in filter(str.isdigit, os.listdir("/proc")):
        try:
            if os.path.realpath(f"/proc/{entry}/exe") != os.path.realpath(TWINLINE):
                continue
            if any(os.path.realpath(f"/proc/{entry}/fd/{fd}") == path for fd in os.listdir(f"/proc/{entry}/fd")):
                return int(entry)
        except OSError:
            continue
    return None


class JobArray(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.cluster = Cluster()
        cls.addClassCleanup(cls.cluster.stop)

    def setUp(self):
        self.folder = os.path.realpath(tempfile.mkdtemp(prefix="twinline-array-"))
        self.addCleanup(shutil.rmtree, self.folder)

    def submit(self, array, shards, command):
        return self.cluster.submit(array, SCRIPT, str(shards), *command, folder=self.folder, TWINLINE=TWINLINE)

    def shard(self, number):
        return os.path.join(self.folder, "shards", f"{number}.shard")

    def merged(self, shards):
        return twinline("merge", *(self.shard(number) for number in range(1, shards + 1)), "--json", folder=self.folder)

    def test_an_array_gives_the_bytes_of_one_process(self):
        command = ["ab", SCENARIO, "--replications", "11"]
        self.cluster.wait(self.submit("1-4", 4, command))
        merged = self.merged(4)
        self.assertEqual(merged.returncode, 0, merged.stderr + self.cluster.logs())
        self.assertEqual(merged.stdout, twinline(*command, "--json", folder=self.folder).stdout)

    def test_a_killed_task_is_named_and_run_again_from_where_it_was(self):
        command = ["ab", SCENARIO, "--replications", "400", "--detail", "counts"]
        job = self.submit("1-2", 2, command)
        deadline = time.monotonic() + LIMIT_SECONDS
        while not os.path.exists(self.shard(2)) or os.path.getsize(self.shard(2)) < 20_000:
            self.assertTrue(self.cluster.running(job), "the job ended before a task could be killed")
            self.assertLess(time.monotonic(), deadline)
            time.sleep(0.01)
        os.kill(process_that_writes(self.shard(2)), signal.SIGKILL)
        self.cluster.wait(job)
        kept = os.path.getsize(self.shard(2))
        torn = self.merged(2)
        self.assertEqual(torn.returncode, 1)
        self.assertIn("(shard 2/2)", torn.stderr)
        self.assertNotIn("(shard 1/2)", torn.stderr)

        self.cluster.wait(self.submit("2", 2, command))
        self.assertGreater(os.path.getsize(self.shard(2)), kept)
        merged = self.merged(2)
        self.assertEqual(merged.returncode, 0, merged.stderr)
        self.assertEqual(merged.stdout, twinline(*command, "--json", folder=self.folder).stdout)


if __name__ == "__main__":
    if not os.access(TWINLINE, os.X_OK):
        sys.exit("run_slurm_tests.py needs the path of twinline")
    enter_own_network()
    unittest.main(verbosity=2)
