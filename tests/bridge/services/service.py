"""A service of the tests: answers POSTs as a test tells it to, fast or slow, right or wrong, and keeps what it was asked."""

import http.server
import json
import ssl
import threading


class Service:
    """`answer` is called with the request and gives (status, body), or None to say nothing at all."""

    def __init__(self, answer=None, certificate=None):
        self.answer = answer or (lambda request: (200, {"attributes": {}}))
        self.requests = []  # (JSON of the body, headers)
        self.connections = 0
        self._lock = threading.Lock()
        service = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def setup(self):
                super().setup()
                with service._lock:
                    service.connections += 1

            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                request = json.loads(body)
                with service._lock:
                    service.requests.append((request, dict(self.headers)))
                try:
                    self.reply(service.answer(request))
                except OSError:
                    self.close_connection = True  # whoever asked has given up

            def reply(self, answer):
                if answer is None:
                    self.close_connection = True
                    return
                status, said = answer
                text = said if isinstance(said, bytes) else json.dumps(said).encode()
                self.send_response(status)
                if status == 302:
                    self.send_header("Location", "http://127.0.0.1:1/")
                self.send_header("Content-Length", str(len(text)))
                self.end_headers()
                self.wfile.write(text)

            def log_message(self, *_):
                pass

        class Server(http.server.ThreadingHTTPServer):
            request_queue_size = 128

            def handle_error(self, *_):
                pass  # a client that gave up in the middle

        self._server = Server(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        if certificate:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(*certificate)
            self._server.socket = context.wrap_socket(self._server.socket, server_side=True)
        self._scheme = "https" if certificate else "http"
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()

    @property
    def port(self):
        return self._server.server_address[1]

    def url(self, path="/who", host="127.0.0.1"):
        return f"{self._scheme}://{host}:{self.port}{path}"

    def asked(self):
        with self._lock:
            return [request for request, _ in self.requests]

    def close(self):
        self._server.shutdown()
        self._server.server_close()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()
