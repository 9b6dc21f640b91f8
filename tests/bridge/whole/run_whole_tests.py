#!/usr/bin/env python3
"""Runs the tests of the whole bridge and says how long each took.

  run_whole_tests.py                           all of them
  run_whole_tests.py --few-calls               those with a few calls at a time
  run_whole_tests.py --under-load              those that put a load on the machine
  run_whole_tests.py MODULE[.CLASS[.TEST]]…    these

Every module is a process with ports of its own. Most of their time is spent waiting, so two run at once; those that put a
load on the machine take turns at it (turns.py). What a module prints comes at its end, that of failed ones once more at the very
end. Tests that are named run in one process, and their output comes as it is written."""

import glob
import os
import re
import subprocess
import sys
import tempfile
import time
import unittest

# The source tree stays as it is.
sys.dont_write_bytecode = True
FOLDER = os.path.dirname(os.path.abspath(__file__))
AT_ONCE = 2
# The longest first, so that the others fit beside it.
FIRST = ["test_memory"]
UNDER_LOAD = ["test_rate", "test_load", "test_swaps", "test_hostile"]
LIMIT_SECONDS = 300  # for one module
SECONDS_OF_A_TEST = re.compile(r"^seconds +([0-9.]+) (.+)$", re.MULTILINE)


class TimedResult(unittest.TextTestResult):
    """Notes how long each test took, its class's preparations with the first of the class."""

    def __init__(self, *arguments):
        super().__init__(*arguments)
        self.seconds = []
        self.last = time.monotonic()

    def stopTest(self, test):
        super().stopTest(test)
        now = time.monotonic()
        self.seconds.append((now - self.last, test.id()))
        self.last = now


def run_here(names):
    """Runs tests in this process; whether all passed."""
    os.chdir(FOLDER)
    sys.path.insert(0, FOLDER)
    suite = unittest.defaultTestLoader.loadTestsFromNames(names)
    result = unittest.TextTestRunner(verbosity=2, resultclass=TimedResult).run(suite)
    for seconds, name in result.seconds:
        print(f"seconds {seconds:6.1f} {name}")
    return result.wasSuccessful() and result.testsRun > 0


def ports_of_lane(lane):
    """Each lane has its own, so that no module hears another's servers."""
    return {**os.environ, "SIP_FIRST_PORT": str(27000 + 1000 * lane), "AUDIO_FIRST_PORT": str(10000 + 3000 * lane)}


class Module:
    """One module's tests in a process of their own."""

    def __init__(self, name, lane):
        self.name, self.lane = name, lane
        self.began = time.monotonic()
        self.output = open(os.path.join(os.environ.get("TMPDIR", "/tmp"), f"{name}.{os.getpid()}"), "w+",
                           encoding="utf-8")
        os.unlink(self.output.name)
        self.process = subprocess.Popen([sys.executable, __file__, name], env=ports_of_lane(lane),
                                        stdin=subprocess.DEVNULL, stdout=self.output, stderr=subprocess.STDOUT)

    def is_running(self):
        if self.process.poll() is None and time.monotonic() - self.began > LIMIT_SECONDS:
            self.process.kill()
            self.process.wait()
            self.output.write(f"\n{self.name} took longer than {LIMIT_SECONDS} s\n")
        return self.process.poll() is None

    def report(self):
        """What it printed; prints it, too."""
        with self.output:
            self.output.seek(0)
            text = self.output.read()
        print(f"== {self.name}\n{text}", flush=True)
        return text


def run_modules(names):
    """Gives (what each module printed, by name, and the names of those that failed)."""
    waiting, running, failed, printed = list(names), [], [], {}
    while waiting or running:
        while waiting and len(running) < AT_ONCE:
            lane = min(set(range(AT_ONCE)) - {module.lane for module in running})
            running.append(Module(waiting.pop(0), lane))
        time.sleep(0.05)
        for module in [module for module in running if not module.is_running()]:
            running.remove(module)
            printed[module.name] = module.report()
            if module.process.returncode != 0:
                failed.append(module.name)
    return printed, failed


def main():
    words = sys.argv[1:]
    if words and words[0] not in ("--few-calls", "--under-load"):
        sys.exit(0 if run_here(words) else 1)
    found = sorted(os.path.basename(path)[:-3] for path in glob.glob(os.path.join(FOLDER, "test_*.py")))
    few_calls = sorted(set(found) - set(UNDER_LOAD), key=lambda name: (name not in FIRST, name))
    began = time.monotonic()
    printed, failed = {}, []
    for flag, names in (("--few-calls", few_calls), ("--under-load", UNDER_LOAD)):
        if not words or words[0] == flag:
            with tempfile.NamedTemporaryFile() as turns:
                os.environ["TURNS_AT_THE_MACHINE"] = turns.name
                more_printed, more_failed = run_modules(names)
            printed.update(more_printed)
            failed += more_failed
    everything = "".join(printed.values())
    for seconds, name in sorted(((float(seconds), name) for seconds, name in SECONDS_OF_A_TEST.findall(everything)),
                                reverse=True):
        print(f"{seconds:7.1f} s  {name}")
    print(f"{time.monotonic() - began:7.1f} s  in all, some of them beside each other")
    for name in failed:
        # Whoever counts the tests counts each once.
        print(re.sub(r"^(Ran|FAILED)", r"  \1", printed[name], flags=re.MULTILINE))
    if failed:
        sys.exit("failed: " + ", ".join(failed))


if __name__ == "__main__":
    main()
