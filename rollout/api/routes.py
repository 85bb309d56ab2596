"""The routes: who asks, what is asked, the answer with its tag and its pages.

What was asked before in the same words is served from memory in the event loop, all else is made in threads.
"""

import gzip
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import quote, urlencode

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from rollout import clock
from rollout.access import Person
from rollout.api import failures
from rollout.api.answers import JSON, Answer, Listing, of_rows
from rollout.api.asked import MISSED, Asked, commits, known, last_day
from rollout.api.changes import no_snapshot
from rollout.api.failures import RequestError
from rollout.api.openapi import ADDRESS, OPENAPI
from rollout.api.operations import OPERATIONS, Operation
from rollout.api.page import PAGE
from rollout.api.parameters import LANG, SNAPSHOT, USUAL_ROWS, read
from rollout.api.sharing import Sharing
from rollout.audit import audit
from rollout.questions.ask import Asker
from rollout.store.lake import Store

REMEMBERED = 64 * 2**20  # bytes of answers, apart from the pages': no program pushes theirs out
LONGEST_QUERY = 4000
PRESSED = ("application/json", "application/ld+json", "application/atom+xml", "text/")  # media that are sent as gzip
SMALLEST_PRESSED = 500  # bytes
Who = Callable[[Mapping[str, str], Mapping[str, str]], Person]  # of cookies and headers


def routes(asker: Callable[[], Asker], who: Who) -> list[BaseRoute]:
    """The routes of the application. asker: whom pages ask; who: the person of a request."""

    @lru_cache(maxsize=1)
    def own(store: Store) -> Asker:
        return Asker(store, REMEMBERED)

    opened: list[bool] = []  # the store was opened once: to ask for it blocks nobody any more

    def served(operation: Operation) -> Callable[[Request], Awaitable[Response]]:
        def made(request: Request) -> Response:
            found = own(asker().store)
            opened.append(True) if not opened else None
            return _served(operation, request, found, who)

        async def answered(request: Request) -> Response:
            kept = _recalled(request, own(asker().store)) if opened else None
            if kept is not None and who(request.cookies, request.headers).may("view"):
                return _response(kept, request, who)
            return await run_in_threadpool(made, request)

        return answered

    made: list[BaseRoute] = []
    for operation in (PAGE, OPENAPI, *OPERATIONS):
        endings = ("", ".csv") if len(operation.media) > 1 else ("",)
        made = [Route(operation.path + ending, served(operation)) for ending in endings[::-1]] + made
    ours = Sharing(Starlette(routes=made, exception_handlers=failures.HANDLERS))
    return [Route(path, ours) for path in ("/api/{rest:path}", "/data/{rest:path}", "/feed.atom")]


def _served(operation: Operation, request: Request, asker: Asker, who: Who) -> Response:
    """The answer to a request."""
    person = who(request.cookies, request.headers)
    if not person.may("view"):
        raise RequestError(401, "sign-in", lambda w: w.t("Please sign in to see this."))
    asked = _asked(operation, request, asker)
    form = _form(operation, request, asked)
    key = (operation.path, form, asked.path, asked.snapshot, asked.lang, asked.today, asked.base, asked.values)
    answer = asker.remember(("api", repr(key)), lambda: _made(operation, asked, form))
    newest = asker.store.snapshot(MISSED)
    kept = asker.remember(_words(request, newest), lambda: _kept(answer, asked, request))
    return _response(kept, request, who)


@dataclass(frozen=True)
class _Kept:
    """An answer as it goes out: the bytes (pressed where the asker reads gzip), its headers, the snapshot."""

    answer: Answer
    body: bytes
    headers: Mapping[str, str]
    snapshot: int


def _kept(answer: Answer, asked: Asked, request: Request) -> _Kept:
    body, headers = answer.body, _headers(answer, asked, request)
    if _reads_gzip(request) and len(body) >= SMALLEST_PRESSED and answer.media.startswith(PRESSED):
        body = gzip.compress(body, 6, mtime=0)
        headers |= {"Content-Encoding": "gzip"}
    return _Kept(answer, body, headers, asked.snapshot)


def _words(request: Request, newest: int) -> tuple[str, ...]:
    """All of a request, and of the day, that an answer depends on."""
    lang, form = failures.words_of(request).lang, _liked(request.headers.get("accept", ""))
    url, base = request.url, str(request.base_url)
    day, is_pressed = clock.today().isoformat(), str(_reads_gzip(request))
    return ("api-said", url.path, url.query, base, lang, form, is_pressed, str(newest), day)


def _reads_gzip(request: Request) -> bool:
    return "gzip" in request.headers.get("accept-encoding", "").lower()


def _recalled(request: Request, asker: Asker) -> _Kept | None:
    """What was answered to the same words; None if that is not at hand."""
    newest = asker.store.newest(MISSED)
    if newest is None or len(request.url.query) > LONGEST_QUERY:
        return None
    found: _Kept | None = asker.recall(_words(request, newest))
    return found


def _response(kept: _Kept, request: Request, who: Who) -> Response:
    """The answer, or that the asker has it already."""
    answer, headers = kept.answer, dict(kept.headers)
    if _is_known(answer.tag, request.headers.get("if-none-match", "")):
        headers.pop("Content-Encoding", None)
        return Response(status_code=304, headers=headers)
    if answer.exported and request.method == "GET":
        audit(who(request.cookies, request.headers), "export", file=answer.exported, snapshot=kept.snapshot)
        headers["Content-Disposition"] = f'inline; filename="{answer.exported}"'
    return Response(kept.body, headers=headers, media_type=answer.media)


def _asked(operation: Operation, request: Request, asker: Asker) -> Asked:
    """What a request asks for. Raises RequestError."""
    if len(request.url.query) > LONGEST_QUERY:
        raise RequestError(
            400,
            "too-long",
            lambda w: w.t("The address is too long: at most {n} characters.", n=w.number(LONGEST_QUERY)),
        )
    path = {name: value for name, value in request.path_params.items() if name != "rest"}
    if operation.paths and path not in list(operation.paths()):
        there = operation.path.split("/{")[0]
        raise RequestError(
            404,
            "no-address",
            lambda w: w.t("Nothing has this address. {list} lists what there is.", list=there),
        )
    raw = {name: request.query_params.getlist(name) for name in request.query_params}
    newest, today = asker.store.snapshot(MISSED), clock.today()
    declared = operation.parameters(path)
    values = read(raw, declared, known(asker, newest), last_day(asker, newest, today))
    snapshot = values.pop(SNAPSHOT.name, newest)
    if snapshot not in {commit["snapshot_id"] for commit in commits(asker, newest)}:
        raise no_snapshot(snapshot, newest)
    lang = values.pop(LANG.name, failures.words_of(request).lang)
    base = "" if len(operation.media) > 1 else str(request.base_url).rstrip("/")
    return Asked(asker, snapshot, lang, today, values, path, base)


def _form(operation: Operation, request: Request, asked: Asked) -> str:
    """json or csv: as the address ends, as `format` says, else what the Accept header likes best."""
    if len(operation.media) == 1:
        return ""
    if request.url.path.endswith(".csv"):
        return "csv"
    return str(asked.values.get("format") or _liked(request.headers.get("accept", "")))


def _liked(accept: str) -> str:
    """What an Accept header likes better; JSON where it does not say."""
    weights = {}
    for part in accept.lower().split(","):
        media, *options = (piece.strip() for piece in part.split(";"))
        weight = next((option[2:] for option in options if option.startswith("q=")), "1")
        weights[media] = float(weight) if weight.replace(".", "", 1).isdecimal() else 0.0
    return "csv" if weights.get("text/csv", 0) > weights.get(JSON, 0) else "json"


def _made(operation: Operation, asked: Asked, form: str) -> Answer:
    made = operation.make(asked)
    return of_rows(made, asked, form) if isinstance(made, Listing) else made


def _headers(answer: Answer, asked: Asked, request: Request) -> dict[str, str]:
    """The tag, how to ask again, the other pages of the rows."""
    headers = {
        "ETag": answer.tag,
        "Cache-Control": "private, no-cache",  # kept, and asked whether it still holds
        "Vary": "Accept, Accept-Encoding, Accept-Language, Cookie",
        "X-Snapshot": str(asked.snapshot),
    }
    if answer.total is not None:
        headers["X-Total-Count"] = str(answer.total)
        headers["Link"] = ", ".join(_links(answer.total, asked, request))
    return headers


def _links(total: int, asked: Asked, request: Request) -> list[str]:
    """The first, previous, next and last page, and the description of the service."""
    limit, offset = asked.values.get("limit", USUAL_ROWS), asked.values.get("offset", 0)
    last = (total - 1) // limit * limit if total else 0
    pages = {"first": 0, "last": last}
    pages |= {"prev": max(offset - limit, 0)} if offset else {}
    pages |= {"next": offset + limit} if offset + limit < total else {}
    kept = [(name, value) for name, value in request.query_params.multi_items() if name not in ("limit", "offset")]
    base = str(request.base_url).rstrip("/")
    address = base + quote(request.url.path)
    found = [
        f'<{address}?{urlencode([*kept, ("limit", limit), ("offset", start)])}>; rel="{name}"'
        for name, start in pages.items()
    ]
    return [*found, f'<{base}{ADDRESS}>; rel="service-desc"']


def _is_known(tag: str, header: str) -> bool:
    """Whether the asker has the answer already."""
    return header.strip() == "*" or tag in (one.strip().removeprefix("W/") for one in header.split(","))
