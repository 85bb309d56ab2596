"""Why something is wrong, in English, and so that it can be said in another language.

Commands and logs print a reason as it is; a page asks `in_words` for it.
"""

from typing import Any, Self

from rollout.language.words import Words


class Reason(str):
    """A sentence with its message and what fills the `{name}` places; a place can be filled by another reason."""

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


def in_words(reason: str, w: Words) -> str:
    """A reason in the viewer's language; a text that has no message, as it is."""
    if not isinstance(reason, Reason):
        return reason
    said = {name: in_words(value, w) if isinstance(value, str) else value for name, value in reason.values.items()}
    return w.t(reason.message, **said)
