"""The server: Streamlit's application with our routes before it and our guard around it."""

import base64
import hashlib
import logging
import re
import sys
from pathlib import Path

import streamlit as st
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from streamlit import config
from streamlit.web import bootstrap, cli

from rollout import ROOT
from rollout.api.routes import routes
from rollout.audit import audit
from rollout.errors import StoreError
from rollout.web import assets, guard, identity, source

NAME = re.compile(r"[\w .,()·-]{1,250}\.(csv|svg|png|xlsx|pptx|hwpx|zip)")
LONGEST_NAME = 1000  # bytes
SCRIPT = re.compile(r"<script>(.*?)</script>", re.DOTALL)


def configure(host: str, port: int) -> dict[str, object]:
    """Read .streamlit/, over it the environment (STREAMLIT_...), over both the address.

    Before anything asks for a setting. Returns what overlays .streamlit/. Raises click.ClickException for a value that
    a setting can't have.
    """
    flags = [
        "dashboard.py",
        "--server.address",
        host,
        "--server.port",
        str(port),
        "--logger.hideWelcomeMessage",
        "true",
    ]
    given = cli.main_run.make_context("run", flags).params  # reads the environment, as `streamlit run` does
    named = {name.replace("_", "."): value for name, value in given.items() if value not in (None, ())}
    options = {name: value for name, value in named.items() if name in config._config_options_template}
    bootstrap.load_config_options(options)
    return options


def run(options: dict[str, object]) -> None:
    """Serve dashboard.py until it is stopped."""
    sys.argv = [str(ROOT / "dashboard.py")]  # what Streamlit takes for the program, and its folder for the app's
    application().run(config=options)


def application() -> st.App:
    """The monitor as an ASGI application."""
    page = Path(st.__file__).parent / "static" / "index.html"
    headers = guard.policy(hashes(page.read_text(encoding="utf-8")))
    return st.App(
        ROOT / "dashboard.py",
        routes=[
            Route("/healthz", healthz),
            Route("/readyz", readyz),
            Route("/exported", exported, methods=["POST"]),
            Route(assets.PLACE + "{name}", assets.served),
            *routes(lambda: source.asker()[0], identity.asking),
        ],
        middleware=[Middleware(guard.Guard, headers=headers)],
    )


def hashes(page: str) -> str:
    """The inline scripts of an HTML page, as a Content-Security-Policy names them."""
    digests = (hashlib.sha256(script.encode()).digest() for script in SCRIPT.findall(page))
    return " ".join(f"'sha256-{base64.b64encode(digest).decode()}'" for digest in digests)


async def healthz(_: Request) -> Response:
    """The process lives."""
    return JSONResponse({"alive": True})


async def exported(request: Request) -> Response:
    """A page tells the audit log that it made a file in the browser: the body is the file's name.

    Only our own pages are listened to, and only a name that one of our files can have.
    """
    person = identity.asking(request.cookies, request.headers)
    name = b""
    async for part in request.stream():
        name += part
        if len(name) > LONGEST_NAME:
            break
    own = request.headers.get("sec-fetch-site") == "same-origin"
    if not own or not person.may("view") or not NAME.fullmatch(name.decode(errors="replace")):
        return Response(status_code=403)
    audit(person, "export", file=name.decode())
    return Response(status_code=204)


def readyz(_: Request) -> Response:
    """The store answers: its newest snapshot. Status 503 if it does not; why is in the log."""
    try:
        return JSONResponse({"ready": True, "snapshot": source.asker()[0].snapshot()})
    except StoreError:
        logging.exception("The store does not answer")
        return JSONResponse({"ready": False}, 503)
