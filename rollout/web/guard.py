"""What every request passes: its number and line in the log, who asks, the headers that a browser is to obey.

The rules of a page are the page's (`Person.may`); here are those of the routes that are no page.
"""

import logging
import re
import time
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from urllib.parse import quote, unquote, urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import HTTPConnection
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit.web.server.starlette.starlette_server_config import USER_COOKIE_NAME, XSRF_COOKIE_NAME

from rollout import access
from rollout.audit import audit
from rollout.web import identity
from rollout.web.logs import REQUEST

LOG = logging.getLogger("rollout.requests")
NUMBER = re.compile(r"[\w.-]{8,64}")  # a request's number that a proxy gave
QUIET = ("/static/", "/app/static/", "/assets/", "/_stcore/health", "/healthz", "/readyz")  # well answered, no news
LOGIN, LOGOUT = "/auth/login", "/auth/logout"
BACK = "rollout_back"  # the cookie with the page from which somebody signs in
LONGEST_BACK = 3000  # characters; a browser keeps no cookie above 4 kB
NEEDED: dict[str, access.Action] = {"/media/": "view", "/_stcore/upload_file/": "edit"}
ICON = ".png"  # the page's icon is a medium, and the sign-in page has it, too


def policy(scripts: str) -> dict[str, str]:
    """The headers of every answer. scripts: the hashes of the inline scripts of Streamlit's own page.

    `blob:`: components' scripts and Plotly's workers are made in the page; deck.gl and Plotly bring WebAssembly. Styles
    are inline throughout Streamlit. `'unsafe-eval'` and inline scripts are not let in.
    """
    rules = {
        "default-src": "'self'",
        "script-src": f"'self' blob: 'wasm-unsafe-eval' {scripts}".strip(),
        "style-src": "'self' 'unsafe-inline'",
        "img-src": "'self' data: blob:",
        "font-src": "'self' data:",
        "connect-src": "'self' data: blob:",
        "worker-src": "'self' blob:",
        "object-src": "'none'",
        "frame-src": "'none'",
        "base-uri": "'self'",
        "form-action": "'self'",
        "frame-ancestors": "'none'",
    }
    return {
        "Content-Security-Policy": "; ".join(f"{name} {value}" for name, value in rules.items()),
        "X-Frame-Options": "DENY",
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "same-origin",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
    }


@dataclass
class Visit:
    """A request and what became of it."""

    scope: Scope
    headers: Headers
    cookies: Mapping[str, str]
    number: str
    began: float = field(default_factory=time.monotonic)
    status: int = 0

    @property
    def path(self) -> str:
        """The path, without the query."""
        return str(self.scope["path"])

    @property
    def encrypted(self) -> bool:
        """Whether the browser came through TLS."""
        return self.scope["scheme"] in ("https", "wss")

    def person(self) -> access.Person:
        """Who asks; nobody while the settings are faulty."""
        return identity.asking(self.cookies, self.headers)


class Guard:
    """The middleware."""

    def __init__(self, app: ASGIApp, headers: Mapping[str, str]):
        self._app, self._headers = app, headers

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Number a request, let it through or refuse it, dress the answer, and write the line."""
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return
        visit = _visit(scope)
        person = visit.person()

        async def answer(message: Message) -> None:
            if message["type"] == "http.response.start":
                visit.status = message["status"]
                self._dress(MutableHeaders(scope=message), visit)
                _note(MutableHeaders(scope=message), visit, person)
            elif message["type"] == "websocket.accept":
                visit.status = 101
                _line(visit, person, "opened")
            await send(message)

        needed = next((action for start, action in NEEDED.items() if visit.path.startswith(start)), None)
        refused = needed and not person.may(needed) and not visit.path.endswith(ICON)
        try:
            if refused:
                await PlainTextResponse("403", 403)(scope, receive, answer)
            else:
                await self._app(scope, receive, answer)
        finally:
            _line(visit, person, "closed" if scope["type"] == "websocket" else "request")

    def _dress(self, headers: MutableHeaders, visit: Visit) -> None:
        """Put the policy, the number and careful cookies on an answer."""
        for name, value in self._headers.items():
            headers[name] = value
        headers[REQUEST] = visit.number
        if visit.encrypted:
            headers["Strict-Transport-Security"] = "max-age=31536000"
        cookies = headers.getlist("set-cookie")
        del headers["set-cookie"]
        for cookie in cookies:
            headers.append("set-cookie", _careful(cookie, visit.encrypted))


def _visit(scope: Scope) -> Visit:
    """A request with its number, which goes on with it."""
    connection = HTTPConnection(scope)
    given = connection.headers.get(REQUEST, "")
    number = given if NUMBER.fullmatch(given) else uuid.uuid4().hex[:16]
    kept = [pair for pair in scope["headers"] if pair[0] != REQUEST.encode()]
    scope["headers"] = [*kept, (REQUEST.encode(), number.encode())]
    return Visit(scope, connection.headers, connection.cookies, number)


def _careful(cookie: str, encrypted: bool) -> str:
    """A cookie that no script reads (but the XSRF token, which Streamlit's must) and, behind TLS, only TLS carries."""
    said = cookie.lower()
    if "httponly" not in said and not said.startswith(XSRF_COOKIE_NAME):
        cookie += "; HttpOnly"
    if encrypted and "; secure" not in said:
        cookie += "; Secure"
    return cookie


def _note(headers: MutableHeaders, visit: Visit, person: access.Person) -> None:
    """Sign-ins and sign-outs: into the audit log, and back to the page they came from."""
    if visit.path == LOGOUT and person.id:
        audit(person, "sign out")
    elif visit.path == LOGIN:
        back = urlsplit(visit.headers.get("referer", ""))
        asked = quote(back.path + (f"?{back.query}" if back.query else ""))
        if back.netloc == visit.headers.get("host") and len(asked) < LONGEST_BACK:
            cookie = f"{BACK}={asked}; Path=/; Max-Age=600; SameSite=Lax"
            headers.append("set-cookie", _careful(cookie, visit.encrypted))
    elif visit.path == identity.CALLBACK and b"state=" in visit.scope["query_string"]:
        claims = identity.claims_of(_given(headers))
        if not claims:
            audit(access.GUEST, "sign-in refused")
            return
        audit(identity.known(claims, visit.headers), "sign in")
        asked = unquote(visit.cookies.get(BACK, ""))
        if re.match(r"/(?![/\\])[^\\\x00-\x1f]*$", asked):  # a page of ours, no other host
            headers["location"] = quote(asked, safe="/?&=%+,:;~@!$'()*")


def _given(headers: MutableHeaders) -> dict[str, str]:
    """The cookies that an answer sets."""
    return {
        name: morsel.value
        for cookie in headers.getlist("set-cookie")
        if cookie.startswith(USER_COOKIE_NAME)
        for name, morsel in SimpleCookie(cookie).items()
    }


def _line(visit: Visit, person: access.Person, what: str) -> None:
    """A request's line in the log; none for what is answered well and no news."""
    if visit.status < 400 and visit.path.startswith(QUIET) and visit.status:
        return
    details = {
        "request": visit.number,
        "method": visit.scope.get("method", "WS"),
        "path": visit.path,
        "status": visit.status,
        "ms": round((time.monotonic() - visit.began) * 1000),
        "person": person.id,
    }
    LOG.info(what, extra=details)
