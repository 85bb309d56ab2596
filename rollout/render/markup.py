"""DataFrame -> HTML: the parts of a page that are text and tables. Pure; every value is escaped (Jinja2 autoescape)."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pandas as pd
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from rollout.document import marks
from rollout.language.words import Words
from rollout.questions.ask import is_missing

TEMPLATES = Path(__file__).parent.parent / "templates"
SIGN = re.compile(r"([\\`*_{}\[\]()#+\-.!|~<>$:&])")
PAIR = re.compile(r"(?<=:)(?=\S)|(?<=@)(?=\S)|(?<=www)(?=\.)|(?<=[-<>~])(?=[-=>])", re.IGNORECASE)
WORD_JOINER = "\u2060"
TAG = re.compile(r"</?[a-z]+>")
CARDS = {  # pixels of room below which rows are cards
    760: ".data:not(.few, .matrix, .brief)",
    440: ".data.few:not(.narrow)",
}
_environment = Environment(
    loader=FileSystemLoader(TEMPLATES), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
)
HYPHENED = re.compile(r"[(]?\b(?:\d{4}-\d{2}(?:-\d{2})?|[A-Z]{2}-\d{3})\b[),.;]*")  # a day, the id of a source


def unbroken(text: str) -> Markup:
    """Text for HTML in which no line ends at the hyphen of a day or an id; one word is left to its place."""
    if "-" not in text or " " not in text.strip():
        return Markup.escape(text)
    made, end = Markup(), 0
    for one in HYPHENED.finditer(text):
        made += Markup('{}<span class="unbroken">{}</span>').format(text[end : one.start()], one[0])
        end = one.end()
    return made + text[end:]


_environment.filters["unbroken"] = unbroken


@dataclass(frozen=True)
class Sheets:
    """A briefing as HTML (render.preview).

    Its slides, its screens with what is said at each, the screen that each slide begins at, and what stands below all.
    """

    slides: Sequence[str]
    screens: Sequence[tuple[str, str]]
    begins: Sequence[int]
    footer: str


@lru_cache
def asset(name: str) -> str:
    """A file of templates/, as it is (the page's CSS and JavaScript)."""
    return (TEMPLATES / name).read_text(encoding="utf-8")


@lru_cache
def styles() -> str:
    """The CSS of all pages: what they share, then each page's own."""
    pages = (path.read_text(encoding="utf-8") for path in sorted(TEMPLATES.glob("*/*.css")))
    return asset("page.css") + _cards() + "".join(pages)


def _cards() -> str:
    """The rules that make rows cards, for each kind of table where its room ends."""
    return "".join(
        f"@container (max-width: {width}px) {{\n{asset('cards.css').replace('.cards', tables)}}}\n"
        for width, tables in CARDS.items()
    )


def heading(title: str, unit: str = "") -> str:
    """A title (a sentence) and the line that names what stands below."""
    return fill("heading.html", title=title, unit=unit)


def fill(template: str, **values: Any) -> str:
    """A template of templates/ with its places filled in; values are escaped unless they are Markup."""
    return _environment.get_template(template).render(**values)


def plain(text: str) -> str:
    """Text for the places where Streamlit reads Markdown (titles, labels, buttons, notices, captions).

    It shows as it stands, on one line.

    A backslash hides a sign from the Markdown reader. Addresses, :emoji:, :material/icons: and arrows are looked for in
    what it has read, where no backslash is left: a word joiner, which nobody sees, parts them.
    """
    return SIGN.sub(r"\\\1", PAIR.sub(WORD_JOINER, " ".join(text.split())))


def spoken(text: str) -> str:
    """A chart's hover text (HTML) as plain text."""
    return unescape(TAG.sub("", text.replace("<br>", ", ")))


def origins(rows: pd.DataFrame, w: Words) -> Markup:
    """Origins (sources/origins) as a list of links; a link that is no http(s) address is not made one."""
    items = []
    for row in rows.to_dict("records"):
        chips = [origin_kind(row["kind"], w)] + ([] if row["title_seen"] else [w.t("summary title, not the original")])
        published = row["published_on"]
        items.append(
            {
                "id": row["origin_id"],
                "publisher": row["publisher"],
                "title": row["title"],
                "chips": chips,
                "url": row["url"] if urlsplit(row["url"]).scheme in {"http", "https"} else "#",
                "published": published.date().isoformat() if not is_missing(published) else w.t("undated"),
            }
        )
    return Markup(fill("origins.html", origins=items, empty=w.t("No source is published.")))  # noqa: S704  made by an escaping template


def origin_kind(kind: str, w: Words) -> str:
    """What kind of page an origin is, in words."""
    return {
        "press": w.t("press"),
        "official": w.t("official"),
        "statistics": w.t("statistics"),
        "company": w.t("company"),
        "other": w.t("blog or repost"),
    }[kind]


def card(
    lead: str, facts: Sequence[Mapping[str, str]], heads: Sequence[str] = (), lines: Sequence[Sequence[str]] = ()
) -> str:
    """A sentence, a list of facts (name, value, note), and a table if it has lines."""
    return fill("card.html", lead=lead, facts=facts, heads=heads, lines=lines)


def table(heads: Sequence[str], lines: Sequence[Sequence[str]]) -> str:
    """A plain table: the first cell of a line is its header."""
    return fill("table.html", heads=heads, lines=lines)


def chips(ids_: Any, warnings: Mapping[str, Mapping[str, str]], w: Words) -> list[dict[str, str]]:
    """Usage warnings (a list column's cell) as chips with name and meaning."""
    return [{"name": w.of(warnings[i], "name"), "meaning": w.of(warnings[i], "meaning")} for i in as_list(ids_)]


def as_list(value: Any) -> list[str]:
    """A list column's cell as a list; empty for a missing one."""
    return [str(item) for item in value] if isinstance(value, (list, tuple)) or hasattr(value, "tolist") else []


def ids(column: pd.Series) -> list[str]:
    """Every item of a list column once, sorted."""
    return sorted({item for cell in column for item in as_list(cell)})


def sheets(shown: Sheets, w: Words) -> str:
    """A briefing's slides as a contact sheet that can be presented."""
    labels = {
        "slides": w.t("Slides"),
        "present": w.t("Present"),
        "here": w.t("present from here"),
        "before": w.t("Slide before"),
        "after": w.t("Next slide"),
        "smaller": w.t("Smaller"),
        "larger": w.t("Larger"),
        "filters": w.t("Filters"),
        "full": w.t("Full screen"),
        "script": w.t("Script"),
        "black": w.t("Black screen"),
        "pointer": w.t("Pointer"),
        "speaker": w.t("Speaker's window"),
        "blocked": w.t("The browser refused a second window: allow it for this page"),
        "help": w.t("Keys"),
        "leave": w.t("Leave"),
    }
    return fill(
        "briefing/sheets.html",
        sheets=[Markup(slide) for slide in shown.slides],  # noqa: S704  templates escaped it
        screens=[(Markup(screen), script) for screen, script in shown.screens],  # noqa: S704  likewise
        begins=shown.begins,
        labels=labels,
        keys=_keys(labels, w),
        about=shown.footer,
        count=w.n("one slide", "{n} slides", len(shown.slides)),
    )


def _keys(labels: Mapping[str, str], w: Words) -> list[tuple[str, str]]:
    """What each key does while a briefing is presented."""
    return [
        ("→ ↓ Space PageDown", labels["after"]),
        ("← ↑ PageUp", labels["before"]),
        ("Home, End", w.t("First slide, last slide")),
        ("12 Enter", w.t("Slide 12")),
        ("+, −", f"{labels['larger']}, {labels['smaller']}"),
        ("Shift + ← ↑ ↓ →", w.t("Move what is larger than the screen")),
        ("B", labels["black"]),
        ("N", labels["script"]),
        ("L", labels["pointer"]),
        ("S", labels["speaker"]),
        ("T", w.t("Clock from nought")),
        ("F", labels["filters"]),
        ("Shift + F", labels["full"]),
        ("?", labels["help"]),
        ("Esc", labels["leave"]),
    ]


def picture_button(target: str, name: str, title: str, source: str, w: Words) -> str:
    """A source line and a button that saves the Plotly chart inside `target` (a CSS selector) as an SVG file."""
    return fill("picture.html", target=target, name=name, title=title, source=source, label=w.t("Save as SVG"))


def gantt_legend(letters: Sequence[tuple[str, str]], band: bool, w: Words) -> str:
    """What bars, marks and letters of the Gantt chart mean."""
    return fill(
        "schedule_legend.html",
        actual=w.t("so far"),
        plan=w.t("latest plan"),
        works=w.t("planned works"),
        ghost=w.t("first plan"),
        band=w.t("what comparable complexes took (80% range)") if band else "",
        letters=letters,
        marks=[(code, name) for code, name in w.codes("milestone-state").items() if marks.character(code)],
    )
