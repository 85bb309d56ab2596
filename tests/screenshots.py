"""The pictures of the README: the real page, in both languages. Run `make screenshots`."""

import sys
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

TESTS = Path(__file__).parent
sys.path[:0] = [str(TESTS.parent), str(TESTS)]

from serving import chromium, serving  # noqa: E402

from rollout import files  # noqa: E402

PICTURES = TESTS.parent / "docs" / "screenshots"
SIZE = {"width": 1440, "height": 900}
DAY = "2026-06-30"  # a fixed day: the pictures change when the facts or the page do, not with the calendar
READY = "() => !document.querySelector('[data-testid=stSkeleton], [data-test-script-state=running]')"
PAINTED = ["table", ".small-map svg"]


def main() -> None:
    """Write docs/screenshots/today-ko.png and today-en.png."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    with (
        tempfile.TemporaryDirectory() as folder,
        serving(Path(folder) / "store") as server,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(**chromium())
        for lang, locale in (("ko", "ko-KR"), ("en", "en-GB")):
            page = browser.new_page(viewport=SIZE, locale=locale, device_scale_factor=1.5)
            page.goto(f"{server.url}/?lang={lang}&today={DAY}&as_of={DAY}&compare=2025-06-30")
            for selector in PAINTED:
                page.locator(selector).first.wait_for(timeout=60_000)
            page.wait_for_function(READY)
            page.wait_for_load_state("networkidle")
            path = PICTURES / f"today-{lang}.png"
            files.write(path, page.screenshot(animations="disabled"))
            print(path.relative_to(TESTS.parent))
            page.close()
        browser.close()


if __name__ == "__main__":
    main()
