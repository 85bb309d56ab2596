"""Views of Explore in a briefing: those that are saved, and one by its name or its link."""

from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import parse_qs, urlsplit

from rollout.briefing.compose import CompositionError, clean
from rollout.ledger.records import Records
from rollout.questions import places
from rollout.questions.view import View
from rollout.subjects.explore import views

MOST_READ = 4000  # characters of a link


def saved(view: View) -> dict[str, str]:
    """The saved views that can be shown, as words (rollout.subjects.explore.views), with their names."""
    place = view.asker.place
    known = Records(place, "views").every() if place else {}
    return view.remember("saved-views", lambda: _shown(view, known), tuple(known))


def _shown(view: View, known: Mapping[str, Mapping[str, Any]]) -> dict[str, str]:
    found = {}
    for one in known.values():
        held = one.get("controls")
        if one.get("page") == "explore" and isinstance(held, dict):
            try:
                asked = views.completed(view, {str(name): str(value) for name, value in held.items()})
            except (KeyError, ValueError):
                continue  # of a set that is no more
            if not views.wrong(view, asked):
                found[views.packed(asked)] = clean(one.get("name", ""), 80)[0]
    return found


def why_not(view: View) -> Callable[[str], str]:
    """What says why a word stands for no view that can be shown; empty where it does."""
    return lambda word: views.wrong(view, views.unpacked(word))


def word(text: str, view: View) -> str:
    """The view of a saved name or of a link to Explore, as a word. Raises CompositionError."""
    w = view.w
    if text.startswith(views.PREFIX):
        named = text
    elif "=" in text:
        query = parse_qs(urlsplit(text[:MOST_READ]).query or text[:MOST_READ])
        try:
            asked = views.completed(view, {name: own[-1] for name, own in query.items() if name in views.CONTROLS})
        except (KeyError, ValueError):
            raise CompositionError(w.t("This is no view of Explore.")) from None
        named = views.packed(asked)
    else:
        known = saved(view)
        named = next((one for one, name in known.items() if places.plain(name) == places.plain(text)), "")
        if not named:
            names = ", ".join(known.values()) or w.t("none")
            raise CompositionError(
                w.t("No view is saved as “{name}”. Saved: {names}.", name=clean(text, 40)[0], names=names)
            )
    if reason := why_not(view)(named):
        raise CompositionError(reason)
    return named
