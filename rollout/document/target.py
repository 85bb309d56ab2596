"""What a click opens.

A kind and the ids of the thing, written into a page as text and parsed once when it comes back.
"""

from dataclasses import dataclass

LONGEST = 4000


@dataclass(frozen=True, slots=True)
class Target:
    """What opens on a click, such as Target("cell", ("yongin", "plan-approved"))."""

    kind: str
    ids: tuple[str, ...] = ()

    def __str__(self) -> str:
        """The text that a page carries: kind and ids with colons between them."""
        return ":".join((self.kind, *self.ids))

    @classmethod
    def parse(cls, text: object) -> "Target | None":
        """The target that a page names; None for anything else.

        Kind and ids are untrusted: who opens it looks them up.
        """
        if not isinstance(text, str) or not text or len(text) > LONGEST:
            return None
        kind, *ids = text.split(":")
        return cls(kind, tuple(ids))


def origins(ids: tuple[str, ...]) -> Target:
    """The sources of something."""
    return Target("origins", (";".join(ids),))
