"""Text that every file can hold: without control characters and what is no character."""

import re
from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from functools import lru_cache
from operator import is_
from typing import Any, TypeVar

from rollout.document.model import Section

Thing = TypeVar("Thing")
LINE_ENDS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
UNWRITABLE = re.compile("[^\t\n\x20-\x7e\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # XML has no way to say them
MARK = "legible"  # of what was made of a section: what it became; None where it was legible as it is


def legible(thing: Thing) -> Thing:
    """A text, or a tuple, mapping or dataclass with all its texts, without what a file can't hold; every line ends
    alike. What is legible stays the object that it is.
    """
    kind: Any = type(thing)
    made: Any = thing
    if not thing:
        return thing
    if isinstance(thing, str):
        if UNWRITABLE.search(thing) or LINE_ENDS.search(thing):
            made = UNWRITABLE.sub("", LINE_ENDS.sub("\n", thing))
        return made  # type: ignore[no-any-return]  # a Format is a text, too, and is compared by identity
    if isinstance(thing, tuple):
        parts = tuple(map(legible, thing))
        made = thing if all(map(is_, parts, thing)) else parts
    elif names := _names(kind):
        made = _legible(thing, names)
    elif isinstance(thing, Mapping):
        texts = {legible(key): legible(value) for key, value in thing.items()}
        pairs = zip(texts, texts.values(), thing, thing.values(), strict=False)
        same = len(texts) == len(thing) and all(key is old and new is value for key, new, old, value in pairs)
        made = thing if same else texts
    return made  # type: ignore[no-any-return]  # each kind is made of its own kind


def _legible(thing: Any, names: tuple[str, ...]) -> Any:
    """A dataclass, walked through once: a section is in many briefings."""
    kept = thing.made if isinstance(thing, Section) else {}
    if MARK in kept:
        return kept[MARK] or thing
    new = {name: value for name in names if (value := legible(old := getattr(thing, name))) is not old}
    made = replace(thing, **new) if new else thing
    kept[MARK] = made if new else None
    return made


@lru_cache
def _names(kind: type) -> tuple[str, ...]:
    """The fields that a dataclass is made with; none of another kind."""
    return tuple(field.name for field in fields(kind) if field.init) if is_dataclass(kind) else ()
