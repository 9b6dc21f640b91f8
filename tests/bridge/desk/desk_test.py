"""The desk over HTTP, as scripts and attackers meet it: desk_test.py PROBE [unittest's arguments]."""

import contextlib
import json
import os
import socket
import subprocess
import sys
import threading
import time
import unittest

# The source tree stays as it is.
sys.dont_write_bytecode = True

import desk_browser
from desk_browser import Browser, DeskTest, Listener


class Login(DeskTest):
    def test_right_password(self):
        browser = self.browser()
        status, me, headers = browser.log_in("anna")
        self.assertEqual((status, me["user"], me["name"], me["role"]), (200, "anna", "Anna Amsler", "agent"))
        self.assertEqual(me["call_types"], ["question", "new_loan"])
        cookie = headers["Set-Cookie"]
        self.assertIn("HttpOnly", cookie)
        self.assertIn("SameSite=Strict", cookie)
        self.assertNotIn("Secure", cookie)
        self.assertEqual(browser.get("/api/me")[1]["csrf_token"], me["csrf_token"])
        self.assertEqual(browser.get("/api/board")[1]["you"]["state"], "logged_out")

    def test_guessing_is_limited_per_user(self):
        statuses = [self.browser().log_in("anna", f"guess {i}")[0] for i in range(9)]
        self.assertEqual(statuses, 8 * [401] + [429])
        status, answer, headers = self.browser().log_in("anna")
        self.assertEqual(status, 429, "even the right password waits")
        self.assertIn("too many attempts", answer["error"])
        self.assertGreater(int(headers["Retry-After"]), 200)
        self.assertEqual(self.browser().log_in("bert")[0], 200, "others are not locked out")

    def test_guessing_is_limited_per_address(self):
        behind_a_proxy = {"X-Forwarded-For": "10.1.2.3, 198.51.100.7"}
        statuses = [self.browser().log_in(f"u{i}", "x", behind_a_proxy)[0] for i in range(21)]
        self.assertEqual(statuses, 20 * [401] + [429])
        self.assertEqual(self.browser().log_in("anna", headers=behind_a_proxy)[0], 429)
        self.assertEqual(self.browser().log_in("anna", headers={"X-Forwarded-For": "198.51.100.8"})[0], 200)

    def test_a_proxy_that_speaks_tls_gets_a_secure_cookie(self):
        forwarded = {"X-Forwarded-For": "198.51.100.7", "X-Forwarded-Proto": "https"}
        _, _, headers = self.browser().log_in("anna", headers=forwarded)
        self.assertIn("; Secure", headers["Set-Cookie"])

    def test_nobody_is_told_nothing(self):
        browser = self.browser()
        self.assertEqual(browser.get("/api/me"), (200, {"user": None}))
        for path in ("/api/board", "/api/events"):
            self.assertEqual(browser.get(path)[0], 401, path)
        for path in ("/api/presence", "/api/hang-up", "/api/drain", "/api/agents/anna/release", "/api/logout"):
            self.assertEqual(browser.post(path)[0], 401, path)
        browser.cookie = "twinline_desk=" + 64 * "0"
        self.assertEqual(browser.get("/api/board")[0], 401)

    def test_logging_out_ends_the_session_and_the_presence(self):
        anna, carla = self.browser("anna"), self.browser("carla")
        stream, watching = self.listener(anna), self.listener(carla)
        self.assertEqual(anna.post("/api/presence", {"presence": "ready"}), (200, {"ok": True}))
        watching.board_where(lambda board: board["agents"][0]["state"] == "ready")
        self.assertEqual(anna.post("/api/logout")[0], 200)
        self.assertEqual(anna.get("/api/board")[0], 401)
        while (name := stream.next_event()[0]) == "board":
            pass
        self.assertEqual(name, "logged_out")
        watching.board_where(lambda board: board["agents"][0]["state"] == "logged_out")

    def test_a_reload_that_drops_an_account_ends_its_sessions_only(self):
        anna, bert = self.browser("anna"), self.browser("bert")
        self.probe.tell("reload bert")
        self.assertEqual(bert.get("/api/board")[0], 401)
        self.assertEqual(anna.get("/api/board")[0], 200)
        self.assertEqual(self.browser().log_in("bert")[0], 401)


class SlowLogin(DeskTest):
    log2_n = 15

    def test_wrong_password_and_unknown_user_look_the_same_and_take_as_long(self):
        browser = self.browser()
        began = time.monotonic()
        wrong = browser.log_in("anna", "let me out")
        between = time.monotonic()
        unknown = browser.log_in("nobody", "let me out")
        ended = time.monotonic()
        self.assertEqual((wrong[0], unknown[0]), (401, 401))
        self.assertEqual(wrong[1], unknown[1])
        self.assertIsNone(wrong[2]["Set-Cookie"])
        self.assertLess(abs((between - began) - (ended - between)), 0.5 * (ended - began))
        self.assertNotIn("nobody", self.probe.read_log())

    def test_many_log_in_at_once(self):
        statuses = []
        threads = [threading.Thread(target=lambda user=f"p{i}": statuses.append(self.browser_status(user))) for i in range(1, 26)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertLessEqual(set(statuses), {200, 503}, "served, or told to come again")
        self.assertGreaterEqual(statuses.count(200), 12)

    def browser_status(self, user):
        return Browser(self.probe).log_in(user)[0]


class Commands(DeskTest):
    def test_no_change_without_the_csrf_token(self):
        anna = self.browser("anna")
        for token in (None, "", 64 * "0", anna.csrf[:-1]):
            status, answer = anna.post("/api/presence", {"presence": "ready"}, **{"X-CSRF-Token": token})
            self.assertEqual(status, 403, token)
            self.assertIn("X-CSRF-Token", answer["error"])
        self.assertEqual(anna.post("/api/hang-up", **{"X-CSRF-Token": None})[0], 403)
        self.assertEqual(anna.get("/api/board")[1]["you"]["state"], "logged_out")
        self.assertEqual(anna.post("/api/presence", {"presence": "ready"})[0], 200)

    def test_a_call_from_ready_to_ready_over_events(self):
        anna = self.browser("anna")
        stream = self.listener(anna)
        self.assertEqual((stream.status, stream.headers["content-type"]), (200, "text/event-stream"))
        self.assertEqual(stream.next_event()[1]["you"]["state"], "logged_out", "a full board at once")
        began = time.monotonic()
        anna.post("/api/presence", {"presence": "not_ready", "reason": "training"})
        board = stream.board_where(lambda board: board["you"]["state"] == "not_ready")
        self.assertEqual(board["you"]["reason"], "training")
        anna.post("/api/presence", {"presence": "ready"})
        stream.board_where(lambda board: board["you"]["state"] == "ready")
        self.assertLess(time.monotonic() - began, 1.5, "changes are told promptly")
        self.probe.tell("offer anna +41 44 123 45 67")
        you = stream.board_where(lambda board: board["you"]["state"] == "offered")["you"]
        self.assertEqual(you["caller_number"], "+41 44 123 45 67")
        self.assertEqual((you["call"]["type"], you["call"]["segment"], you["call"]["queue"]), ("new_loan", "gold", "loans"))
        self.assertIn({"name": "open_ticket", "value": "4711"}, you["call"]["attributes"])
        self.assertEqual(anna.post("/api/transfer", {"call_type": "question"}), (409, {"error": "there is no call"}))
        self.probe.tell("answer anna")
        self.assertEqual(anna.post("/api/hang-up")[0], 200)
        you = stream.board_where(lambda board: board["you"]["state"] == "wrap_up")["you"]
        self.assertNotIn("caller_number", you)
        self.assertEqual(anna.post("/api/wrap-up-done")[0], 200)
        self.assertEqual(anna.post("/api/wrap-up-done"), (409, {"error": "there is no wrap-up"}))
        stream.board_where(lambda board: board["you"]["state"] == "ready")

    def test_an_agent_pauses_the_recording_and_goes_on(self):
        anna = self.browser("anna")
        self.assertEqual(anna.post("/api/recording", {"paused": True}), (409, {"error": "there is no call"}))
        self.probe.tell("offer anna 1")
        self.probe.tell("answer anna")
        for paused, progress in ((True, "paused"), (False, "recording")):
            self.assertEqual(anna.post("/api/recording", {"paused": paused}), (200, {"ok": True}))
            self.assertEqual(anna.get("/api/board")[1]["you"]["recording"], progress)
        self.assertEqual(anna.post("/api/recording", {"paused": "yes"})[0], 400)

    def test_recordings_are_for_supervisors_where_there_are_any(self):
        for path in ("/api/recordings", "/api/recordings/00ff-1"):
            self.assertEqual(self.browser("anna").get(path), (403, {"error": "only supervisors may do this"}))
            self.assertEqual(self.browser("carla").get(path), (404, {"error": "nobody is recorded here"}))

    def test_transfers_and_requests(self):
        anna = self.browser("anna")
        self.probe.tell("offer anna 1")
        self.probe.tell("answer anna")
        self.assertEqual(anna.post("/api/transfer", {"call_type": "question"})[0], 200)
        board = anna.get("/api/board")[1]
        self.assertEqual((board["queues"][0]["waiting"], board["you"]["state"]), (1, "wrap_up"))
        self.probe.tell("offer anna 1")
        self.probe.tell("answer anna")
        self.assertEqual(anna.post("/api/transfer", {"number": "+900"}), (409, {"error": "this number may not be called"}))
        self.assertEqual(anna.post("/api/transfer", {"number": "+41 44 555"})[0], 200)
        self.assertEqual(anna.get("/api/board")[1]["you"]["state"], "wrap_up")
        self.probe.tell("request anna")
        request = anna.get("/api/board")[1]["you"]["requests"][0]
        self.assertEqual((request["kind"], request["group"]), ("move_group", "advice"))
        self.assertAlmostEqual(request["until"] - request["from"], 3600)
        self.assertEqual(anna.post(f"/api/requests/{request['id']}", {"answer": "accepted"})[0], 200)
        self.assertEqual(anna.post(f"/api/requests/{request['id']}", {"answer": "refused"})[0], 409)
        self.assertEqual(anna.post("/api/requests/-1", {"answer": "refused"})[0], 404)

    def test_a_world_that_does_not_answer_is_given_up_and_not_obeyed_later(self):
        anna = self.browser("anna")
        self.probe.tell("mute on")
        began = time.monotonic()
        status, answer = anna.post("/api/presence", {"presence": "ready"})
        self.assertEqual(status, 504)
        self.assertIn("may still be carried out", answer["error"])
        self.assertTrue(1.9 < time.monotonic() - began < 3, "after two seconds")
        self.probe.tell("mute off")
        self.assertEqual(anna.get("/api/board")[1]["you"]["state"], "logged_out")

    def test_what_is_unknown_is_refused_in_words(self):
        anna = self.browser("anna")
        cases = [
            ("/api/presence", {"presence": "redy"}, "unknown presence 'redy'; expected 'logged_out', 'not_ready' or 'ready'"),
            ("/api/presence", {"presence": "not_ready"}, "'reason' is missing; expected a string"),
            ("/api/presence", {"presence": "not_ready", "reason": "phone"},
             "unknown reason 'phone'; expected 'pause', 'meeting', 'training' or 'other'"),
            ("/api/presence", {"presence": "ready", "reason": "pause"}, "'reason' goes with the presence 'not_ready' only"),
            ("/api/presence", {"presence": "ready", "mood": 1}, "unknown key 'mood'; expected 'presence' or 'reason'"),
            ("/api/presence", {"presence": 3}, "'presence' must be a string"),
            ("/api/transfer", {"call_type": "loan"}, "unknown call type 'loan'; expected 'question' or 'new_loan'"),
            ("/api/transfer", {}, "give a 'call_type' or a 'number', one of the two"),
            ("/api/transfer", {"call_type": "question", "number": "1"}, "give a 'call_type' or a 'number', one of the two"),
            ("/api/hang-up", {"now": True}, "unknown key 'now'; expected none"),
            ("/api/requests/1", {"answer": "maybe"}, "unknown answer 'maybe'; expected 'accepted' or 'refused'"),
            ("/api/presence", [1], "the body is not a JSON object"),
        ]
        for path, body, error in cases:
            self.assertEqual(anna.post(path, body), (400, {"error": error}))
        json_type = {"Content-Type": "application/json"}
        for body in ("{", "\x00", '{"presence": "ready"} x', "[" * 4000):
            self.assertEqual(anna.post("/api/presence", body, **json_type), (400, {"error": "the body is not a JSON object"}))
        self.assertEqual(anna.post("/api/presence", b'{"\xff": 1}', **json_type)[0], 400)
        self.assertEqual(anna.get("/api/board")[1]["you"]["state"], "logged_out")


class Roles(DeskTest):
    def test_an_agent_sees_the_own_row_only(self):
        anna, bert = self.browser("anna"), self.browser("bert")
        self.probe.tell("offer bert +41449999999")
        status, board, _ = anna.request("GET", "/api/board")
        self.assertEqual(status, 200)
        self.assertEqual(set(board), {"now", "draining", "you", "queues"})
        self.assertEqual(board["you"]["user"], "anna")
        self.assertNotIn("9999999", json.dumps(board))
        self.assertNotIn("bert", json.dumps(board))
        self.assertEqual(bert.get("/api/board")[1]["you"]["caller_number"], "+41449999999")

    def test_a_supervisor_sees_everybody_but_no_numbers(self):
        carla = self.browser("carla")
        self.probe.tell("offer bert +41449999999")
        self.probe.tell("answer bert")
        board = carla.get("/api/board")[1]
        self.assertEqual([row["user"] for row in board["agents"][:3]], ["anna", "bert", "carla"])
        self.assertEqual(board["agents"][1]["call"]["name"], "0000000000000001")
        self.assertEqual(board["trunks"], [{"name": "carrier", "up": True, "busy": 3, "lines": 30}])
        self.assertNotIn("9999999", json.dumps(board))

    def test_supervisors_actions_are_theirs_and_leave_a_line(self):
        anna, carla = self.browser("anna"), self.browser("carla")
        self.probe.tell("offer bert +41449999999")
        actions = [("/api/agents/bert/listen", None), ("/api/agents/bert/release", None),
                   ("/api/agents/bert/group", {"group": "advice"}), ("/api/drain", {"on": True})]
        for path, body in actions:
            self.assertEqual(anna.post(path, body), (403, {"error": "only supervisors may do this"}))
        self.assertNotIn("audit", self.probe.read_log())
        self.assertEqual(carla.post("/api/agents/bert/listen"), (409, {"error": "there is no call"}))
        self.probe.tell("answer bert")
        for path, body in actions:
            self.assertEqual(carla.post(path, body), (200, {"ok": True}), path)
        board = carla.get("/api/board")[1]
        self.assertEqual((board["draining"], board["agents"][1]["group"], board["agents"][1]["state"]), (True, "advice", "ready"))
        self.assertEqual(carla.get("/healthz"), (200, {"status": "draining"}))
        self.assertEqual(carla.post("/api/agents/dora/release")[0], 404)
        self.assertEqual(carla.post("/api/agents/bert/group", {"group": "x"}),
                         (400, {"error": "unknown group 'x'; expected 'service' or 'advice'"}))
        self.assertEqual(carla.post("/api/drain", {"on": "yes"}), (400, {"error": "'on' must be true or false"}))
        audit = [line.split("audit: ")[1] for line in self.probe.read_log().splitlines() if "audit: " in line]
        self.assertEqual(audit, ["carla asked to listen in on bert: not done (409)", "carla asked to listen in on bert: done",
                                 "carla asked to release bert: done", "carla asked to move bert to group advice: done",
                                 "carla asked to drain: done"])
        self.assertNotIn("9999999", self.probe.read_log())


class Events(DeskTest):
    def test_two_hundred_listeners_hear_and_the_next_is_refused(self):
        pages = []
        for number in range(1, 26):
            browser = self.browser(f"p{number}")
            pages += [self.listener(browser) for _ in range(8)]
        self.assertEqual({page.status for page in pages}, {200})
        for page in pages:
            self.assertEqual(page.next_event()[0], "board")
        refused = Listener(browser)
        self.assertEqual(refused.status, 503)
        refused.close()
        began = time.monotonic()
        self.probe.tell("request p1")
        self.probe.tell("offer p25 5")
        for page in pages:
            page.board_where(lambda board: board["queues"][1]["offered"] == 1)
        self.assertLess(time.monotonic() - began, 2)
        self.assert_still_serves()
        pages[-1].close()
        deadline = time.monotonic() + 5
        while (again := Listener(browser)).status != 200:
            again.close()
            self.assertLess(time.monotonic(), deadline, "a closed page's place is free again")
            time.sleep(0.05)
        again.close()

    def test_boards_come_five_times_a_second_at_most_and_the_last_one_comes(self):
        stream = self.listener(self.browser("anna"))
        stream.next_event()
        began = time.monotonic()
        self.probe.tell("boards 1000")
        self.probe.tell("request anna")
        count = 1
        while not stream.next_event()[1]["you"]["requests"]:
            count += 1
        self.assertLessEqual(count, 5 * (time.monotonic() - began) + 2)
        self.assertGreater(count, 3)

    def test_a_page_that_does_not_read_holds_up_nobody(self):
        carla = self.browser("carla")
        idle = socket.socket()
        self.addCleanup(idle.close)
        idle.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2048)
        idle.connect(("127.0.0.1", self.probe.port))
        idle.sendall(f"GET /api/events HTTP/1.1\r\nHost: desk\r\nCookie: {carla.cookie}\r\n\r\n".encode())
        stream = self.listener(self.browser("anna"))
        stream.next_event()
        self.probe.tell("boards 1500")
        began = time.monotonic()
        self.probe.tell("request anna")
        stream.board_where(lambda board: board["you"]["requests"])
        self.assertLess(time.monotonic() - began, 1)
        self.assert_still_serves()


class Attacks(DeskTest):
    def status_of(self, request):
        answer = self.raw(request)
        self.assertTrue(answer.startswith(b"HTTP/1.1 "), answer[:80])
        if not answer.startswith(b"HTTP/1.1 200 "):
            self.assertIn("error", json.loads(answer.split(b"\r\n\r\n", 1)[1]))
        return int(answer.split()[1])

    def test_paths_lead_nowhere_but_to_the_table(self):
        for path in ("/../../etc/passwd", "/..%2f..%2fetc/passwd", "//etc/passwd", "/%2e%2e/%2e%2e/etc/passwd", "/desk.css/..",
                     "/api/agents//release", "/api", "/favicon.ico", "/%00", "/desk.js%00.html", "/page/index.html", "/*"):
            self.assertEqual(self.status_of(f"GET {path} HTTP/1.1\r\nHost: desk\r\n\r\n".encode()), 404, path)
        self.assert_still_serves()

    def test_requests_that_are_too_long(self):
        self.assertEqual(self.status_of(b"GET /" + 5000 * b"a" + b" HTTP/1.1\r\n\r\n"), 414)
        self.assertEqual(self.status_of(b"GET / HTTP/1.1\r\nCookie: " + 100000 * b"a" + b"\r\n\r\n"), 431)
        self.assertEqual(self.status_of(b"GET / HTTP/1.1\r\n" + 5000 * b"A: b\r\n" + b"\r\n"), 431)
        self.assertEqual(self.status_of(1000000 * b"a"), 414)
        anna = self.browser("anna")
        status, answer = anna.post("/api/presence", {"presence": 9000 * "x"})
        self.assertEqual((status, answer["error"]), (413, "a body has 8192 bytes at most"))
        self.assert_still_serves()

    def test_requests_that_are_malformed(self):
        login = b"POST /api/login HTTP/1.1\r\nHost: desk\r\n"
        cases = [
            (b"GET\r\n\r\n", 400),
            (b"\x16\x03\x01\x02\x00\x01\x00\r\n\r\n", 400),
            (b"GET / HTTP/9.9\r\n\r\n", 400),
            (b"PUT /api/login HTTP/1.1\r\n\r\n", 405),
            (b"DELETE / HTTP/1.1\r\n\r\n", 405),
            (b"GET /api/login HTTP/1.1\r\n\r\n", 405),
            (b"POST / HTTP/1.1\r\nContent-Length: 0\r\n\r\n", 405),
            (login + b"\r\n", 411),
            (login + b"Transfer-Encoding: chunked\r\n\r\nffffffffff\r\n", 411),
            (login + b"Content-Length: -5\r\n\r\n", 400),
            (login + b"Content-Length: 99999999999999999999\r\n\r\n", 413),
            (login + b"Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}", 400),
            (login + b"Content-Length: 2\r\nContent-Type: text/plain\r\n\r\n{}", 415),
            (login + b"Content-Length: 2\r\nContent-Type: multipart/form-data; boundary=a\r\n\r\n{}", 415),
            (login + b"Content-Length: 2\r\nContent-Encoding: gzip\r\nContent-Type: application/json\r\n\r\n{}", 415),
            (login + b"Content-Length: 2\r\nContent-Type: application/json\r\n\r\n{}", 400),
            (b"GET /api/me HTTP/1.1\r\nRange: bytes=" + 1000 * b"0-1," + b"0-1\r\n\r\n", 200),
        ]
        for request, status in cases:
            self.assertEqual(self.status_of(request), status, request[:90])
        self.assert_still_serves()

    def test_connections_that_dawdle_hold_up_nobody_for_long(self):
        idle = [socket.create_connection(("127.0.0.1", self.probe.port)) for _ in range(60)]
        for number, connection in enumerate(idle):
            self.addCleanup(connection.close)
            if number % 2:
                connection.sendall(b"GET / HT")
        began = time.monotonic()
        self.assert_still_serves()
        self.assertLess(time.monotonic() - began, 7)
        idle[1].settimeout(10)
        self.assertTrue(idle[1].recv(100).startswith(b"HTTP/1.1 408 "))

    def test_a_body_that_never_comes(self):
        began = time.monotonic()
        request = b"POST /api/login HTTP/1.1\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{"
        self.assertEqual(self.status_of(request), 400)
        self.assertLess(time.monotonic() - began, 6)

    def test_garbage_of_many_kinds(self):
        seed = bytes(range(256))
        good = b"POST /api/login HTTP/1.1\r\nHost: desk\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}"
        for number in range(300):
            at, value = (number * 7919) % len(good), seed[(number * 104729) % 256]
            changed = good[:at] + bytes([value]) + good[at + number % 3:]
            with socket.create_connection(("127.0.0.1", self.probe.port), timeout=5) as connection:
                connection.sendall(changed)
                connection.shutdown(socket.SHUT_WR)
                with contextlib.suppress(ConnectionResetError):
                    connection.recv(65536)
        self.assert_still_serves()


class Rest(DeskTest):
    def test_metrics_are_for_this_machine(self):
        status, text, headers = self.browser().request("GET", "/metrics")
        self.assertEqual((status, headers["Content-Type"]), (200, "text/plain; version=0.0.4; charset=utf-8"))
        self.assertTrue(text.startswith("# TYPE twinline_boards counter\ntwinline_boards "))
        status, _, _ = self.browser().request("GET", "/metrics", headers={"X-Forwarded-For": "127.0.0.1"})
        self.assertEqual(status, 403, "through a proxy it may be anybody")

    def test_metrics_are_of_the_moment_in_which_they_are_asked_for(self):
        self.probe.tell("mute on")
        self.addCleanup(self.probe.tell, "mute off")
        status, _, _ = self.browser().request("GET", "/metrics")
        self.assertEqual(status, 504, "nothing that was kept stands in for a loop that hangs")

    def test_every_response_forbids_what_the_page_does_not_need(self):
        for path in ("/", "/desk.js", "/api/me", "/api/board", "/nothing"):
            _, _, headers = self.browser().request("GET", path)
            policy = headers["Content-Security-Policy"]
            self.assertIn("default-src 'none'", policy)
            self.assertIn("frame-ancestors 'none'", policy)
            self.assertNotIn("unsafe", policy)
            self.assertEqual(headers["X-Content-Type-Options"], "nosniff")
            self.assertEqual(headers["Cache-Control"], "no-store")
            self.assertNotIn("Access-Control-Allow-Origin", headers)

    def test_head_has_no_body(self):
        answer = self.raw(b"HEAD / HTTP/1.1\r\nHost: desk\r\n\r\n")
        self.assertTrue(answer.startswith(b"HTTP/1.1 200 "))
        self.assertTrue(answer.endswith(b"\r\n\r\n"))

    def test_a_taken_port_is_said(self):
        command = [desk_browser.PROBE, str(self.probe.port), self.probe.password_file]
        second = subprocess.run(command, capture_output=True, text=True, timeout=20, input="")
        self.assertEqual(second.returncode, 1)
        self.assertIn(f"the desk cannot listen on 127.0.0.1:{self.probe.port}", second.stderr)


class Scores(DeskTest):
    CALL = "00ff00ff00ff00ff"

    def post(self, body, token="let me in", **headers):
        headers = {**({"Authorization": f"Bearer {token}"} if token else {}), **headers}
        return self.browser().request("POST", "/api/scores", body, headers)[:2]

    def allow(self):
        path = os.path.join(self.probe.folder.name, "token")
        with open(path, "w") as file:
            file.write("let me in\n")
        self.probe.tell(f"scores {path}")

    def test_without_a_token_in_the_file_none_are_taken(self):
        self.assertEqual(self.post({"call": self.CALL, "criterion": "tone", "score": 4})[0], 404)

    def test_a_score_with_the_token_is_kept(self):
        self.allow()
        body = {"call": self.CALL, "criterion": "tone of voice", "score": 4.5}
        self.assertEqual(self.post(body), (200, {"ok": True}))
        self.assertIn(f"score {self.CALL} tone of voice 4.5", self.probe.read_log())
        for token in (None, "", "let me out", "let me in too"):
            self.assertEqual(self.post(body, token)[0], 401, token)
        self.assertEqual(self.post(body, None, Authorization="Basic bGV0IG1lIGlu")[0], 401)
        self.assertEqual(self.browser("carla").post("/api/scores", body)[0], 401, "a supervisor is no scorer")

    def test_what_makes_no_sense_is_refused(self):
        self.allow()
        good = {"call": self.CALL, "criterion": "tone", "score": 4}
        for change in ({"call": "7"}, {"call": self.CALL.upper()}, {"call": 7}, {"criterion": ""}, {"criterion": 65 * "x"},
                       {"score": "4"}, {"score": None}, {"score": True}, {"number": "+41791112233"}):
            self.assertEqual(self.post({**good, **change})[0], 400, change)
        for missing in good:
            self.assertEqual(self.post({key: value for key, value in good.items() if key != missing})[0], 400)
        self.assertEqual(self.post(b'{"call": "00ff00ff00ff00ff", "criterion": "x", "score": 1e999}',
                                   **{"Content-Type": "application/json"})[0], 400)

    def test_one_that_cannot_be_kept_is_to_be_sent_again(self):
        self.allow()
        status, answer = self.post({"call": self.CALL, "criterion": "impossible", "score": 1})
        self.assertEqual(status, 503)
        self.assertIn("send it again", answer["error"])


if __name__ == "__main__":
    desk_browser.PROBE = os.path.abspath(sys.argv.pop(1))
    unittest.main()
