"""The preview: every slide as the deck will show it, nothing left out, nothing that somebody typed taken for markup."""

import io
from dataclasses import replace

import pytest
from lxml import html
from pptx import Presentation

from rollout.briefing import compose, content
from rollout.document import model
from rollout.document.places import provinces_file
from rollout.render import deck, map_sheet, markup, preview
from rollout.render import slides as pages
from rollout.render.parts import Chart, Map
from tests.briefings import chart_of, composed, read_as, table_of, words_of

HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(1)> \"'></h3>{{ 7*7 }}"
KINDS = [("programme", "ko"), ("programme", "en"), ("complex", "ko"), ("complex", "en")]


@pytest.fixture(scope="module")
def shown(asker):
    """A briefing, its slides, the sheets as trees, and the deck that is drawn of the same slides; each made once."""
    known = {}

    def show(template, lang):
        if (template, lang) not in known:
            who = read_as(asker, lang, template, chosen="uljin" if template == "complex" else None)
            briefing = content.compose(composed(who, template), who)
            plan = pages.slides(briefing)
            sheets = [html.fromstring(sheet) for sheet in preview.sheets(briefing, plan)]
            known[template, lang] = briefing, plan, sheets, Presentation(io.BytesIO(deck.draw(briefing, plan)))
        return known[template, lang]

    return show


def said(tree):
    """All that stands on a sheet, with single spaces."""
    return " ".join(tree.text_content().split())


def plain(text):
    return " ".join(text.split())


@pytest.mark.parametrize(("template", "lang"), KINDS)
def test_a_sheet_for_each_slide_says_what_the_deck_says(shown, template, lang):
    _, plan, sheets, file = shown(template, lang)
    assert len(sheets) == len(file.slides) == len(plan)
    for number, (slide, sheet, drawn) in enumerate(zip(plan, sheets, file.slides, strict=True), 1):
        assert sheet.get("aria-label") == f"{number} / {len(plan)}: {slide.title}"
        assert sheet.get("lang") == lang
        assert plain(sheet.findtext(".//h3/span/span")) == plain(slide.title)
        told = "".join(said(sheet).split())
        for line in words_of(drawn).replace("\x0b", "\n").split("\n"):
            assert "".join(line.split()) in told, line


@pytest.mark.parametrize(("template", "lang"), KINDS)
def test_every_cell_and_figure_is_there(shown, template, lang):
    _, plan, sheets, file = shown(template, lang)
    tables = figures = 0
    for slide, sheet, drawn in zip(plan, sheets, file.slides, strict=True):
        cells = [[plain(cell.text_content()) for cell in row.xpath("./th|./td")] for row in sheet.iterfind(".//tr")]
        if slide.grid:
            assert cells == [[plain(cell) for cell in row] for row in table_of(drawn)]
            assert cells[1:] == [[plain(cell.whole) for cell in row] for row in slide.grid.table.rows]
            tables += 1
        else:
            assert not cells
        cards = [said(card) for card in sheet.find_class("figure")]
        assert len(cards) == len(slide.figures)
        for (figure, _), card in zip(slide.figures, cards, strict=True):
            assert all(
                plain(part) in card
                for part in (figure.name, f"{figure.value} {figure.unit}", figure.fact, figure.change)
            )
            figures += 1
    assert tables
    assert figures or template == "complex"


@pytest.mark.parametrize(("template", "lang"), KINDS)
def test_charts_have_a_bar_a_value_and_the_words_of_the_deck(shown, template, lang):
    _, plan, sheets, file = shown(template, lang)
    charts = [
        (s.picture, sheet, d)
        for s, sheet, d in zip(plan, sheets, file.slides, strict=True)
        if isinstance(s.picture, Chart)
    ]
    assert charts
    for chart, sheet, drawn in charts:
        (svg,) = sheet.iterfind(".//svg")
        assert (svg.get("role"), svg.get("aria-label")) == ("img", chart.alt)
        words = [text.text for text in svg.iterfind("text")]
        told = "".join("".join(words).split())
        assert all("".join(name.split()) in told for name in chart_of(drawn).plots[0].categories)
        assert all(label in words for label in chart.labels if label)
        assert len(svg.findall("rect")) == sum(
            v is not None for series in chart.series if not series.hidden for v in series.values
        )
        if chart.label_format:
            assert all(
                preview.formatted(value, chart.label_format) in words
                for value in chart.series[-1].values
                if value is not None
            )
        wide, high = map(float, svg.get("viewbox").split()[2:])
        for bar in svg.iterfind("rect"):
            x, y, width, height = (float(bar.get(name)) for name in ("x", "y", "width", "height"))
            assert x >= -0.2 and x + width <= wide + 0.2 and y >= 0 and y + height <= high


def test_longer_bars_stand_for_larger_values(shown):
    _, plan, sheets, _ = shown("programme", "ko")
    chart, sheet = next(
        (s.picture, sheet) for s, sheet in zip(plan, sheets, strict=True) if s.section == "area" and s.picture
    )
    widths = [float(bar.get("width")) for bar in sheet.iterfind(".//rect")]
    values = chart.series[0].values
    assert widths == pytest.approx([value / values[0] * widths[0] for value in values], abs=0.2)


def test_the_map_has_the_land_and_a_disc_a_site(shown):
    _, plan, sheets, _ = shown("programme", "en")
    slide, sheet = next((s, sheet) for s, sheet in zip(plan, sheets, strict=True) if isinstance(s.picture, Map))
    (svg,) = sheet.iterfind(".//svg")
    assert svg.get("aria-label") == slide.picture.alt
    assert len(svg.findall("path")) == len(map_sheet.outlines(provinces_file(slide.picture.day)))
    discs = {
        name.text: disc
        for name, disc in zip(svg.xpath("text[@class='strong']"), svg.find_class("slide-disc"), strict=True)
    }
    assert set(discs) == {site.name for site in slide.picture.sites}
    places = {name: (float(disc.get("cx")), float(disc.get("cy"))) for name, disc in discs.items()}
    assert places["Gangneung"][1] < places["Goheung"][1], "north is up"
    assert places["Gwangju"][0] < places["Uljin"][0], "east is right"
    missing = [key for _, _, name in slide.picture.keys for key in name.split() if key not in said(svg)]
    assert missing == [], said(svg)


@pytest.mark.parametrize("lang", ["ko", "en"])
def test_what_somebody_typed_is_text(asker, lang):
    who = read_as(asker, lang)
    wish = composed(
        who, sections=["overview", "map", "slips"], title=HOSTILE, audience=HOSTILE, notes={"overview": HOSTILE}
    )
    briefing = content.compose(wish, who)
    chart = next(section.picture for section in briefing.sections if isinstance(section.picture, model.Chart))
    hostile = replace(chart, categories=(HOSTILE, *chart.categories[1:]), alt=HOSTILE)
    briefing = replace(
        briefing, sections=tuple(replace(s, picture=hostile) if s.picture is chart else s for s in briefing.sections)
    )
    plan = pages.slides(briefing)
    sheets = preview.sheets(briefing, plan)
    clean = compose.clean(HOSTILE, 1000)[0]
    for sheet in sheets:
        tree = html.fromstring(sheet)
        assert {node.tag for node in tree.iter()} <= {
            "article",
            "div",
            "h3",
            "span",
            "svg",
            "line",
            "rect",
            "text",
            "path",
            "circle",
            "table",
            "colgroup",
            "col",
            "thead",
            "tbody",
            "tr",
            "th",
            "td",
        }
        assert not [
            name for node in tree.iter() for name in node.attrib if name.startswith("on") or name in {"src", "href"}
        ]
    trees = [html.fromstring(sheet) for sheet in sheets]
    assert clean in said(trees[0])
    assert any(clean in said(note) for tree in trees for note in tree.find_class("note"))
    assert any(svg.get("aria-label") == HOSTILE for tree in trees for svg in tree.iterfind(".//svg"))


@pytest.mark.parametrize(
    ("value", "form", "text"),
    [
        (12, '+0" mo";−0" mo";"not moved"', "+12 mo"),
        (-3, '+0" mo";−0" mo";"not moved"', "−3 mo"),
        (0, '+0" mo";−0" mo";"not moved"', "not moved"),
        (1234.5, "#,##0.00", "1,234.50"),
        (-2.0, "0", "-2"),
        (285e9 / 1e12, "0.00", "0.29"),
        (2.5, "0", "3"),
    ],
)
def test_numbers_are_printed_as_excel_prints_them(value, form, text):
    assert preview.formatted(value, form) == text


def test_lengths_are_points_of_the_sheet():
    css = markup.asset("briefing/slide.css")
    assert "container-type: inline-size" in css
    assert "--pt: calc(100cqw / var(--across))" in css
    assert "Malgun Gothic" in css
    assert css in markup.styles()
