"""What goes on beside a test until the test is done with it."""

import threading


class BesideTheTest:
    """A thread that lives as long as the `with` block: run() is its work, and ends soon after `ended` is set."""

    def __init__(self):
        self.ended = threading.Event()
        self._thread = threading.Thread(target=self.run, daemon=True)

    def __enter__(self):
        self._thread.start()
        return self

    def __exit__(self, *_):
        self.ended.set()
        self._thread.join()

    def run(self):
        raise NotImplementedError
