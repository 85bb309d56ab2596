"""A mail server and a webhook on this machine, as the watch meets them."""

import json
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session
from werkzeug.serving import make_ssl_devcert

from tests.serving import free_port

USER, PASSWORD = "rollout", "secret words"


@dataclass
class Post:
    """What a mail server took; `refuses`: whom it does not know."""

    port: int = 0
    taken: list[tuple[list[str], bytes]] = field(default_factory=list)
    refuses: set[str] = field(default_factory=set)

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if address in self.refuses:
            return "550 5.1.1 nobody of that name"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        assert isinstance(envelope.content, bytes)
        self.taken.append((list(envelope.rcpt_tos), envelope.content))
        return "250 OK"


def certificate(folder: Path) -> tuple[str, str]:
    """A certificate of localhost and its key."""
    return make_ssl_devcert(str(folder / "mail"), host="localhost")


@contextmanager
def mail_server(files: tuple[str, str] | None = None, direct: bool = False) -> Iterator[Post]:
    """A real SMTP server: plain; with a certificate STARTTLS and a user; `direct`: TLS from the start."""
    post, port, context = Post(), free_port(), None
    if files:
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(*files)
    starts = context is not None and not direct
    controller = Controller(
        post,
        hostname="127.0.0.1",
        port=port,
        ssl_context=context if direct else None,
        tls_context=context if starts else None,
        require_starttls=starts,
        auth_required=starts,
        authenticator=_known if starts else None,
    )
    controller.start()
    post.port = port
    try:
        yield post
    finally:
        controller.stop()


def _known(server: SMTP, session: Session, envelope: Envelope, mechanism: str, said: Any) -> AuthResult:
    sound = isinstance(said, LoginPassword) and (said.login, said.password) == (USER.encode(), PASSWORD.encode())
    return AuthResult(success=sound, handled=False)


@dataclass
class Hook:
    """What a webhook was sent; `status`: how it answers."""

    url: str = ""
    status: int = 204
    taken: list[tuple[dict[str, str], bytes]] = field(default_factory=list)

    def said(self, number: int = -1) -> dict[str, Any]:
        """A message as JSON."""
        found: dict[str, Any] = json.loads(self.taken[number][1])
        return found


@contextmanager
def webhook() -> Iterator[Hook]:
    """A web server that takes POST."""
    hook = Hook()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            hook.taken.append((dict(self.headers), body))
            self.send_response(hook.status)
            if 300 <= hook.status < 400:
                self.send_header("Location", "/elsewhere")
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    hook.url = f"http://127.0.0.1:{server.server_port}/hooks/t0ken"
    thread = Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    try:
        yield hook
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
