"""Why something is wrong, in English, and so that it can be said in another language.

Commands and logs print a reason as it is; a page asks `in_words` for it.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Self

from rollout.language.words import Words


class Reason(str):
    """A sentence with its message and what fills its places; a place can be filled by another reason.

    `{field}` and `{fields}` are names of fields, `{row}` the number of a row: a page names them as its reader sees
    them.
    """

    message: str
    values: dict[str, Any]

    def __new__(cls, message: str, **values: Any) -> Self:
        """The sentence in English."""
        reason = super().__new__(cls, message.format(**values))
        reason.message, reason.values = message, values
        return reason

    def __getnewargs_ex__(self) -> tuple[tuple[str], dict[str, Any]]:
        """What a copy is made of."""
        return (self.message,), self.values


class Rows(str):
    """Rows in words, with their numbers."""

    numbers: Sequence[int]

    def __new__(cls, text: str, numbers: Sequence[int] = ()) -> Self:
        """The words, and the numbers that they stand for."""
        rows = super().__new__(cls, text)
        rows.numbers = numbers
        return rows


def in_words(
    reason: str,
    w: Words,
    fields: Mapping[str, str] | None = None,
    place: Callable[[int], str] | None = None,
    codes: Mapping[str, str] | None = None,
) -> str:
    """A reason in the viewer's language; a text that has no message, as it is.

    `fields`: what each field is called, and each that a row can point at (`table.field`); `place`: what each row is
    called, by its number in the table; `codes`: what each value that is allowed is called.
    """
    if isinstance(reason, Rows):
        return ", ".join(map(place, reason.numbers)) if place else str(reason)
    if not isinstance(reason, Reason):
        return str(reason)
    said = {}
    for name, value in reason.values.items():
        if name == "row" and place:
            said[name] = place(value)
        elif called := (fields if name in {"field", "fields", "target"} else codes if name == "allowed" else None):
            said[name] = ", ".join(called.get(one, one) for one in str(value).split(", "))
        else:
            said[name] = in_words(value, w, fields, place, codes) if isinstance(value, str) else value
    return w.t(reason.message, **said)
