"""Lost browsers' sessions: kept for a while for the browser that comes back, then closed."""

import asyncio

from streamlit.runtime import memory_session_storage
from streamlit.runtime.caching.ttl_cache import TTLCache
from streamlit.runtime.session_manager import SessionInfo

KEPT = 128  # Streamlit's own number


class ClosingStorage(memory_session_storage.MemorySessionStorage):
    """Streamlit's storage, but what it drops it closes.

    Streamlit 1.67 drops a session that nobody came back for only when another is lost, and never closes it: its event
    loop holds three file descriptors until the next garbage collection that finds it, so that a thousand connections
    leave hundreds open for good.
    """

    def __init__(self, maxsize: int = KEPT, ttl_seconds: int = 120):
        self._taken: str | None = None
        self._cache: TTLCache[str, SessionInfo] = TTLCache(maxsize, ttl_seconds, on_remove=self._removed)

    def save(self, session_info: SessionInfo) -> None:
        """Keep a session, for as long as the others; then close it."""
        super().save(session_info)
        asyncio.get_running_loop().call_later(self._cache.ttl + 1, self._cache.expire)

    def delete(self, session_id: str) -> None:
        """Hand a session over to whoever asked for it: its browser is back, or it is closed elsewhere."""
        self._taken = session_id
        try:
            super().delete(session_id)
        finally:
            self._taken = None

    def _removed(self, session_id: str, info: SessionInfo) -> None:
        if session_id != self._taken:
            info.session.shutdown()


def install() -> None:
    """Make Streamlit's server use it; before the server starts."""
    from streamlit.web.server import server

    memory_session_storage.MemorySessionStorage = ClosingStorage  # type: ignore[misc]
    server.MemorySessionStorage = ClosingStorage  # type: ignore[attr-defined]
