"""What is new since the last time, for a timer:

    rollout watch --province 경상북도 --lang ko --format text,html --to smtp://rollout@mail.example.go.kr/kim@example.go.kr

Exit status: 0 it was told, or there was nothing new (a line says which), 2 the wish can't be understood, 1 it could not
be delivered; what was not delivered is told again the next time.
"""

import argparse
import datetime as dt
import sys
from collections.abc import Sequence

from rollout import access, clock, facts
from rollout.api.asked import Asked, known, last_day
from rollout.api.failures import RequestError
from rollout.api.parameters import AS_OF, FILTERS, SINCE, Parameter, read
from rollout.console import Parser, UsageError, chosen_forms, language, short, use_any_console
from rollout.errors import StoreError, explain
from rollout.language.words import LANGUAGES, Words
from rollout.questions.ask import Asker
from rollout.questions.scope import SITUATIONS
from rollout.store import lake as store
from rollout.watch import point
from rollout.watch.delivery import DeliveryError, Recipient, recipients
from rollout.watch.message import FORMS, message
from rollout.watch.news import news
from rollout.watch.point import Point
from rollout.watch.told import Told

LAST = "last"
DAYS = Parameter("days", "whole", lambda w: w.t("days ahead, of measures that end"), span=(1, 365))
FOLDER = "watch"  # beside the store


def main(arguments: Sequence[str]) -> int:
    """The command line; returns the exit status."""
    use_any_console()
    w = Words(language(arguments))
    try:
        return _watch(_parser(w).read(arguments), w)
    except (UsageError, RequestError) as error:
        why = error.said(w) if isinstance(error, RequestError) else str(error)
        print(w.t("Not understood: {why}", why=why), file=sys.stderr)
        print(w.t("Help: {command}", command="rollout watch --help"), file=sys.stderr)
        return 2
    except (StoreError, facts.PackageError, clock.ZoneError) as error:
        print(explain(error, w), file=sys.stderr)
    except OSError as error:
        why = error.strerror or type(error).__name__
        print(w.t("What was sent can't be written down: {why}.", why=why), file=sys.stderr)
    except Exception as error:  # a timer's log gets a line, not a traceback
        why = f"{type(error).__name__}: {error}"
        print(w.t("The watch failed: {why}. Please tell the operator.", why=why), file=sys.stderr)
    return 1


def _parser(w: Words) -> Parser:
    parser = Parser(
        w,
        prog="rollout watch",
        description=w.t(
            "Sends what is new: statements, dates, ratings, plans that passed, measures that end, old facts."
        ),
    )
    add = parser.add_argument
    several = w.t("id or name in either language; several times for several")
    for name in ("province", "industry", "stage", "complex"):
        add(f"--{name}", action="append", default=[], help=several)
    add("--situation", help=", ".join(SITUATIONS))
    add(
        "--since",
        default=LAST,
        help=w.t("the number of a snapshot, a day (YYYY-MM-DD), or “last”: since the last message"),
    )
    add("--as-of", help=w.t("only what was stated by this day (YYYY-MM-DD)"))
    add("--days", default=str(point.DAYS), help=DAYS.says(w))
    add("--lang", default=w.lang, help=", ".join(LANGUAGES))
    add("--format", default="text", help=", ".join(FORMS))
    to = w.t("a folder, a file, smtp://…, smtps://… or a webhook (https://…); several times for several")
    add("--to", action="append", default=[], help=to)
    return parser


def _watch(wish: argparse.Namespace, w: Words) -> int:
    if wish.lang not in LANGUAGES:
        raise UsageError(
            w.t(
                "{what} “{name}” is not known. Choose of: {names}.",
                what="--lang",
                name=short(wish.lang),
                names=", ".join(LANGUAGES),
            )
        )
    forms = chosen_forms(wish.format, FORMS, w)
    everybody = recipients(wish.to, forms, w)
    if not everybody:
        raise UsageError(w.t("Say where to: --to."))
    opened = store.open_store()
    try:
        asked, since, days = _asked(wish, Asker(opened), w)
        now = point.present(asked, days)
        told = [_tell(one, asked, since, now, forms) for one in everybody]
        return 0 if all(told) else 1
    finally:
        opened.close()


def _asked(wish: argparse.Namespace, asker: Asker, w: Words) -> tuple[Asked, int | dt.date | None, int]:
    """The scope, since when (None: since it was last told), how many days ahead. Raises RequestError, UsageError."""
    snapshot, today = asker.snapshot(), clock.today()
    raw = {
        name: [text] for name in ("situation", "since", "as_of", "days") if (text := getattr(wish, name)) is not None
    }
    raw |= {name: getattr(wish, name) for name in ("province", "industry", "stage", "complex")}
    if wish.since.strip().lower() == LAST:
        del raw["since"]
    declared = (*FILTERS, AS_OF, SINCE, DAYS) if "since" in raw else (*FILTERS, AS_OF, DAYS)
    values = read(raw, declared, known(asker, snapshot), last_day(asker, snapshot, today))
    since, days = values.pop("since", None), values.pop("days")
    asked = Asked(asker, snapshot, wish.lang, values.get("as_of", today), values)
    if not asked.view.scope.complexes:
        filters = " · ".join(asked.view.scope.described(w, asked.view.names))
        raise UsageError(w.t("No complex matches these filters: {filters}.", filters=filters))
    if isinstance(since, dt.date) and since > asked.today:
        raise UsageError(w.t("The day since which is asked is after the as-of day."))
    return asked, since, days


def _tell(one: Recipient, asked: Asked, since: int | dt.date | None, now: Point, forms: Sequence[str]) -> bool:
    """Tell a recipient what is new, once; whether it was taken, or there was nothing."""
    w = asked.w
    scope = {name: own for name, own in asked.values.items() if name != "as_of"}
    memory = Told(access.store_folder() / FOLDER, {"to": one.identity, "scope": scope, "lang": asked.lang}, one.name)
    with memory.turn():
        last = memory.last()
        last = point.found_again(asked, last) if last else None
        then = point.since(asked, since, now) if since is not None else last or point.at_first(asked, now)
        day = then.today.isoformat()
        found = news(asked, then, now) if then.is_up_to(now) else []
        if found:
            made = message(asked, found, then, now, forms)
            try:
                one.deliver(made, _mark(memory, then, now))
            except DeliveryError as error:
                why = error.said(w)
                said = w.t("{to}: not delivered, sent again the next time. {why}", to=one.name, why=why)
                print(said, file=sys.stderr)
                if last is None and since is None:
                    memory.remember(then)  # or the month would begin later each day
                return False
        whole = last is None or then.is_up_to(
            last
        )  # else by hand since a later state: what lies before is still to come
        if whole and (last is None or last.is_up_to(now)):
            memory.remember(now)
        if found:
            print(w.t("{to}: {title}, since {day}.", to=one.name, title=made.document.title, day=day))
        else:
            print(w.t("{to}: nothing new since {day}; nothing was sent.", to=one.name, day=day))
        return True


def _mark(memory: Told, then: Point, now: Point) -> str:
    """What the same news to the same recipient has in common, if it is sent twice."""
    states = ".".join(f"{one.snapshot}.{one.today:%Y%m%d}" for one in (then, now))
    return f"{memory.key}.{states}"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
