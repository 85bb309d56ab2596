"""Which other sites' pages may read the addresses for programs (CORS): those that the settings name, else none."""

from starlette.middleware.cors import CORSMiddleware
from starlette.types import ASGIApp, Receive, Scope, Send

from rollout import access

READ = ("GET", "HEAD")
SHOWN = ("ETag", "Link", "X-Snapshot", "X-Total-Count", "Content-Disposition")  # besides what any page may see


class Sharing(CORSMiddleware):
    """The middleware: it reads the settings at each request. Cookies never go along: such pages see what anybody may.

    While no site is named, or the settings are faulty, nothing is added.
    """

    def __init__(self, app: ASGIApp):
        super().__init__(app, allow_methods=READ, allow_headers=("If-None-Match",), expose_headers=SHOWN)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a page that asks whether it may ask, and tell its browser that it may read the answer."""
        await (super().__call__ if _origins() else self.app)(scope, receive, send)

    def is_allowed_origin(self, origin: str) -> bool:
        """Whether the settings name a site, or all."""
        return not {origin, "*"}.isdisjoint(_origins())


def _origins() -> tuple[str, ...]:
    try:
        return tuple(access.settings().origins)
    except access.SettingsError:
        return ()
