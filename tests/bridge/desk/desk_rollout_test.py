"""Who may manage the rollout of policies over HTTP: desk_rollout_test.py PROBE [unittest's arguments]."""

import os
import sys
import unittest

# The source tree stays as it is.
sys.dont_write_bytecode = True

import desk_browser
from desk_browser import PASSWORD, DeskTest


class Rollout(DeskTest):
    """Supervisors at the desk may, and operators with a token."""

    def by_token(self, text, action="canary"):
        return self.browser().request("POST", f"/api/rollout/{action}", {"dry_run": True},
                                      {"Authorization": f"Bearer {text}"})[:2]

    def test_an_operator_comes_in_with_name_and_token_and_to_nothing_else(self):
        good = f"olga.{PASSWORD}"
        self.assertEqual(self.by_token(good), (200, {"who": "olga", "action": "canary", "bytes": 17, "on_loop": True}))
        self.assertEqual(self.by_token(good, "refuse")[0], 409)
        for wrong in ("olga.guess", "olga", f"nobody.{PASSWORD}", f".{PASSWORD}", f"anna.{PASSWORD}"):
            self.assertEqual(self.by_token(wrong)[0], 401, wrong)
        self.assertEqual(self.browser().request("GET", "/api/board", None, {"Authorization": f"Bearer {good}"})[0], 401)

    def test_guessing_a_token_is_limited(self):
        statuses = [self.by_token(f"olga.guess {i}")[0] for i in range(9)]
        self.assertEqual(statuses, 8 * [401] + [429])
        _, _, headers = self.browser().request("POST", "/api/rollout/status", {}, {"Authorization": f"Bearer olga.{PASSWORD}"})
        self.assertGreater(int(headers["Retry-After"]), 200)

    def test_a_supervisor_may_and_an_agent_may_not(self):
        carla = self.browser("carla")
        self.assertEqual(carla.get("/api/rollout")[1]["action"], "status")
        status, answer = carla.post("/api/rollout/rollback", {})
        self.assertEqual((status, answer["who"], answer["action"]), (200, "carla", "rollback"))
        carla.csrf = None
        self.assertEqual(carla.post("/api/rollout/rollback", {})[0], 403)
        for other, status in ((self.browser("anna"), 403), (self.browser(), 401)):
            self.assertEqual(other.get("/api/rollout")[0], status)
            self.assertEqual(other.post("/api/rollout/rollback", {})[0], status)


if __name__ == "__main__":
    desk_browser.PROBE = os.path.abspath(sys.argv.pop(1))
    unittest.main()
