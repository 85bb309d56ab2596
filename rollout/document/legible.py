"""Text that every file can hold: without control characters and what is no character."""

import re
from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from typing import TypeVar

Thing = TypeVar("Thing")
LINE_ENDS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
UNWRITABLE = re.compile("[^\t\n\x20-\x7e\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # XML has no way to say them


def legible(thing: Thing) -> Thing:
    """A text, or a tuple, mapping or dataclass with all its texts, without what a file can't hold; every line ends
    alike. What is legible stays the object that it is.
    """
    made: object = thing
    if isinstance(thing, str):
        text = UNWRITABLE.sub("", LINE_ENDS.sub("\n", thing))
        made = thing if text == thing else text  # a Format is a text, too, and is compared by identity
    elif isinstance(thing, tuple):
        parts = tuple(legible(part) for part in thing)
        made = parts if any(new is not old for new, old in zip(parts, thing, strict=True)) else thing
    elif isinstance(thing, Mapping):
        texts = {legible(key): legible(value) for key, value in thing.items()}
        made = texts if texts != thing else thing
    elif is_dataclass(thing) and not isinstance(thing, type):
        new = {field.name: legible(getattr(thing, field.name)) for field in fields(thing)}
        changed = {name: value for name, value in new.items() if value is not getattr(thing, name)}
        made = replace(thing, **changed) if changed else thing
    return made  # type: ignore[return-value]  # each kind is made of its own kind
