"""Tests that load the machine take turns: while one of them merely waits for something to run out, another may begin."""

import contextlib
import fcntl
import os


@contextlib.contextmanager
def machine_to_itself():
    """Nobody else who asks for it has the machine meanwhile. Run by itself, a test has it anyhow."""
    turn = os.environ.get("TURNS_AT_THE_MACHINE")
    if not turn:
        yield
        return
    with open(turn, "w", encoding="ascii") as file:
        fcntl.flock(file, fcntl.LOCK_EX)  # let go of when the file is closed, or the process gone
        yield
