"""Start the monitor: python -m rollout.serve [PORT] (default: the environment's PORT, else 8501).

It listens on this machine alone (127.0.0.1) unless the environment's HOST names another address; 0.0.0.0 is every
address of the machine. Who may edit: rollout/access.py. Builds the store if need be, says so, then serves: with faulty
facts the last good state. Exit status 1 with one line if the address, the store or a setting can't be used.
"""

import errno
import os
import socket
import sys
from importlib import import_module
from typing import Any

from rollout import ROOT, access, clock
from rollout.console import use_any_console
from rollout.language.words import Words, machine_language
from rollout.store import command

SWITCH_SECONDS = 0.0005  # how long a page is drawn until an answer to a program gets its turn; Python's own are 5 ms
EVERY = {"0.0.0.0", "::"}  # noqa: S104  only if HOST says so


def why_not(host: str, port: int, w: Words) -> str | None:
    """Why nobody can listen on an address, in plain words; None if it is free."""
    try:
        family, kind, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind) as probe:
            if os.name == "posix":  # elsewhere this option would let two servers share a port
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except OSError as error:
        if error.errno == errno.EACCES:
            return w.t("Port {port} is not open to this user. Choose one above 1023: PORT=8600 make run", port=port)
        if error.errno == errno.EADDRINUSE:
            other = port + 1 if port < 65535 else 8600
            return w.t(
                "Port {port} is taken by another program. Choose another: PORT={other} make run", port=port, other=other
            )
        return w.t(
            "HOST {host} is no address of this machine. Leave HOST out, or open every address: HOST=0.0.0.0 make run",
            host=host,
        )
    return None


def stay_inside() -> None:
    """Keep Streamlit from asking an outside service for this machine's address.

    It would when it starts and when a stranger's page connects.
    """
    from streamlit import net_util

    net_util.get_external_ip = lambda: None


def one_front_door() -> None:
    """Keep Streamlit from looking for pages of its old kind in the folder pages/.

    It would say "Page not found" to a cold deep link.
    """
    from streamlit.runtime.pages_manager import PagesManager

    PagesManager.uses_pages_directory = False


def at_once() -> None:
    """Have the system send what the server writes without waiting for more of it.

    Streamlit listens on a socket for which asyncio does not say so: each answer and each message after the first waited
    up to 40 ms for the browser to confirm the one before.
    """
    from streamlit.web.server.starlette import starlette_server

    bind = starlette_server._bind_socket

    def bound(*arguments: Any, **named: Any) -> socket.socket:
        listening = bind(*arguments, **named)
        listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)  # connections inherit it
        return listening

    starlette_server._bind_socket = bound


def compress_alike() -> None:
    """Have messages compressed against the last 32 kB of the connection: most of a click's are as those of the last.

    uvicorn's own 4 kB are less than a click sends.
    """
    from uvicorn.protocols.websockets import websockets_sansio_impl

    own: Any = websockets_sansio_impl  # it does not offer the name that it uses
    factory = own.ServerPerMessageDeflateFactory

    def wide(**settings: Any) -> Any:
        return factory(**settings | {"server_max_window_bits": 15, "compress_settings": {"memLevel": 7}})

    own.ServerPerMessageDeflateFactory = wide


def main(arguments: list[str]) -> int:
    """The command line; returns the exit status."""
    use_any_console()
    w = Words(machine_language())
    port = arguments[0] if arguments else os.environ.get("PORT") or "8501"
    host = os.environ.get("HOST") or "127.0.0.1"
    if not (port.isascii() and port.isdigit() and 0 < int(port) < 65536):
        print(w.t("PORT must be a number from 1 to 65535."), file=sys.stderr)
        return 1
    try:
        clock.zone()
        access.settings()
    except clock.ZoneError as error:
        print(error, file=sys.stderr)
        return 1
    except access.SettingsError as error:
        print(error.said(w), file=sys.stderr)
        return 1
    reason = why_not(host, int(port), w)
    if reason:
        print(reason, file=sys.stderr)
        return 1
    return _serve(host, int(port), w)


def _serve(host: str, port: int, w: Words) -> int:
    """Load what every page needs, say where the monitor is and who may edit, and serve it until it is stopped."""
    os.chdir(ROOT)  # Streamlit reads .streamlit/ here
    os.environ.setdefault("WEBSOCKETS_MAX_LINE_LENGTH", "65536")  # a sign-in's cookies pass the library's 8 kB
    from click import ClickException

    from rollout.web import identity, logs, server, sessions, source

    try:
        options = server.configure(host, port)
        reason = identity.why_not(w)
    except ClickException as error:
        reason = error.format_message()
    if reason:
        print(reason, file=sys.stderr)
        return 1
    stay_inside()
    one_front_door()
    at_once()
    compress_alike()
    status = command.explained(lambda: command.ready(source.asker(command.TELL)[0].store, w), w)
    if status:
        return status
    sys.setswitchinterval(SWITCH_SECONDS)
    sessions.install()
    logs.install()
    sys.path.insert(0, str(ROOT))
    import_module("pages.directory")  # what every page needs is loaded before the first visit
    source.warm(source.asker()[0].snapshot()).join()  # three seconds now, or in somebody's first visit
    here = access.is_loopback(host)
    if here:
        print(w.t("Only this machine can open it (HOST=0.0.0.0 opens it to others)."))
    else:
        print(w.t("Other machines can open it, too (HOST={host}).", host=host))
    print(_rights(here, identity.signs_in(), identity.operator(), w))
    shown = "localhost" if here or host in EVERY else host
    print(w.t("The monitor is at {address} (stop it with Ctrl-C)", address=f"http://{shown}:{port}"), flush=True)
    server.run(options)
    return 0


def _rights(here: bool, signs_in: bool, operator: str, w: Words) -> str:
    """Who may edit, in one sentence."""
    if not signs_in and here:
        return w.t("There is no sign-in: who opens it at this machine may edit, as {name}.", name=operator)
    if not signs_in:
        return w.t("There is no sign-in: everybody may read, nobody may edit.")
    rules = access.settings()
    if not (rules.emails or rules.claim):
        return w.t("People sign in, but nobody may edit yet: name stewards in {file}.", file=access.where())
    return w.t("People sign in; {file} says who may edit.", file=access.where())


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
