"""What is wrong with a request: one sentence in the reader's language, as JSON with a code and a status."""

from collections.abc import Callable
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from rollout.errors import StoreError, explain
from rollout.language.words import LANGUAGES, Words, pick_language


class RequestError(Exception):
    """A request that can't be answered: its HTTP status, a code for programs, a sentence for people."""

    def __init__(self, status: int, code: str, said: Callable[[Words], str], parameter: str = ""):
        super().__init__(code)
        self.status, self.code, self.said, self.parameter = status, code, said, parameter


def words_of(request: Request) -> Words:
    """The words of the language that `lang` or else the Accept-Language header names; English for any other."""
    asked = request.query_params.get("lang", "").strip().lower()
    browser = request.headers.get("accept-language", "").split(",")[0].split(";")[0].strip()
    return Words(pick_language(asked if asked in LANGUAGES else None, browser))


def refused(request: Request, error: RequestError) -> Response:
    """The answer to a request that can't be answered."""
    parameter = {"parameter": error.parameter} if error.parameter else {}
    return _said(error.status, error.code, error.said(words_of(request)), **parameter)


def misdirected(request: Request, error: HTTPException) -> Response:
    """The answer at an address that is none, or to another method than GET and HEAD."""
    w = words_of(request)
    if error.status_code == 405:
        return _said(405, "read-only", w.t("These addresses are read only: GET and HEAD."), error.headers)
    return _said(
        error.status_code, "no-address", w.t("Nothing has this address. {list} lists what there is.", list="/api/v1")
    )


def storeless(request: Request, error: Exception) -> Response:
    """The answer while the store can't be read."""
    return _said(503, "no-store", explain(error, words_of(request)))


def broken(request: Request, _: Exception) -> Response:
    """The answer to a fault of ours; what it was is in the server's log."""
    w = words_of(request)
    return _said(500, "fault", w.t("The answer could not be made. Please tell the operator the time."))


HANDLERS: dict[Any, Callable[[Request, Any], Response]] = {
    RequestError: refused,
    HTTPException: misdirected,
    StoreError: storeless,
    Exception: broken,
}


def _said(status: int, code: str, message: str, headers: object = None, **more: str) -> Response:
    own = dict(headers) if isinstance(headers, dict) else {}
    return JSONResponse(
        {"error": {"code": code, "message": message, **more}}, status, {"Cache-Control": "no-store", **own}
    )
