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
    """(whether all ended well, the end of what those printed that did not). Who does not end is killed and has failed."""
    printed = ""
    for process in processes:
        try:
            output = process.communicate(timeout=limit)[0]
        except subprocess.TimeoutExpired:
            process.kill()
            output = process.communicate()[0]
        if process.returncode != 0:
            printed += f"sipp ended with {process.returncode}:\n{output[-3500:]}\n"
    return not printed, printed
