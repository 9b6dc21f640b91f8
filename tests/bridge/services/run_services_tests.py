#!/usr/bin/env python3
"""The services room against a real HTTP server: what comes of look-ups, in time, late and never.

    tests/bridge/services/run_services_tests.py PROBE [unittest's arguments]

PROBE is the program services_probe. Loopback only, ports that the system gives.
"""

import json
import os
import queue
import socket
import subprocess
import sys
import tempfile
import threading
import time
import unittest

sys.dont_write_bytecode = True
from service import Service  # noqa: E402

PROGRAM = None
GOLD = {"attributes": {"segment": "gold"}}


class Probe:
    def __init__(self, environment=None):
        self._process = subprocess.Popen([PROGRAM], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                                         text=True, env={**os.environ, **(environment or {})})
        self.told = queue.Queue()
        self.log = []
        self._readers = [threading.Thread(target=self._read), threading.Thread(target=self._read_log)]
        for reader in self._readers:
            reader.start()

    def _read(self):
        for line in self._process.stdout:
            self.told.put(json.loads(line))

    def _read_log(self):
        for line in self._process.stderr:
            self.log.append(line)

    def do(self, what, **arguments):
        print(json.dumps({"do": what, **arguments}), file=self._process.stdin, flush=True)

    def next(self, limit=5.0):
        return self.told.get(timeout=limit)

    def silent(self, seconds):
        try:
            told = self.told.get(timeout=seconds)
        except queue.Empty:
            return
        raise AssertionError(f"{told} was told")

    def use(self, *sources):
        self.do("use", sources=sources)
        return self.next()["used"]

    def statistics(self):
        self.do("statistics")
        return self.next()["statistics"]

    def ended_log(self):
        """All that was logged, when the probe has ended."""
        self.close()
        return "".join(self.log)

    def close(self):
        """Ends it, once; gives the exit status."""
        if self._process.stdin.closed:
            return self._process.returncode
        self._process.stdin.close()
        status = self._process.wait(15)
        for reader in self._readers:
            reader.join(5)
        self._process.stdout.close()
        self._process.stderr.close()
        return status


class LookUpTest(unittest.TestCase):
    def setUp(self):
        self.probe = Probe(self.environment())
        self.addCleanup(self.end)

    def environment(self):
        return {}

    def end(self):
        self.assertEqual(self.probe.close(), 0)

    def service(self, answer=None, **more):
        return self.enterContext(Service(answer, **more))

    def use(self, service, **settings):
        self.assertEqual(self.probe.use({"url": service.url(), "tells": {"segment": {"gold": 1}, "intent": {"loan": 2}},
                                         **settings}), "")

    def ended(self, call, outcome, attributes=None):
        self.assertEqual(self.probe.next(), {"fact": "ended", "call": call, "outcome": outcome,
                                             "attributes": attributes or {}})


class Answers(LookUpTest):
    def test_what_is_asked_and_what_comes_of_it(self):
        service = self.service(lambda request: (200, GOLD))
        self.use(service)
        self.probe.do("ask", call=7, number="+41791112233", keys="0815", prompt="hello", key=255)
        self.ended(7, "answered", {"segment": 1})
        request, headers = service.requests[0]
        self.assertAlmostEqual(request.pop("deadline"), 1.0, delta=0.5)
        self.assertEqual(request, {"version": 1, "source": "source0", "kind": "records", "call": "00000000000000ff",
                                   "number": "+41791112233", "keys": "0815", "prompt": "hello"})
        self.assertEqual(headers["Content-Type"], "application/json")
        self.assertNotIn("Authorization", headers)

    def test_a_stranger_is_an_answer(self):
        self.use(self.service(lambda request: (204, b"")), defaults={"segment": 3})
        self.probe.do("ask", call=1)
        self.ended(1, "answered")

    def test_a_token_is_sent_and_a_missing_one_keeps_the_sources_as_they_were(self):
        service = self.service(lambda request: (200, GOLD))
        with tempfile.NamedTemporaryFile("w") as file:
            file.write("let me in\n")
            file.flush()
            self.use(service, token_file=file.name)
        self.assertIn("cannot be read", self.probe.use({"url": service.url(), "token_file": file.name}))
        self.probe.do("ask", call=1)
        self.ended(1, "answered", {"segment": 1})
        self.assertEqual(service.requests[0][1]["Authorization"], "Bearer let me in")

    def test_a_recogniser_is_sent_no_number(self):
        service = self.service(lambda request: (200, {"attributes": {"intent": "loan"}}))
        self.use(service, kind="recogniser")
        self.probe.do("ask", call=1, number="+41791112233")
        self.ended(1, "answered", {"intent": 2})
        self.assertNotIn("4179", json.dumps(service.asked()))

    def test_one_connection_serves_many_questions(self):
        service = self.service(lambda request: (200, GOLD))
        self.use(service, at_once=1)
        for call in range(20):
            self.probe.do("ask", call=call)
            self.ended(call, "answered", {"segment": 1})
        self.assertEqual(service.connections, 1)

    def test_names_are_resolved(self):
        service = self.service(lambda request: (200, GOLD))
        self.assertEqual(self.probe.use({"url": service.url(host="localhost"), "tells": {"segment": {"gold": 1}}}), "")
        self.probe.do("ask", call=1)
        self.ended(1, "answered", {"segment": 1})

    def test_at_arrival_the_answer_is_learnt(self):
        self.use(self.service(lambda request: (200, GOLD)))
        self.probe.do("ask_at_arrival", call=9)
        self.assertEqual(self.probe.next(), {"fact": "learned", "call": 9, "attributes": {"segment": 1}})

    def test_at_arrival_a_failure_teaches_the_defaults_or_nothing(self):
        service = self.service(lambda request: (500, b""))
        self.use(service, defaults={"segment": 4})
        self.probe.do("ask_at_arrival", call=9)
        self.assertEqual(self.probe.next(), {"fact": "learned", "call": 9, "attributes": {"segment": 4}})
        self.use(service)
        self.probe.do("ask_at_arrival", call=9)
        self.probe.silent(0.3)


class Failures(LookUpTest):
    def test_broken_replies_and_wrong_statuses_fail_with_the_defaults(self):
        replies = [(200, b"{"), (200, b""), (200, [1]), (200, {"attributes": 3}), (200, b"\xff\xfe\x00"), (201, GOLD),
                   (302, GOLD), (404, GOLD), (500, GOLD), (503, b"x" * 1000), None, (200, b"[" * 100000),
                   (200, b'{"attributes": {"segment": 1}, "more": "' + b"x" * 100000 + b'"}')]
        service = self.service(lambda request: replies[int(request["keys"])])
        self.use(service, defaults={"intent": 9})
        for number in range(len(replies)):
            with self.subTest(reply=str(replies[number])[:60]):
                self.probe.do("ask", call=number, keys=str(number))
                self.ended(number, "failed", {"intent": 9})
        self.assertEqual(len(service.asked()), len(replies))
        self.assertEqual(self.probe.statistics()[0]["failed"], len(replies))

    def test_attributes_that_it_may_not_tell_are_passed_over(self):
        service = self.service(lambda request: (200, {"attributes": {"colour": 1, "intent": 1.5, "segment": "gold"}}))
        self.use(service)
        self.probe.do("ask", call=1, number="+41791112233")
        self.ended(1, "answered", {"segment": 1})
        self.assertEqual(self.probe.statistics()[0]["passed_over"], 2)
        log = self.probe.ended_log()
        self.assertEqual(log.count("passed over"), 1)
        self.assertNotIn("4179", log)

    def test_nobody_listens(self):
        with Service() as service:
            self.use(service, defaults={"segment": 2})
        began = time.monotonic()
        self.probe.do("ask", call=1)
        self.ended(1, "failed", {"segment": 2})
        self.assertLess(time.monotonic() - began, 0.5)

    def test_it_fails_is_logged_once_and_that_it_answers_again_too(self):
        answers = [(500, b"")] * 3 + [(200, GOLD)]
        self.use(self.service(lambda request: answers[int(request["keys"])]))
        for call in range(4):
            self.probe.do("ask", call=call, keys=str(call))
            self.probe.next()
        log = self.probe.ended_log()
        self.assertEqual(log.count("look-up source0 fails: HTTP status 500"), 1)
        self.assertEqual(log.count("look-up source0 answers again"), 1)


class Time(LookUpTest):
    def test_what_comes_after_the_deadline_is_learnt(self):
        def slowly(request):
            time.sleep(0.5)
            return 200, GOLD

        self.use(self.service(slowly), defaults={"segment": 2})
        began = time.monotonic()
        self.probe.do("ask", call=3, deadline=0.2)
        self.ended(3, "timed_out", {"segment": 2})
        self.assertAlmostEqual(time.monotonic() - began, 0.2, delta=0.15)
        self.assertEqual(self.probe.next(), {"fact": "learned", "call": 3, "attributes": {"segment": 1}})
        statistics = self.probe.statistics()[0]
        self.assertEqual((statistics["timed_out"], statistics["late"], statistics["answered"]), (1, 1, 0))

    def test_who_never_answers_is_given_up(self):
        freed = threading.Event()
        self.addCleanup(freed.set)
        answers = {"stuck": lambda: freed.wait(20) and None, "well": lambda: (200, GOLD)}
        self.use(self.service(lambda request: answers[request["keys"]]()), at_once=1, give_up_after=0.6)
        self.probe.do("ask", call=1, deadline=0.2, keys="stuck")
        self.ended(1, "timed_out")
        self.probe.do("ask", call=2, deadline=2, keys="well")  # stands behind the other
        self.ended(2, "answered", {"segment": 1})
        self.probe.silent(0.2)

    def test_a_reply_that_trickles_in_is_given_up(self):
        """Each byte comes within every time-out."""
        with socket.create_server(("127.0.0.1", 0)) as listener:
            def trickle():
                connection, _ = listener.accept()
                with connection:
                    connection.recv(4096)
                    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n")
                    try:
                        for _ in range(100):
                            connection.sendall(b" ")
                            time.sleep(0.05)
                    except OSError:
                        return

            server = threading.Thread(target=trickle)
            server.start()
            self.probe.use({"url": f"http://127.0.0.1:{listener.getsockname()[1]}/", "at_once": 1, "give_up_after": 0.5})
            began = time.monotonic()
            self.probe.do("ask", call=1, deadline=3)
            self.ended(1, "failed")
            self.assertLess(time.monotonic() - began, 1.5)
            server.join(10)

    def test_a_flood_is_bounded_and_others_are_not_held_up(self):
        freed = threading.Event()
        self.addCleanup(freed.set)

        def stuck(request):
            freed.wait(20)
            return 200, GOLD

        slow, fast = self.service(stuck), self.service(lambda request: (200, GOLD))
        tells = {"segment": {"gold": 1}}
        self.probe.use({"url": slow.url(), "tells": tells, "at_once": 2, "waiting": 5, "give_up_after": 5},
                       {"url": fast.url(), "tells": tells})
        for call in range(2):
            self.probe.do("ask", call=call, deadline=2)
        deadline = time.monotonic() + 2
        while len(slow.asked()) < 2:  # both connections are busy now
            self.assertLess(time.monotonic(), deadline)
            time.sleep(0.01)
        for call in range(2, 500):
            self.probe.do("ask", call=call, deadline=1)
        turned_away = [self.probe.next() for _ in range(493)]
        self.assertEqual({told["outcome"] for told in turned_away}, {"failed"})
        self.probe.do("ask", call=900, source=1)
        self.ended(900, "answered", {"segment": 1})
        self.assertEqual(sorted(self.probe.next()["outcome"] for _ in range(7)), 7 * ["timed_out"])
        freed.set()
        # Two were on their way; the five that waited were never sent: their time was over.
        self.assertEqual(sorted(self.probe.next()["fact"] for _ in range(2)), 2 * ["learned"])
        self.probe.silent(0.3)
        self.assertEqual(len(slow.asked()), 2)
        statistics = self.probe.statistics()[0]
        self.assertEqual((statistics["requests"], statistics["failed"], statistics["timed_out"]), (500, 493, 7))

    def test_the_end_waits_for_nobody(self):
        freed = threading.Event()
        self.addCleanup(freed.set)
        self.use(self.service(lambda request: freed.wait(20) and None), give_up_after=20)
        self.probe.do("ask", call=1, deadline=20)
        time.sleep(0.2)
        began = time.monotonic()
        self.assertEqual(self.probe.close(), 0)
        self.assertLess(time.monotonic() - began, 2)


class Reload(LookUpTest):
    def test_a_source_that_is_as_before_goes_on_and_one_that_is_not_fails_what_is_open(self):
        freed = threading.Event()
        self.addCleanup(freed.set)

        def when_freed(request):
            freed.wait(20)
            return 200, GOLD

        service = self.service(when_freed)
        self.use(service)
        self.probe.do("ask", call=1, deadline=5)
        time.sleep(0.2)
        self.use(service)
        self.probe.silent(0.2)
        self.use(service, at_once=3, defaults={"intent": 4})
        # In the order in which it was told: what was open failed before the new source was there.
        self.probe.do("ask", call=2, deadline=5)
        freed.set()
        self.ended(2, "answered", {"segment": 1})

    def use(self, service, **settings):
        self.probe.do("use", sources=[{"url": service.url(), "tells": {"segment": {"gold": 1}, "intent": {}}, **settings}])
        told = self.probe.next()
        if "fact" in told:
            self.assertEqual((told["call"], told["outcome"], told["attributes"]), (1, "failed", {"intent": 4}))
            told = self.probe.next()
        self.assertEqual(told, {"used": ""})


class Tls(LookUpTest):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(cls.folder.cleanup)
        cls.certificate = [os.path.join(cls.folder.name, name) for name in ("certificate.pem", "key.pem")]
        subprocess.run(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost",
                        "-addext", "subjectAltName=DNS:localhost", "-out", cls.certificate[0], "-keyout",
                        cls.certificate[1]], check=True, capture_output=True)

    def environment(self):
        return {"SSL_CERT_FILE": self.certificate[0]} if "trusted" in self.id() else {}

    def ask(self):
        service = self.service(lambda request: (200, GOLD), certificate=self.certificate)
        self.probe.use({"url": service.url(host="localhost"), "tells": {"segment": {"gold": 1}}})
        self.probe.do("ask", call=1, deadline=4)
        return service

    def test_a_trusted_service_is_asked(self):
        self.ask()
        self.ended(1, "answered", {"segment": 1})

    def test_an_unknown_signature_is_not_believed(self):
        service = self.ask()
        self.ended(1, "failed")
        self.assertEqual(service.asked(), [])


if __name__ == "__main__":
    PROGRAM = os.path.abspath(sys.argv.pop(1))
    unittest.main()
