"""The search box of the head: finds a complex, company, school, measure, zone, place, term or source by name.

Matching and ranking are pure (index, find); only `draw` and what it calls use Streamlit. The index is read when
something is first typed.
"""

import datetime as dt
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

import pandas as pd
import streamlit as st
from streamlit.navigation.page import Page

from rollout import clock
from rollout.language.words import Words, fold
from rollout.questions import places
from rollout.questions.ask import Asker
from rollout.render import markup
from rollout.web import address, assets

KEYS = assets.component("search", "search/search.js", styles=markup.asset("search/search.css"))
KINDS = ("complex", "company", "school", "measure", "zone", "place", "term", "source")
ICONS = {
    "complex": "factory",
    "company": "apartment",
    "school": "school",
    "measure": "redeem",
    "zone": "location_on",
    "place": "map",
    "term": "menu_book",
    "source": "link",
}
EXACT, STARTS, WORD, INSIDE, TEXT = range(5)
LONGEST, OF_A_KIND, SHOWN, SHORTENED = 100, 4, 14, 60
FIRST_SYLLABLE, LAST_SYLLABLE, INITIALS, FINALS = 0xAC00, 0xD7A3, "ᄀᄁᄂᄃᄄᄅᄆᄇᄈᄉᄊᄋᄌᄍᄎᄏᄐᄑᄒ", 28
A_CONSONANT = 588  # syllables with one initial consonant
LIKE = 0.75  # of their letters two spellings have in common, in order


@dataclass(frozen=True)
class Entry:
    """What can be found: its kind, id and type (see search/index), names by language, what sets it apart.

    Both stand here folded too, to be searched.
    """

    kind: str
    id: str
    type: str
    names: Mapping[str, str]
    extras: Mapping[str, str]
    known_on: dt.date | None
    called: tuple[str, ...]
    text: str


def index(rows: pd.DataFrame) -> list[Entry]:
    """The entries of search/index, folded once."""
    entries = []
    for row in rows.astype(object).where(rows.notna(), None).to_dict("records"):
        names = {"ko": row["name_ko"], "en": row["name_en"] or row["name_ko"]}
        extras = {"ko": row["extra_ko"] or "", "en": row["extra_en"] or row["extra_ko"] or ""}
        called = [*names.values(), *filter(None, (row["also"] or "").split(";"))]
        text = " ".join([*called, *extras.values(), row["within"] or ""])
        entries.append(
            Entry(
                row["kind"],
                row["id"],
                row["type"] or "",
                names,
                extras,
                row["known_on"] and row["known_on"].date(),
                tuple(dict.fromkeys(fold(name, 300) for name in called)),
                fold(text, 2000),
            )
        )
    return entries


def find(entries: Iterable[Entry], words: str, as_of: dt.date) -> list[Entry]:
    """The entries that fit what was typed and were known by a day, the best first.

    Names that are it, start with it, have a word that starts with it, or hold it; then those whose texts hold every
    word of it. A typed consonant stands for any syllable that begins with it, and a last syllable without a final
    consonant for those that have one. Consonants alone find what begins so.
    """
    typed = fold(words, LONGEST)
    if not typed:
        return []
    named, furthest = set(places.readings(typed)), STARTS if set(typed) <= {*INITIALS, " "} else TEXT
    whole, parts = re.compile(_pattern(typed)), [re.compile(_pattern(word)) for word in typed.split()]
    at_word = re.compile(rf"(?<!\w){whole.pattern}")
    hits = []
    for entry in entries:
        if entry.known_on is None or entry.known_on <= as_of:
            rank = min((_rank(name, whole, at_word) for name in entry.called), default=TEXT + 1)
            if entry.kind == "place" and not named.isdisjoint(
                reading for name in entry.called for reading in places.readings(name)
            ):
                rank = EXACT
            if rank > TEXT and all(part.search(entry.text) for part in parts):
                rank = TEXT
            if rank <= furthest:
                hits.append((rank, KINDS.index(entry.kind), len(entry.called[0]), entry.called[0], entry))
    return [entry for *_, entry in sorted(hits, key=lambda hit: hit[:4])]


def nearest(entries: Iterable[Entry], words: str, as_of: dt.date) -> list[Entry]:
    """The entries, sources apart, with a name that is spelt most nearly as what was typed, the nearest first.

    Hangul is compared by its letters, not by its syllables.
    """
    typed = unicodedata.normalize("NFD", fold(words, LONGEST))
    found = []
    for entry in entries:
        if entry.kind != "source" and (entry.known_on is None or entry.known_on <= as_of):
            names = [unicodedata.normalize("NFD", name) for name in entry.called if name]
            likeness = max((_likeness(typed, name) for name in names), default=0.0)
            if likeness >= LIKE:
                found.append((-likeness, KINDS.index(entry.kind), entry.called[0], entry))
    return [entry for *_, entry in sorted(found, key=lambda one: one[:3])][:OF_A_KIND]


def _likeness(typed: str, name: str) -> float:
    """How alike two spellings are, from 0 to 1; 0 without comparing where their lengths differ too much."""
    matcher = SequenceMatcher(None, typed, name, autojunk=False)
    return matcher.ratio() if matcher.real_quick_ratio() >= LIKE and matcher.quick_ratio() >= LIKE else 0.0


def shortlist(hits: Sequence[Entry]) -> list[Entry]:
    """What there is room for: a few of each kind; the kind of the best hit first, each kind's together."""
    by_kind: dict[str, list[Entry]] = {}
    for entry in hits:
        by_kind.setdefault(entry.kind, []).append(entry)
    return [entry for own in by_kind.values() for entry in own[:OF_A_KIND]][:SHOWN]


def _rank(name: str, whole: re.Pattern[str], at_word: re.Pattern[str]) -> int:
    found = whole.search(name)
    if not found:
        return TEXT + 1
    if found.start() == 0:
        return EXACT if found.end() == len(name) else STARTS
    return WORD if at_word.search(name) else INSIDE


def _pattern(typed: str) -> str:
    """What was typed (folded) as a regular expression that matches literally, but for unfinished Hangul."""
    pieces = [_piece(letter) for letter in typed[:-1]]
    last = ord(typed[-1])
    if FIRST_SYLLABLE <= last <= LAST_SYLLABLE and (last - FIRST_SYLLABLE) % FINALS == 0:
        return "".join(pieces) + f"[{chr(last)}-{chr(last + FINALS - 1)}]"
    return "".join([*pieces, _piece(typed[-1])])


def _piece(letter: str) -> str:
    if letter == " ":
        return " ?"
    place = INITIALS.find(letter)
    if place < 0:
        return re.escape(letter)
    first = FIRST_SYLLABLE + place * A_CONSONANT
    return f"[{letter}{chr(first)}-{chr(first + A_CONSONANT - 1)}]"


def draw(w: Words, asker: Asker, snapshot: int, screens: Mapping[str, Page]) -> None:
    """The box, and under it what was found; a click elsewhere, which runs the whole page, empties it."""
    if st.session_state.get("search") and st.session_state["search"] == st.session_state.get("searched"):
        st.session_state["search"] = ""
    st.html(f"<style>{markup.asset('search/frame.css')}</style>")
    _box(w, asker, snapshot, screens)


def _entries(asker: Asker, snapshot: int, day: dt.date) -> list[Entry]:
    return asker.remember(("search", snapshot, day), lambda: index(asker.ask("search/index", snapshot, as_of=day)))


@st.fragment
def _box(w: Words, asker: Asker, snapshot: int, screens: Mapping[str, Page]) -> None:
    with st.container(key="found", gap=None):
        words = st.text_input(
            w.t("Search"),
            key="search",
            type="search",
            live=True,
            placeholder=w.t("Company, school, term …"),
            label_visibility="collapsed",
        )
        st.session_state["searched"] = words
        typed = fold(words)
        said = _results(typed, w, asker, snapshot, screens) if typed else ""
        html = markup.fill("search/said.html", said=said)
        KEYS(data={"html": html, "typed": words.strip(), "label": w.t("Search")}, key="search-keys")


def _results(typed: str, w: Words, asker: Asker, snapshot: int, screens: Mapping[str, Page]) -> str:
    """Draw the links; returns what is said of them."""
    now = st.session_state.get("as_of")
    day = now if isinstance(now, dt.date) else clock.today()
    entries = _entries(asker, snapshot, day)
    hits = [entry for entry in find(entries, typed, day) if target(entry, w.lang, screens)]
    like = [] if hits else [entry for entry in nearest(entries, typed, day) if target(entry, w.lang, screens)]
    shown = shortlist(hits)
    for entry in shown or like:
        page, asked = target(entry, w.lang, screens) or ("", {})
        st.page_link(
            screens[page],
            label=label(entry, w),
            icon=f":material/{ICONS[entry.kind]}:",
            query_params=address.link(**asked),
            help="",
        )
    if like:
        return w.t("Nothing is spelt so; the nearest names are shown.")
    if not hits:
        return w.t(
            "Nothing found for “{words}”. Complexes, companies, schools, measures, zones, places, terms and "
            "sources can be searched, in Korean or English.",
            words=typed if len(typed) <= SHORTENED else f"{typed[:SHORTENED]}…",
        )
    if len(hits) == len(shown):
        return w.n("One result", "{n} results", len(hits))
    return w.t(
        "{shown} of {n} results; type more to narrow them down", shown=w.number(len(shown)), n=w.number(len(hits))
    )


def label(entry: Entry, w: Words) -> str:
    """A link's label: the name, then its kind and what tells it apart; nothing in it is markup."""
    extra = " · ".join(filter(None, [w.code("search-kind", entry.kind), entry.extras[w.lang]]))
    return f"{_short(entry.names[w.lang])} :gray[{_short(extra)}]"


def _short(text: str) -> str:
    return markup.plain(text if len(text) <= SHORTENED else f"{text[:SHORTENED]}…")


def target(entry: Entry, lang: str, screens: Mapping[str, Page]) -> tuple[str, dict[str, str | list[str]]] | None:
    """The page that shows an entry and what it is asked for; None if there is no such page."""
    ways: dict[str, tuple[str, dict[str, str | list[str]]]] = {
        "complex": ("complexes", {"complex": entry.id}),
        "company": ("statements", {"money_find": entry.names[lang]}),
        "school": ("programmes", {"talent_find": entry.names[lang]}),
        "measure": ("measures", {"measure_find": entry.names[lang]}),
        "zone": ("map", {"map_layers": ["zones", "sites"], "map_zone": entry.type}),
        "place": ("today", {"province": [entry.id]})
        if entry.type == "province"
        else ("benefits", {"benefit_place": f"district:{entry.id}"}),
        "term": ("glossary", {"sources_term": entry.names[lang]}),
        "source": ("sources", {"source_find": entry.id}),
    }
    way = ways[entry.kind]
    return way if way[0] in screens else None
