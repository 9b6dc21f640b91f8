"""SIPp, which plays many callers or many phones at once."""

import os
import subprocess

from bridge import HERE
from probe import free_port

SCENARIOS = os.path.join(HERE, "..", "sip")
# Callers who wait for an agent and are told by a re-INVITE where the audio is; the phones that they reach.
DEMO = os.path.join(HERE, "..", "..", "..", "scripts", "lib")


def sipp(scenario, port, calls, *more, limit=60):
    """So many calls of a scenario, from or at a port, in a process of their own that ends by itself."""
    return subprocess.Popen(
        ["sipp", "-sf", os.path.join(SCENARIOS, scenario), "-m", str(calls), "-i", "127.0.0.1", "-p", str(port), "-mp",
         str(free_port()), "-nostdin", "-timeout", str(limit), *more],
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)


def finish(*processes, limit=70):
    """(whether all ended well, what the first printed). Who does not end is killed and has failed."""
    printed = []
    for process in processes:
        try:
            printed.append(process.communicate(timeout=limit)[0])
        except subprocess.TimeoutExpired:
            process.kill()
            printed.append(process.communicate()[0])
    return all(process.returncode == 0 for process in processes), printed[0][-2000:]
