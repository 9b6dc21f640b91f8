#!/usr/bin/env python3
"""Runs the SIP tests against the sip_probe that is given: run_sip_tests.py PROBE [MODULE[.CLASS[.TEST]]…].

Every module is a process with ports of its own, for most of their time is spent waiting; none may take longer than the
limit. What a module prints comes at its end, those that failed last."""

import glob
import os
import subprocess
import sys
import time

FOLDER = os.path.dirname(os.path.abspath(__file__))
LIMIT_SECONDS = 130


def main():
    if len(sys.argv) < 2:
        sys.exit("run_sip_tests.py needs the path of sip_probe")
    program = os.path.abspath(sys.argv[1])
    if not os.access(program, os.X_OK):
        sys.exit(f"{program} is no program")
    names = sys.argv[2:] or sorted(os.path.basename(path)[:-3] for path in glob.glob(os.path.join(FOLDER, "test_*.py")))
    if not names:
        sys.exit("there is no test")
    runs = []
    for place, name in enumerate(names):
        environment = {**os.environ, "SIP_PROBE": program, "SIP_FIRST_PORT": str(16000 + 500 * place)}
        runs.append((name, subprocess.Popen([sys.executable, "-m", "unittest", "-v", name], cwd=FOLDER, env=environment,
                                            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)))
    passed, failed = [], {}
    deadline = time.monotonic() + LIMIT_SECONDS
    for name, process in runs:
        try:
            output, _ = process.communicate(timeout=max(1, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            process.kill()
            output = process.communicate()[0] + f"\n{name} took longer than {LIMIT_SECONDS} s\n"
        if process.returncode != 0 or "Ran 0 tests" in output:
            failed[name] = output
        else:
            passed.append(name)
            print(f"== {name}\n{output}", flush=True)
    for name, output in failed.items():
        print(f"== {name}\n{output}", flush=True)
    if failed:
        sys.exit("failed: " + ", ".join(failed))
    print(f"{len(passed)} modules passed")


if __name__ == "__main__":
    main()
