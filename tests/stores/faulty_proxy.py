"""A proxy before an HTTP server that does to chosen requests what networks and servers do on bad days."""

from __future__ import annotations

import http.client
import socket
import struct
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class Exchange(BaseHTTPRequestHandler):
    """One connection; each request of it goes through the fault that is on, or straight to the server behind."""

    protocol_version = "HTTP/1.1"
    server: Proxy

    def _handle(self) -> None:
        fault = self.server.fault_for(self.command, self.path)
        self.server.seen.append((self.command, self.path))
        if fault is None:
            self.reply(*self.forward(self.body()))
        else:
            fault(self)

    do_GET = do_PUT = do_POST = do_DELETE = do_HEAD = _handle

    def setup(self) -> None:
        super().setup()
        self.server.connections.add(self.connection)

    def finish(self) -> None:
        self.server.connections.discard(self.connection)
        super().finish()

    def body(self, part: float = 1.0) -> bytes:
        return self.rfile.read(int(int(self.headers.get("Content-Length", 0)) * part))

    def forward(self, body: bytes) -> tuple[int, list[tuple[str, str]], bytes]:
        """Status, headers and body of the reply of the server behind."""
        connection = http.client.HTTPConnection("127.0.0.1", self.server.behind, timeout=60)
        try:
            connection.putrequest(self.command, self.path, skip_host=True, skip_accept_encoding=True)
            for name, value in self.headers.items():
                if name.lower() not in ("expect", "connection"):
                    connection.putheader(name, value)
            connection.endheaders(body)
            reply = connection.getresponse()
            return reply.status, reply.getheaders(), reply.read()
        finally:
            connection.close()

    def reply(self, status: int, headers: list[tuple[str, str]], body: bytes, *, send: bytes | None = None) -> None:
        """Sends a reply; `send` goes out in place of the body that its headers speak of."""
        self.head(status, headers, body)
        self.wfile.write(body if send is None else send)
        self.wfile.flush()

    def head(self, status: int, headers: list[tuple[str, str]], body: bytes) -> None:
        self.send_response_only(status)
        for name, value in headers:
            if name.lower() not in ("transfer-encoding", "connection", "content-length"):
                self.send_header(name, value)
        length = dict(headers).get("Content-Length", "0") if self.command == "HEAD" else str(len(body))
        self.send_header("Content-Length", length)
        self.end_headers()

    def reset(self) -> None:
        """Ends the connection the hard way."""
        self.close_connection = True
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.connection.close()

    def log_message(self, *_: object) -> None:
        pass


Fault = Callable[[Exchange], None]


@dataclass
class _Plan:
    fault: Fault
    method: str
    holds: str
    times: float


class Proxy(ThreadingHTTPServer):
    """Listens before a port; `seen` are the requests that came."""

    daemon_threads = True
    block_on_close = False

    def __init__(self, behind: int, port: int = 0):
        super().__init__(("127.0.0.1", port), Exchange)
        self.behind = behind
        self.port = self.server_address[1]
        self.seen: list[tuple[str, str]] = []
        self.over = threading.Event()
        self.connections: set[socket.socket] = set()
        self._lock = threading.Lock()
        self._plans: list[_Plan] = []
        threading.Thread(target=self.serve_forever, args=(0.01,), daemon=True).start()

    def plan(self, fault: Fault, *, method: str = "", holds: str = "", times: float = float("inf")) -> None:
        """Puts a fault on requests of a method whose path holds a text, for so many of them."""
        self._plans.append(_Plan(fault, method, holds, times))

    def heal(self) -> None:
        self._plans.clear()

    def fault_for(self, method: str, path: str) -> Fault | None:
        with self._lock:
            for plan in self._plans:
                if plan.times > 0 and plan.method in ("", method) and plan.holds in path:
                    plan.times -= 1
                    return plan.fault
        return None

    def stop(self) -> None:
        """Ends like a server that is switched off: connections that are kept alive end too."""
        self.over.set()
        self.shutdown()
        self.server_close()
        for connection in list(self.connections):
            with suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)

    def handle_error(self, *_: object) -> None:
        """A client that hung up is what most faults are for."""


def reset_in_upload(exchange: Exchange) -> None:
    exchange.body(part=0.5)
    exchange.reset()


def lose_reply(exchange: Exchange) -> None:
    """The server did it, and nobody hears of it."""
    exchange.forward(exchange.body())
    exchange.reset()


def reset_in_download(exchange: Exchange) -> None:
    status, headers, body = exchange.forward(exchange.body())
    exchange.reply(status, headers, body, send=body[: len(body) // 2])
    exchange.reset()


def cut_reply(exchange: Exchange) -> None:
    """A reply that ends early, politely."""
    status, headers, body = exchange.forward(exchange.body())
    exchange.reply(status, headers, body, send=body[: len(body) // 2])
    exchange.close_connection = True


def hurt_reply(exchange: Exchange) -> None:
    status, headers, body = exchange.forward(exchange.body())
    hurt = bytearray(body)
    if hurt:
        hurt[len(hurt) // 2] ^= 1
    exchange.reply(status, headers, bytes(hurt))


def hurt_upload(exchange: Exchange) -> None:
    hurt = bytearray(exchange.body())
    if hurt:
        hurt[len(hurt) // 2] ^= 1
    exchange.reply(*exchange.forward(bytes(hurt)))


def wrong_etag(exchange: Exchange) -> None:
    status, headers, body = exchange.forward(exchange.body())
    headers = [(n, '"00000000000000000000000000000000"' if n.lower() == "etag" else v) for n, v in headers]
    exchange.reply(status, headers, body)


def swallow(exchange: Exchange) -> None:
    """Says that all went well, and does nothing."""
    exchange.body()
    exchange.reply(200, [("ETag", '"d41d8cd98f00b204e9800998ecf8427e"')], b"")


def answers(status: int, code: str = "") -> Fault:
    def fault(exchange: Exchange) -> None:
        exchange.body()
        body = f"<Error><Code>{code}</Code><Message>planned</Message></Error>".encode() if code else b""
        exchange.reply(status, [("Content-Type", "application/xml")], b"" if exchange.command == "HEAD" else body)

    return fault


def garbage(exchange: Exchange) -> None:
    exchange.body()
    exchange.wfile.write(b"\x00\xffno such protocol\r\n\r\n")
    exchange.reset()


def another_is_first(exchange: Exchange) -> None:
    """The same request arrived a moment before."""
    body = exchange.body()
    exchange.forward(body)
    exchange.reply(*exchange.forward(body))


def hang(exchange: Exchange) -> None:
    exchange.server.over.wait()


def drip(exchange: Exchange) -> None:
    """A byte, and after a while another one; a reply without a body has none to drip."""
    status, headers, body = exchange.forward(exchange.body())
    exchange.head(status, headers, body)
    if not body or exchange.command == "HEAD":
        return
    for position in range(len(body)):
        exchange.wfile.write(body[position : position + 1])
        if exchange.server.over.wait(0.05):
            return
    exchange.server.over.wait()
