"""A composition: which template, which sections in which order, what the officer adds.

Values from a form, a link or a shell are untrusted.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from rollout.document.briefing import Action
from rollout.language.codes import codes
from rollout.language.words import Words

TITLE_LONGEST = 120
NOTE_LONGEST = 1000
FEWEST_SLIDES, MOST_SLIDES = 6, 200
LINES_LONGEST, MOST_LINES = 2400, 8  # of the decisions and of the actions; as many as a slide shows
VIEW = "view-"  # how a word begins that stands for a view of Explore (rollout/subjects/explore/views.py)
MOST_VIEWS = 10
# Not characters of XML 1.0, or such as turn the reading direction or hide: none of them belongs in a briefing.
UNWANTED = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b\u200e\u200f\u2028\u2029\u202a-\u202e\u2060-\u206f\ufeff\ufff0-\uffff\ud800-\udfff]|[\U000e0000-\U000e0fff]"
)
BACKGROUND = (  # how every long briefing ends
    "cost",
    "investment",
    "talent",
    "ladder",
    "goals",
    "benefits",
    "advantage",
    "procedure",
    "definitions",
    "sources",
)
REGIONAL = (
    "overview",
    "map",
    "board",
    "changes",
    "due",
    "slips",
    "ratings",
    "forecast",
    *BACKGROUND,
)
TEMPLATES: Mapping[str, tuple[str, ...]] = {
    "weekly": ("overview", "changes", "standing", "slips", "forecast", "due", "sources"),
    "monthly": (
        "overview",
        "changes",
        "map",
        "standing",
        "slips",
        "forecast",
        "due",
        "cost",
        "investment",
        "talent",
        "sources",
    ),
    "complex": ("facts", "promises", "events", "changes", "outlook", "around", "definitions", "sources"),
    "province": REGIONAL,
    "industry": REGIONAL,
    "programme": (
        "overview",
        "map",
        "board",
        "changes",
        "lately",
        "due",
        "slips",
        "milestones",
        "works",
        "ratings",
        "forecast",
        "history",
        "area",
        *BACKGROUND,
    ),
}
BRIEF: Mapping[str, int] = {"weekly": 10, "monthly": 18}  # templates whose sections have a slide each; how many in all
COMPARED: Mapping[str, str] = {"weekly": "week", "monthly": "month"}  # the usual period (period-preset), else a year
LINES = ("title", "audience", "department", "occasion")  # texts of one line
SECTIONS = tuple(each.code for each in codes("briefing-section") if any(each.code in own for own in TEMPLATES.values()))
OF_ONE = ("facts", "promises", "events", "outlook", "around")


class CompositionError(Exception):
    """What was asked for can't be composed; the message is in the reader's language."""


@dataclass(frozen=True)
class Composition:
    """What a briefing holds.

    Sections in order, the title (empty: the template's), a note a section, the complex of a dossier; department and
    occasion for the cover; what is to be decided and done; how many slides there may be (0: as many as it takes).

    Filters, days and language are the reader's (rollout.questions.view).
    """

    template: str
    sections: tuple[str, ...]
    title: str = ""
    audience: str = ""
    notes: tuple[tuple[str, str], ...] = ()
    complex_id: str | None = None
    department: str = ""
    occasion: str = ""
    decisions: tuple[str, ...] = ()
    actions: tuple[Action, ...] = ()
    most_slides: int = 0

    @property
    def typed(self) -> bool:
        """Whether it holds text that somebody typed."""
        return any(
            (self.title, self.audience, self.notes, self.department, self.occasion, self.decisions, self.actions)
        )

    def note(self, section: str) -> str:
        """The officer's note on a section; empty without one."""
        return dict(self.notes).get(section, "")

    def query(self) -> dict[str, str]:
        """What a link needs to reproduce this composition, only what differs from the template."""
        pairs = {"template": self.template}
        if self.sections != TEMPLATES[self.template]:
            pairs["sections"] = ",".join(self.sections)
        if self.complex_id:
            pairs["complex"] = self.complex_id
        pairs |= {name: value for name in LINES if (value := getattr(self, name))}
        pairs |= {"decisions": "\n".join(self.decisions)} if self.decisions else {}
        rows = [" | ".join((each.what, each.who, each.due)).rstrip(" |") for each in self.actions]
        pairs |= {"actions": "\n".join(rows)} if rows else {}
        pairs |= {"slides": str(self.most_slides)} if self.most_slides else {}
        return pairs | {f"note_{section}": note for section, note in self.notes}


def offered(template: str) -> tuple[str, ...]:
    """The sections that a template may hold, its own first."""
    own = TEMPLATES[template]
    fits = [name for name in SECTIONS if template == "complex" or name not in OF_ONE]
    return own + tuple(name for name in fits if name not in own)


def clean(text: Any, longest: int) -> tuple[str, bool]:
    """A line or paragraphs without control characters, whole Hangul (NFC), at most `longest` characters.

    And whether something was cut.
    """
    whole = unicodedata.normalize(
        "NFC", UNWANTED.sub(" ", str(text)[: 4 * longest].replace("\r\n", "\n").replace("\r", "\n"))
    )
    lines = [" ".join(line.split()) for line in whole.split("\n")]
    told = "\n".join(line for line in lines if line)
    cut = len(str(text)) > 4 * longest or len(told) > longest
    return (told[: longest - 1].rstrip() + "…" if cut else told), cut


def read(
    raw: Mapping[str, Any], w: Words, complexes: Sequence[str], why_no_view: Callable[[str], str] | None = None
) -> tuple[Composition, list[str]]:
    """A composition from untrusted values, and remarks on what of them was left out or cut, in words.

    `raw`: template, sections (a sequence of ids, or of words that stand for views of Explore), LINES, notes (section ->
    text), complex, decisions (a line each), actions (a line each: what | who | due). `complexes`: the ids that there
    are. `why_no_view`: says why a word stands for no view; empty where it does. Raises CompositionError for an unknown
    template or complex, a dossier without a complex, or no section at all.
    """
    template = str(raw.get("template") or "weekly")
    if template not in TEMPLATES:
        names = ", ".join(TEMPLATES)
        raise CompositionError(
            w.t("There is no template “{name}”. Choose one of: {names}.", name=clean(template, 40)[0], names=names)
        )
    chosen = raw.get("complex") or None
    if chosen is not None and chosen not in complexes:
        raise CompositionError(w.t("There is no complex “{name}”.", name=clean(chosen, 40)[0]))
    if template == "complex" and chosen is None:
        raise CompositionError(w.t("This template is about one complex. Name it."))
    remarks: list[str] = []
    wanted = [str(name) for name in raw.get("sections") or TEMPLATES[template]]
    wanted, faults = _views(wanted, why_no_view, w)
    remarks += [w.t("A view of Explore was left out: {why}", why=why) for why in dict.fromkeys(faults.values()) if why]
    known = tuple(dict.fromkeys(name for name in wanted if name in offered(template) or name in faults))
    if unknown := list(dict.fromkeys(clean(name, 40)[0] or "?" for name in wanted if name not in known)):
        remarks.append(w.t("Unknown sections were left out: {names}.", names=", ".join(unknown[:10])))
    if not known:
        raise CompositionError(w.t("No section is left. Choose of: {names}.", names=", ".join(offered(template))))
    labels = (w.t("The title"), w.t("The audience"), w.t("The department"), w.t("The occasion"))
    lines = {name: _line(raw.get(name), label, w, remarks) for name, label in zip(LINES, labels, strict=True)}
    notes = _notes(raw.get("notes") or {}, known, w, remarks)
    of_one = chosen if template == "complex" else None
    most = _most_slides(raw.get("slides"), w)
    decisions = _rows(raw.get("decisions"), w.t("Decisions"), w, remarks)
    actions = tuple(_action(line) for line in _rows(raw.get("actions"), w.t("Actions"), w, remarks))
    made = Composition(
        template, known, notes=notes, complex_id=of_one, decisions=decisions, actions=actions, most_slides=most, **lines
    )
    return made, remarks


def _views(wanted: Sequence[str], why_not: Callable[[str], str] | None, w: Words) -> tuple[list[str], dict[str, str]]:
    """What is wanted without the views that there are not, and by each word for a view why there is none."""
    if why_not is None:
        return list(wanted), {}
    words = list(dict.fromkeys(name for name in wanted if name.startswith(VIEW)))
    many = w.t("a briefing has room for {n}.", n=w.number(MOST_VIEWS))
    faults = {word: why_not(word) if place < MOST_VIEWS else many for place, word in enumerate(words)}
    return [name for name in wanted if not name.startswith(VIEW) or faults.get(name) == ""], faults


def _line(text: Any, label: str, w: Words, remarks: list[str]) -> str:
    """A text of one line; a remark is added where it was cut."""
    line, cut = clean(text or "", TITLE_LONGEST)
    if cut:
        remarks.append(w.t("{what} was cut to {n} characters.", what=label, n=w.number(TITLE_LONGEST)))
    return line.replace("\n", " ")


def _most_slides(wish: Any, w: Words) -> int:
    """How many slides there may be; 0 for as many as it takes."""
    if wish in {None, "", 0, "0"}:
        return 0
    text = str(wish)
    if not text.isdecimal() or not FEWEST_SLIDES <= int(text[:4]) <= MOST_SLIDES:
        raise CompositionError(
            w.t("A deck has {least} to {most} slides.", least=w.number(FEWEST_SLIDES), most=w.number(MOST_SLIDES))
        )
    return int(text[:4])


def _rows(text: Any, label: str, w: Words, remarks: list[str]) -> tuple[str, ...]:
    """The lines of a text; a remark is added where it was cut."""
    whole, cut = clean(text or "", LINES_LONGEST)
    rows = tuple(whole.split("\n")) if whole else ()
    if cut or len(rows) > MOST_LINES:
        remarks.append(
            w.t(
                "{what}: only the first {n} lines, of {characters} characters at most, are shown.",
                what=label,
                n=w.number(MOST_LINES),
                characters=w.number(LINES_LONGEST),
            )
        )
    return rows[:MOST_LINES]


def _action(line: str) -> Action:
    """An action from its line: what | who | due."""
    return Action(*(part.strip() for part in (*line.split("|", 2), "", "")[:3]))


def _notes(texts: Mapping[str, Any], known: Sequence[str], w: Words, remarks: list[str]) -> tuple[tuple[str, str], ...]:
    """The notes on sections that are there; a remark is added for each that was left out or cut."""
    notes = []
    for section, text in texts.items():
        if section not in known:
            name = clean(section, 40)[0]
            remarks.append(w.t("A note on a section that is not there was left out: {names}.", names=name))
            continue
        note, cut = clean(text, NOTE_LONGEST)
        if cut:
            remarks.append(
                w.t(
                    "The note on “{name}” was cut to {n} characters.",
                    name=w.code("briefing-section", section),
                    n=w.number(NOTE_LONGEST),
                )
            )
        if note:
            notes.append((section, note))
    return tuple(sorted(notes))
