"""Colours and the one Plotly template.

Values are those of the Korean government design system (KRDS, krds-uiux 1.1.0).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

FONT = (
    "Pretendard GOV, Pretendard, Noto Sans KR, Noto Sans CJK KR, Malgun Gothic, Apple SD Gothic Neo, "
    "NanumGothic, sans-serif"
)


@dataclass(frozen=True)
class Palette:
    """The colours of one appearance. Calm greys, one blue; amber and red only where something is wrong.

    `stages` are the stages of the board in their order: between the ends of `ramp` in equal steps of lightness (CIE L*,
    7 or more a step), so that neighbours differ on grey paper too. `places`: the classes of a coloured map, light to
    strong, told apart by lightness alone.
    """

    name: str
    ground: str
    surface: str
    text: str
    subtle: str
    faint: str
    line: str
    blue: str
    blue_soft: str
    amber: str
    red: str
    green: str
    land: str
    ramp: tuple[str, ...]
    stages: tuple[str, ...]
    places: tuple[str, ...]


LIGHT = Palette(
    name="light",
    ground="#ffffff",
    surface="#f4f5f6",
    text="#1e2124",
    subtle="#58616a",
    faint="#8a949e",
    line="#cdd1d5",
    blue="#0b50d0",
    blue_soft="#ecf2fe",
    amber="#8a5c00",
    red="#bd2c0f",
    green="#1f7a34",
    land="#e6e8ea",
    ramp=("#b1cefb", "#86aff9", "#4c87f6", "#256ef4", "#0b50d0", "#083891", "#052561"),
    stages=(
        "#b1cefb",
        "#95b9fa",
        "#79a4f8",
        "#5a8ff7",
        "#3979f5",
        "#1e63e7",
        "#0b50d0",
        "#0941a9",
        "#073384",
        "#052561",
    ),
    places=("#eaf1fe", "#c8dbfc", "#9fc0f9", "#6f9df2", "#3f74da"),
)
DARK = Palette(
    name="dark",
    ground="#131416",
    surface="#1e2124",
    text="#f4f5f6",
    subtle="#b1b8be",
    faint="#8a949e",
    line="#464c53",
    blue="#86aff9",
    blue_soft="#03163a",
    amber="#ffc95c",
    red="#f7afa1",
    green="#7ec88e",
    land="#33363d",
    ramp=("#083891", "#0b50d0", "#256ef4", "#4c87f6", "#86aff9", "#b1cefb", "#ecf2fe"),
    stages=(
        "#083891",
        "#0a47b9",
        "#1559db",
        "#256ef4",
        "#4a86f6",
        "#6e9cf8",
        "#8bb2f9",
        "#a9c8fb",
        "#cbddfc",
        "#ecf2fe",
    ),
    places=("#1b2536", "#213a67", "#27509b", "#3a6fd0", "#6b9bf2"),
)

# Streamlit's own frame, made calmer: less empty space, a board as wide as the screen, paper without controls.
FRAME = """
[data-testid="stMainBlockContainer"] { padding: 0.6rem 2.6rem 1.2rem; max-width: 1720px; }
@media (min-width: 641px) { [data-testid="stHeader"] { background: transparent; height: 2.4rem; min-height: 0; } }
[data-testid="stHeader"], [data-testid="stHeader"] * { pointer-events: none; }  /* it lies over our own head */
[data-testid="stHeader"] :is(button, button *, a, a *) { pointer-events: auto; }
.heading { word-break: keep-all; overflow-wrap: anywhere; }
.heading h2 { font-size: 1.22rem; font-weight: 700; line-height: 1.35; letter-spacing: -0.01em; margin: 0;
  padding: 0.7rem 0 0; }
.heading p { font-size: 0.86rem; opacity: 0.75; margin: 0.1rem 0 0; line-height: 1.4; }
[data-testid="stCaptionContainer"], [data-testid="stCaptionContainer"] p { color: inherit; opacity: 0.9; }
.brand { font-weight: 700; font-size: 0.98rem; margin: 0; white-space: nowrap; }
.st-key-head { padding-bottom: 0.3rem; border-bottom: 1px solid #cdd1d5; }
.st-key-head .st-key-search-box { margin-left: auto; }
[data-testid="stLayoutWrapper"]:has(> .st-key-bar) { position: sticky; top: 0; z-index: 50; }
[data-testid="stMainBlockContainer"] > [data-testid="stVerticalBlock"],
[data-testid="stMainBlockContainer"] > * > [data-testid="stLayoutWrapper"] > [data-testid="stVerticalBlock"] {
  gap: 0.55rem; }
[data-testid="stMainBlockContainer"] hr { margin: 0.3rem 0; }
.st-key-bar { background: #fff; padding: 0.3rem 0; gap: 0.5rem; }
@media (min-width: 641px) {
  .st-key-bar [data-testid="stWidgetLabel"] { min-height: 0; font-size: 0.78rem; margin-bottom: 0.1rem; }
  .st-key-bar [data-testid="stWidgetLabel"] p { font-size: 0.78rem; }
}
.st-key-sql [data-testid="InputInstructions"] { display: none; }  /* Streamlit's own, in English only */
.st-key-sql textarea {
  font-family: ui-monospace, "D2Coding", "Nanum Gothic Coding", Consolas, monospace; font-size: 0.86rem; }
.st-key-lang button p { text-transform: uppercase; font-size: 0.85rem; }
@media (max-width: 640px) {
  [data-testid="stMainBlockContainer"] { padding: 3.4rem 1rem 2rem; }
  .st-key-head { gap: 0.3rem 0.6rem; }
  :is(.st-key-bar, .st-key-days) { flex-wrap: nowrap !important; }
  .st-key-bar { overflow-x: auto; scrollbar-width: none; max-width: 100%; }
  :is(.st-key-entries, .st-key-tabs) { max-width: 100%; }
  :is(.st-key-bar, .st-key-days) > * { flex: none !important; }
}
@media (forced-colors: active) {
  [data-testid="stButtonGroup"] button[data-selected],
  [data-testid="stButtonGroup"] button[data-selected] * {
    forced-color-adjust: none; background: Highlight !important; color: HighlightText !important; }
  [data-testid="stCheckbox"] label > span + div { outline: 1px solid CanvasText; }
  [data-testid="stCheckbox"] label > span + div > div { background: CanvasText; }
  [data-testid="stCheckbox"] label:has(input:checked) > span + div { background: Highlight; }
  [data-testid="stCheckbox"] label:has(input:checked) > span + div > div { background: HighlightText; }
  [data-testid="stSlider"] [role="group"] > div > div:first-child { background: CanvasText; }
  [data-testid="stSlider"] [role="group"] > div > div:nth-child(2) {
    background: Highlight; border: 1px solid CanvasText; }
  .js-plotly-plot, .deck-tooltip { forced-color-adjust: none; }
}
.paper-only { display: none; }
@media screen { /* nor its gap */
  [data-testid="stElementContainer"]:has(> [data-testid="stHtml"] > .paper-only:only-child) { display: none; }
}
@media print {
  .paper-only { display: block; }
  @page { size: A4 landscape; margin: 10mm; }
  html, body, [data-testid="stAppViewContainer"], [data-testid="stMain"], [data-testid="stApp"],
  [data-testid="stExpander"] :is(details, summary) {
    position: static !important; overflow: visible !important; height: auto !important; background: #fff !important; }
  [data-testid="stMainBlockContainer"] { padding: 0; zoom: 0.72; }
  [data-testid="stApp"], [data-testid="stApp"] :is(h2, p, summary, label) { color: #1e2124 !important; }
  .heading, .js-plotly-plot, [data-testid="stDeckGlJsonChart"] { break-inside: avoid; }
  .heading, [data-testid="stElementContainer"]:has(> [data-testid="stHtml"] .heading) { break-after: avoid; }
  /* A browser breaks after a summary though told not to: it takes the room of the lines that follow along. */
  [data-testid="stExpander"] summary { break-inside: avoid; padding: 0 0 7rem !important; margin-bottom: -7rem; }
  [data-testid="stExpander"] details { border: 0 !important; }
  [data-testid="stExpanderDetails"] { padding: 0 !important; }
  [data-testid="stHorizontalBlock"]:has(.st-key-small-map) { break-inside: avoid; }
  :has(> [class*="st-key-sheet-"]) ~ :has(> [class*="st-key-sheet-"]) { break-before: page; }
  [data-testid="stHorizontalBlock"] { display: flex !important; flex-wrap: nowrap !important; }
  [data-testid="stColumn"] { min-width: 0 !important; }
  .st-key-head, .st-key-tabs, .st-key-bar, [data-testid="stHeader"], [data-testid="stToolbar"], [data-testid="stToast"],
  .stButton, .stDownloadButton, .st-key-sort, [class*="st-key-screen-only"], [data-testid="stElementToolbar"],
  [data-testid="stTextInput"], [data-testid="stTextArea"], [data-testid="stNumberInput"], [data-testid="stDateInput"],
  [data-testid="stCheckbox"], [data-testid="stRadio"], [data-testid="stSelectbox"], [data-testid="stMultiSelect"],
  [data-testid="stSlider"], [data-testid="stSelectSlider"], [data-testid="stButtonGroup"], [data-testid="stPopover"],
  [data-testid="stFileUploader"], [data-testid="stPageLink"], [data-testid="stTooltipContent"],
  [data-testid="stTabs"] [role="tablist"], [data-testid="stFormSubmitButton"], [data-testid="stExpander"] summary svg,
  [data-testid="stExpander"] summary [data-testid="stIconMaterial"], .st-key-frame,
  [data-testid="stExpander"]:has(> details:not([open])), [data-testid="stColumn"]:has(.st-key-sql-schema),
  :has(> .st-key-sheets) > :not(.st-key-sheets) {
    display: none !important; } /* last: what is live is on no paper, wherever it stands */
}
"""


# Pictures are drawn in the colours of the screen: dark ones are turned over for paper.
FRAME_DARK = """
.st-key-bar { background: #131416; }
.st-key-head { border-color: #464c53; }
[data-testid="stMultiSelectTagsContainer"] [data-tag], [data-testid="stMultiSelectTagsContainer"] [data-tag] * {
  color: #131416 !important; }
[data-testid="stBaseButton-primary"]:not(:disabled), [data-testid="stBaseButton-primary"]:not(:disabled) *,
[data-testid="stBaseButton-primaryFormSubmit"], [data-testid="stBaseButton-primaryFormSubmit"] * { color: #131416; }
@media print { .js-plotly-plot, [data-testid="stDeckGlJsonChart"] canvas { filter: invert(1) hue-rotate(180deg); } }
"""


def palette(appearance: str | None) -> Palette:
    """The palette for `light` or `dark`."""
    return DARK if appearance == "dark" else LIGHT


def stage_colour(position_on_board: int, p: Palette) -> str:
    """The blue of a stage: the further, the stronger. Lightness alone tells them apart, so it works in grey."""
    return p.stages[position_on_board - 1]


def layout(p: Palette, **changes: Any) -> dict[str, Any]:
    """The Plotly layout that every chart starts from, as a plain dict.

    Figures as dicts are quicker than graph objects.
    """
    axis = {
        "gridcolor": p.line,
        "linecolor": p.line,
        "zeroline": False,
        "ticks": "",
        "automargin": True,
        "tickfont": {"color": p.subtle, "size": 13},
        "title": {"font": {"color": p.subtle, "size": 13}},
    }
    base = {
        "font": {"family": FONT, "size": 14, "color": p.text},
        "paper_bgcolor": p.ground,
        "plot_bgcolor": p.ground,
        "margin": {"l": 8, "r": 8, "t": 8, "b": 8},
        "hoverlabel": {
            "bgcolor": p.surface,
            "bordercolor": p.line,
            "font": {"family": FONT, "size": 13, "color": p.text},
        },
        "showlegend": False,
        "dragmode": False,
    }
    for name in ("xaxis", "yaxis"):
        base[name] = axis | changes.pop(name, {})
    return base | changes


def css_variables(p: Palette) -> str:
    """The palette, and the marks of the board as masks, for the page's own CSS.

    In forced colours (high contrast) the browser drops what is drawn with a background of the page's own: there the
    palette is made of system colours, which it keeps, and marks are told by shape and fill. The legend of a chart keeps
    the chart's colours.
    """
    own = _values(p)
    system = (
        dict.fromkeys(own, "CanvasText")
        | dict.fromkeys(FAINT, _mixed(55))
        | dict.fromkeys(SOFT, _mixed(12))
        | {"ground": "Canvas"}
    )
    rules = [
        _rule(":host, .rollout", own | MARKS),
        f"@media (forced-colors: active) {{ {_rule(':host, .rollout', system)} {_rule('.of-chart', own)} }}",
    ]
    rules += [f".data .stage-{n} .mark {{color:{colour};border-radius:50%;}}" for n, colour in enumerate(p.stages, 1)]
    if p is DARK:
        rules.append(f"@media print {{ {_rule(':host, .rollout', _values(LIGHT))} }}")  # paper is white
    return "\n".join(rules) + "\n"


def _values(p: Palette) -> dict[str, str]:
    dark = p is DARK
    return {
        "text": p.text,
        "subtle": p.subtle,
        "faint": p.faint,
        "line": p.line,
        "surface": p.surface,
        "ground": p.ground,
        "blue": p.blue,
        "blue-soft": p.blue_soft,
        "amber": p.amber,
        "red": p.red,
        "green": p.green,
        "amber-soft": "#2e1f00" if dark else "#fff3db",
        "red-soft": "#390d05" if dark else "#fdefec",
        "land": p.land,
    }


def _mixed(percent: int) -> str:
    return f"color-mix(in srgb, CanvasText {percent}%, Canvas)"


def _rule(selector: str, values: Mapping[str, str]) -> str:
    return f"{selector} {{" + "".join(f"--{name}:{value};" for name, value in values.items()) + "}"


def _mask(shapes: str, cut: bool = False) -> str:
    """A 16 px shape as a CSS mask image; with `cut`, what is drawn white is cut out of it."""
    if cut:
        shapes = (
            f"<mask id='m'><rect width='16' height='16' "
            f"fill='white'/>{shapes[shapes.index('<path') :].replace('white', 'black')}</mask>"
            f"<g mask='url(#m)'>{shapes[: shapes.index('<path')]}</g>"
        )
    svg = f"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'>{shapes}</svg>"
    return (
        'url("data:image/svg+xml,'
        + svg.replace("#", "%23").replace("<", "%3C").replace(">", "%3E")
        + '") center / contain no-repeat'
    )


FAINT = ("faint", "line")
SOFT = ("surface", "blue-soft", "amber-soft", "red-soft", "land")  # grounds of something marked
MARKS = {
    "tick": _mask(
        "<circle cx='8' cy='8' r='8'/><path d='M4.2 8.3l2.6 2.6 5-5.4' fill='none' stroke='white' stroke-width='2'/>",
        cut=True,
    ),
    "triangle": _mask(
        "<path d='M8 2 15 14.5H1Z' fill='none' stroke='black' stroke-width='1.8' stroke-linejoin='round'/>"
        "<path d='M8 6.4v4M8 11.6v1.6' stroke='black' stroke-width='1.6'/>"
    ),
    "funnel": _mask("<path d='M2 3h12l-4.6 5.6V14l-2.8-1.6V8.6Z' fill='black'/>"),
    "cross": _mask("<path d='M3 3 13 13M13 3 3 13' stroke='black' stroke-width='3'/>"),
}
