"""The server's log: one JSON line an event, on standard error.

A terminal is shown warnings only; a service's log gets a line a request. Of people it holds the id (the e-mail), of
addresses the path, no query.
"""

import datetime as dt
import json
import logging
import sys

import streamlit as st
from streamlit import logger as streamlit_logger
from streamlit.runtime.scriptrunner import get_script_run_ctx
from uvicorn.config import LOGGING_CONFIG

REQUEST = "x-request-id"
CHATTY = ("uvicorn", "websockets", "httpx", "httpcore", "authlib")  # a line a connection, with addresses
EXTRA = ("request", "method", "path", "status", "ms", "person")


class JsonLine(logging.Formatter):
    """A record as one line of JSON."""

    def format(self, record: logging.LogRecord) -> str:
        """The line: time (UTC), level, where from, message, the request, the error's stack."""
        line: dict[str, object] = {
            "time": dt.datetime.fromtimestamp(record.created, dt.UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        line |= {name: record.__dict__[name] for name in EXTRA if name in record.__dict__}
        if "request" not in line and get_script_run_ctx(suppress_warning=True):
            line["request"] = st.context.headers.get(REQUEST, "")
        if record.exc_info:
            line["error"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False, default=str)


def install() -> None:
    """Make every logger of this process write such lines; before the server starts."""
    handler = logging.StreamHandler()
    handler.setFormatter(JsonLine())
    handler.addFilter(lambda record: record.levelno > logging.INFO or not record.name.startswith(CHATTY))
    logging.basicConfig(handlers=[handler], level=logging.WARNING if sys.stderr.isatty() else logging.INFO, force=True)
    LOGGING_CONFIG.update(handlers={}, loggers={})  # uvicorn's own: leave them to the root
    streamlit_logger.setup_formatter = _to_the_root
    streamlit_logger.update_formatter()


def _to_the_root(logger: logging.Logger) -> None:
    """Instead of a handler a logger, as Streamlit makes them."""
    logger.handlers.clear()
    logger.propagate = True
