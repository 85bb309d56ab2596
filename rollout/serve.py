"""Start the monitor: python -m rollout.serve [PORT] (default: the environment's PORT, else 8501).

Builds the store if need be, says so, then serves. Exit status 1 with one line if the port or the store can't be used.
"""

import errno
import os
import socket
import sys

from rollout import clock, store


def port_trouble(port: int) -> str | None:
    """Why nobody can listen on a port, in plain words; None if it is free."""
    with socket.socket() as probe:
        if os.name == "posix":  # elsewhere this option would let two servers share a port
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("0.0.0.0", port))  # noqa: S104  the address that the server listens on, too
        except OSError as error:
            if error.errno == errno.EACCES:
                return f"Port {port} is not open to this user. Choose one above 1023: PORT=8600 make run"
            return f"Port {port} is taken by another program. Choose another: PORT={port + 1 if port < 65535 else 8600} make run"
    return None


def stay_inside() -> None:
    """Streamlit would ask an outside service for this machine's address, when it starts and when a stranger's page connects."""
    from streamlit import net_util

    net_util.get_external_ip = lambda: None


def main(arguments: list[str]) -> int:
    """The command line; returns the exit status."""
    wish = arguments[0] if arguments else os.environ.get("PORT") or "8501"
    if not (wish.isascii() and wish.isdigit() and 0 < int(wish) < 65536):
        print("PORT must be a number from 1 to 65535.", file=sys.stderr)
        return 1
    try:
        clock.zone()
    except clock.ZoneError as error:
        print(error, file=sys.stderr)
        return 1
    trouble = port_trouble(int(wish))
    if trouble:
        print(trouble, file=sys.stderr)
        return 1
    status = store.main(["build"])
    if status:
        return status
    from streamlit.web import cli

    stay_inside()
    os.chdir(store.ROOT)  # Streamlit reads .streamlit/config.toml here
    print(f"The monitor is at http://localhost:{int(wish)} (stop it with Ctrl-C)", flush=True)
    cli.main(["run", "dashboard.py", "--server.port", wish, "--logger.hideWelcomeMessage", "true"], standalone_mode=False)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
