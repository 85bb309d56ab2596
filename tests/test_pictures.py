"""Two pictures of a page are alike whatever smooths their letters, and are not where a part is missing or has moved."""

import io

import pytest
from PIL import Image, ImageChops, ImageDraw, ImageFilter

from tests import pictures

SIZE = (1440, 900)
LINE = 24
CARDS = [(300 + 180 * index, 150, 460 + 180 * index, 260) for index in range(6)]


def drawn(cards: int = 6, down: int = 0, first_line: int = 0) -> Image.Image:
    """A page: a head, cards and lines of words."""
    page = Image.new("RGB", SIZE, "white")
    pen = ImageDraw.Draw(page)
    pen.rectangle((0, 0, 240, 900), fill="#f0f2f6")
    for left, top, right, bottom in CARDS[:cards]:
        pen.rectangle((left, top + down, right, bottom + down), outline="#d0d4da")
        pen.text((left + 10, top + 20 + down), "Complexes", fill="#555555", font_size=14)
        pen.text((left + 10, top + 45 + down), "22.5", fill="#111111", font_size=36)
    for line in range(first_line, 20):
        words = f"{line} Preliminary feasibility study passed, plan approved, construction started"
        pen.text((300, 320 + LINE * line + down), words, fill="#222222", font_size=15)
    return page


def small(page: Image.Image) -> Image.Image:
    """As a reference holds it."""
    shot = io.BytesIO()
    page.save(shot, "PNG")
    return pictures.shrunk(shot.getvalue())


PAGE = small(drawn())
SMOOTHED = {
    "softer letters": drawn().filter(ImageFilter.GaussianBlur(0.8)),
    "sharper letters": drawn().filter(ImageFilter.UnsharpMask(1, 60)),
    "a pixel lower": ImageChops.offset(drawn(), 0, 1),
    "a pixel to the right": ImageChops.offset(drawn(), 1, 0),
}
CHANGED = {
    "a card is missing": drawn(cards=5),
    "no cards": drawn(cards=0),
    "two lines are missing": drawn(first_line=2),
    "all a line lower": drawn(down=LINE),
    "all half a line lower": drawn(down=LINE // 2),
    "a banner": (lambda page: (ImageDraw.Draw(page).rectangle((300, 60, 1380, 110), fill="#ffe8e8"), page)[1])(drawn()),
    "empty": Image.new("RGB", SIZE, "white"),
}


@pytest.mark.parametrize("page", SMOOTHED.values(), ids=list(SMOOTHED))
def test_other_letters_are_the_same_page(page: Image.Image) -> None:
    apart = pictures.difference(small(page), PAGE)
    assert apart.small, apart


@pytest.mark.parametrize("page", CHANGED.values(), ids=list(CHANGED))
def test_what_is_missing_or_has_moved_is_seen(page: Image.Image) -> None:
    apart = pictures.difference(small(page), PAGE)
    assert not apart.small, apart


def test_another_size_is_another_page() -> None:
    assert not pictures.difference(PAGE.crop((0, 0, 400, 300)), PAGE).small


def test_what_is_saved_is_the_page(tmp_path) -> None:
    pictures.save(PAGE, tmp_path / "page.webp")
    with Image.open(tmp_path / "page.webp") as reference:
        assert pictures.difference(PAGE, reference).small
