"""Who may manage the rollout of policies over HTTP, and have calls explained: desk_rollout_test.py PROBE [unittest's arguments]."""

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


class Explanations(DeskTest):
    """Of a made-up call."""

    def test_they_are_for_supervisors(self):
        path = "/api/calls/0123456789abcdef/explanation"
        self.assertEqual(self.browser().get(path)[0], 401)
        self.assertEqual(self.browser("anna").get(path), (403, {"error": "only supervisors may do this"}))
        carla = self.browser("carla")
        status, story = carla.get(path)
        self.assertEqual((status, story["schema"], story["call"]["key"]), (200, "twinline.explain/1", "0123456789abcdef"))
        for wrong in ("0" * 16, "17", "0123456789ABCDEF", "..%2f..%2fetc%2fpasswd"):
            self.assertEqual(carla.get(f"/api/calls/{wrong}/explanation")[0], 404, wrong)
        self.assertEqual(carla.post(path, {})[0], 405)


if __name__ == "__main__":
    desk_browser.PROBE = os.path.abspath(sys.argv.pop(1))
    unittest.main()
