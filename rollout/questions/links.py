"""Links: what an address asks for, however mail, messengers and people have changed it on the way.

Untrusted until `read` has sorted it.

What such programs do: write & as &amp; (and encode that again), encode the whole query twice, add a full stop, bracket
or zero-width blank at the end, write = as =3D, take Hangul apart (NFD), put + for a blank, change capitals, add
parameters that follow people around.
"""

import base64
import datetime as dt
import json
import re
import unicodedata
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote_plus

import pandas as pd

from rollout.language.words import LANGUAGES, Words
from rollout.questions import places
from rollout.questions.ask import rows_of
from rollout.questions.scope import EARLIEST

FILTERED = {"province": "province", "industry": "industry", "stage": "stage", "site": "complex"}  # to its kind of name
DAYS = ("today", "as_of", "compare")

MOST_VALUES = 40
LONGEST_TEXT, LONGEST_SHOWN = 2000, 40
LONGEST_LINK = 4000  # a proxy refuses about 8,000, some mail programs cut far shorter ones
LARGEST_DRAFT = 200_000
DAY = re.compile(r"(?:3D)?\W*(\d{4})[-.](\d{1,2})[-.](\d{1,2})\W*", re.ASCII | re.IGNORECASE)
PACKED = re.compile(r"[\w-]+", re.ASCII)
ENCODED = re.compile("%[0-9A-Fa-f]{2}")
AMPERSAND = re.compile("&(?:amp|#38|#x26);", re.IGNORECASE)
RETIRED = {"moves"}  # controls of before, whose part of the view always stands now
# Added by mailings, networks, search engines and Streamlit itself; nothing is said of them.
FOLLOWERS = re.compile(
    r"utm_|mc_|_ga|_gl|_hs|n_|hsa_|pk_|embed$|embed_options$"
    r"|(fbclid|gclid|gbraid|wbraid|dclid|msclkid|yclid|twclid|ttclid|igshid|igsh|li_fat_id|srsltid|napm|sfnsn|si|spm|ref|__tn__|__s|trk)$"
)


@dataclass(frozen=True)
class Parameter:
    """What a link may say of a control.

    `kind` is one, several, text, number, day or draft (see `pack`); `known` maps plain names of choices to ids. `also`:
    how values begin that are no choices but words of `pack`.
    """

    kind: str
    known: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    span: tuple[int, int] | None = None
    also: str = ""


def of_the_scope(rows: pd.DataFrame, also: pd.DataFrame) -> dict[str, Parameter]:
    """What a link may say of the filters and the days, with every name of each choice.

    rows: scope/names; also: scope/place_names.
    """
    offered = rows[rows["choice"]]
    known = {
        name: called([dict(zip(own["id"], own[f"name_{lang}"], strict=True)) for lang in LANGUAGES])
        for name, kind in FILTERED.items()
        for own in (offered[offered["kind"] == kind],)
    }
    known["province"] = places.index(rows_of(also), "province")
    situations = called([Words(lang).codes("situation") for lang in LANGUAGES])
    return (
        {name: Parameter("several", own) for name, own in known.items()}
        | {"situation": Parameter("one", situations)}
        | {name: Parameter("day") for name in DAYS}
    )


def called(names: Sequence[Mapping[str, str]]) -> dict[str, tuple[str, ...]]:
    """The id that each plain name stands for, the ids themselves first."""
    named = [(name, i) for own in names for i, name in own.items()] + [(i, i) for own in names for i in own]
    return {places.plain(name): (i,) for name, i in named}


@dataclass(frozen=True)
class Ignored:
    """Something in a link that was not used.

    `reason`: unknown (no such choice), outside (of the days or numbers that there are), name (no such parameter), many.
    """

    name: str
    value: str
    reason: str


@dataclass(frozen=True)
class Reading:
    """What a link came to: the controls' values (ids, days, text) and what was ignored."""

    values: Mapping[str, Any]
    ignored: tuple[Ignored, ...]


def read(raw: Mapping[str, Sequence[str]], parameters: Mapping[str, Parameter], last: dt.date) -> Reading:
    """Sort an address's raw values.

    Days lie between the announcement and `last`; a choice may be named by id or by any of its names.
    """
    values: dict[str, Any] = {}
    ignored: dict[Ignored, None] = {}
    for name, texts in _meant(raw, parameters).items():
        parameter = parameters.get(name)
        if parameter is None:
            if name and name not in RETIRED and not FOLLOWERS.match(name):
                ignored[Ignored(shown(name), "", "name")] = None
            continue
        if len(texts) > MOST_VALUES:
            ignored[Ignored(name, "", "many")] = None
        found: list[Any] = []
        for text in texts[:MOST_VALUES]:
            got, reason = _value(text, parameter, last)
            found += got
            if reason:
                ignored[Ignored(name, shown(text), reason)] = None
        if parameter.kind == "several":
            if found or not any(texts):
                values[name] = list(dict.fromkeys(found))
        elif found:
            values[name] = found[-1]
        elif parameter.kind == "one" and not any(texts):
            values[name] = None
    return Reading(values, tuple(ignored))


def _meant(raw: Mapping[str, Sequence[str]], parameters: Mapping[str, Parameter]) -> dict[str, list[str]]:
    """The parameters and their texts, taken apart where two were run together, by their own names."""
    meant: dict[str, list[str]] = {}
    glue = re.compile(rf"(?:^|[&;?])\s*(?:(?:amp|#38|#x26);)*(?=(?:{'|'.join(sorted(parameters))})\s*=)", re.IGNORECASE)
    for name, texts in raw.items():
        for text in texts[: MOST_VALUES + 1]:
            if name in parameters and parameters[name].kind in {"text", "draft"}:
                meant.setdefault(name, []).append(text[:LARGEST_DRAFT])
                continue
            pair = _decoded(f"{name[:LONGEST_TEXT]}={text[:LONGEST_TEXT]}")
            for part in filter(None, glue.split(pair)):
                own, _, value = part.partition("=")
                meant.setdefault(_name(own), []).append(value)
    return meant


def _decoded(text: str) -> str:
    for _ in range(2):
        if ENCODED.search(text):
            text = unquote_plus(text)
    return AMPERSAND.sub("&", text)


def _name(text: str) -> str:
    visible = "".join(letter for letter in unicodedata.normalize("NFKC", text).casefold() if letter.isprintable())
    return re.sub(r"^\W+|\W+$", "", visible)


def _value(text: str, parameter: Parameter, last: dt.date) -> tuple[list[Any], str]:
    """What a text stands for, and why (a part of) it can't be used."""
    if not text.strip():
        return [], ""
    if parameter.kind == "text":
        return [text[:LONGEST_TEXT]], ""
    if parameter.kind == "draft":
        texts = unpack(text)
        return ([texts], "") if texts else ([], "unknown")
    if parameter.kind == "day":
        return _day(text, last)
    if parameter.kind == "number":
        number = re.search(r"\d{1,6}", text, re.ASCII)
        least, most = parameter.span or (0, 0)
        return ([int(number[0])], "") if number and least <= int(number[0]) <= most else ([], "outside")
    if parameter.also and text.startswith(parameter.also) and PACKED.fullmatch(text):
        return [text], ""
    whole = _choices(text, parameter)
    if whole or "," not in text:
        return list(whole), "" if whole else "unknown"
    parts = [_choices(part, parameter) for part in text.split(",") if part.strip()]
    return [one for part in parts for one in part], "" if all(parts) else "unknown"


def _choices(text: str, parameter: Parameter) -> tuple[str, ...]:
    return places.find(text, parameter.known) or places.find(
        re.sub("^=?3D", "", text, flags=re.IGNORECASE), parameter.known
    )


def _day(text: str, last: dt.date) -> tuple[list[dt.date], str]:
    visible = "".join(letter for letter in unicodedata.normalize("NFKC", text[:LONGEST_TEXT]) if letter.isprintable())
    parts = DAY.fullmatch(re.sub("[\u2010-\u2015\u2212]", "-", visible).replace(" ", ""))
    try:
        day = dt.date(*map(int, parts.groups())) if parts else None
    except ValueError:
        day = None
    if day is None:
        return [], "unknown"
    return ([day], "") if EARLIEST <= day <= last else ([], "outside")


def shown(text: str) -> str:
    """Somebody's text, safe to show again."""
    visible = " ".join("".join(letter if letter.isprintable() else " " for letter in text[: 4 * LONGEST_SHOWN]).split())
    return visible if len(visible) <= LONGEST_SHOWN else f"{visible[: LONGEST_SHOWN - 1]}…"


def pack(texts: Mapping[str, str]) -> str:
    """Free texts by name as one short value for an address; empty if there are none."""
    said = {name: text for name, text in sorted(texts.items()) if text}
    whole = json.dumps(said, ensure_ascii=False, separators=(",", ":")).encode()
    return base64.urlsafe_b64encode(zlib.compress(whole, 9)).decode().rstrip("=") if said else ""


def unpack(packed: str) -> dict[str, str]:
    """The texts of `pack`; empty for what it did not make. Reads no more than a bounded size, whatever was packed."""
    try:
        pressed = base64.b64decode(packed.encode("ascii", "ignore") + b"===", altchars=b"-_")
        opener = zlib.decompressobj()
        whole = opener.decompress(pressed, LARGEST_DRAFT)
        said = json.loads(whole) if opener.eof else {}
    except (ValueError, zlib.error, RecursionError):
        return {}
    return {str(name): text for name, text in said.items() if isinstance(text, str)} if isinstance(said, dict) else {}


def pairs(values: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """A control's values as an address has them: ids, ISO days; an emptied list as an empty text."""
    for name, value in values.items():
        if isinstance(value, list | tuple):
            yield from ((name, str(one)) for one in value or [""])
        else:
            yield name, "" if value is None else value.isoformat() if isinstance(value, dt.date) else str(value)
