"""What Chromium takes: cold loads, filter changes, a pivot.

Medians, taken by turns with a minimal Streamlit page (naive.py) that runs beside the app, so that a busy machine slows
both: the ratios are what counts.
"""

import statistics
from dataclasses import dataclass, field

from playwright.sync_api import Browser, Page, sync_playwright

from tests.bench.table import line
from tests.serving import Server, chromium
from tests.visitor import Visitor

PARTS = {"script": "ScriptDuration", "style": "RecalcStyleDuration", "layout": "LayoutDuration", "all": "TaskDuration"}
OUTSIDE, INSIDE = "outside the capital area", "capital area"  # of the minimal page
# Runs in the page before anything else: tells when it is painted, and clocks a click until the page shows its answer.
CLOCK = """
window.bench = (() => {
  const deep = (selector) => {
    const found = [...document.querySelectorAll(selector)];
    const hosts = '[data-testid^="stBidiComponent"] *, [data-testid^="stBidiComponent"]';
    for (const host of document.querySelectorAll(hosts))
      if (host.shadowRoot) found.push(...host.shadowRoot.querySelectorAll(selector));
    return found;
  };
  const idle = () => document.querySelector('.stApp')?.dataset.testScriptState === 'notRunning'
      && !document.querySelector('[data-testid="stStatusWidget"], [data-testid="stSkeleton"]');
  const points = '.js-plotly-plot .main-svg .point, .js-plotly-plot .main-svg .points path';
  const marks = () => document.querySelectorAll(points).length;
  const rich = { rows: () => deep('tbody [data-chooses^="site:"]').length, ready: () => deep('.small-map svg').length };
  const naive = { rows: marks, ready: () => true };
  const pivot = { rows: () => deep('[data-section^="explore"] tbody tr').length, ready: () => true };
  let kind = naive;
  const until = (test) => new Promise((done, fail) => {
    setTimeout(() => fail(new Error('not painted in 60 s')), 60000);
    const painted = () => requestAnimationFrame(() => requestAnimationFrame(() => done(performance.now())));
    const look = () => test() ? painted() : requestAnimationFrame(look);
    look();
  });
  return {
    pivot: () => { kind = pivot; },
    painted: (rich_page) => {
      kind = rich_page ? rich : naive;
      return until(() => kind.rows() && kind.ready() && idle());
    },
    arm: () => {
      const before = kind.rows();
      window.benchResult = new Promise((done) => document.addEventListener('click', (event) => {
        const start = event.timeStamp;
        const answered = () => kind.rows() && kind.rows() !== before && idle();
        until(answered).then((end) => done(end - start));
      }, { capture: true, once: true }));
    },
  };
})();
"""


@dataclass
class Trial:
    """What a page took in the browser, in ms: cold loads, filter changes; and the bytes that each change sent."""

    cold: list[float] = field(default_factory=list)
    filter: list[float] = field(default_factory=list)
    received: list[int] = field(default_factory=list)


def measure_pages(browser: Browser, servers: dict[str, Server], cold: int, clicks: int) -> dict[str, Trial]:
    """Cold loads, then filter changes, the pages by turns."""
    trials = {name: Trial() for name in servers}
    for _ in range(cold + 1):  # the first one warms the server up
        for name, server in servers.items():
            trials[name].cold.append(_cold_load(browser, server.url, name == "today"))
    pages = {name: _open(browser, server.url, name == "today") for name, server in servers.items()}
    sizes: dict[str, list[int]] = {name: [] for name in servers}
    for name, page in pages.items():
        page.on(
            "websocket",
            lambda socket, name=name: socket.on("framereceived", lambda data: sizes[name].append(len(data))),
        )
        page.reload()
        page.evaluate("rich => bench.painted(rich)", name == "today")
    for number in range(clicks + 2):
        for name, page in pages.items():
            sizes[name].clear()
            trials[name].filter.append(_filter_change(page, number, name == "today"))
            trials[name].received.append(sum(sizes[name]))
    for page in pages.values():
        page.context.close()
    for trial in trials.values():
        del trial.cold[0], trial.filter[:2], trial.received[:2]
    return trials


def pivot_repaints(browser: Browser, app: Server, naive: Server, clicks: int) -> tuple[list[float], list[float]]:
    """Milliseconds from another choice of a pivot's lines to its repaint; of the minimal page's filter changes."""
    pivots, plain = _open(browser, f"{app.url}/explore", True), _open(browser, naive.url, False)
    pivots.evaluate("bench.pivot()")
    times: tuple[list[float], list[float]] = [], []
    for number in range(clicks + 2):
        pivots.keyboard.press("Escape")
        pivots.get_by_role("combobox", name="Rows", exact=True).click()
        choice = pivots.get_by_role("option", name=("Kind of money", "Province")[number % 2], exact=True)
        choice.wait_for()
        pivots.evaluate("bench.arm()")
        choice.click()
        times[0].append(float(pivots.evaluate("benchResult")))
        times[1].append(_filter_change(plain, number, False))
    for page in (pivots, plain):
        page.context.close()
    return times[0][2:], times[1][2:]


def _open(browser: Browser, url: str, rich: bool) -> Page:
    page = browser.new_context(viewport={"width": 1400, "height": 900}, locale="en-GB").new_page()
    page.add_init_script(CLOCK)
    page.goto(url, wait_until="commit")
    page.evaluate("rich => bench.painted(rich)", rich)
    return page


def _cold_load(browser: Browser, url: str, rich: bool) -> float:
    context = browser.new_context(viewport={"width": 1400, "height": 900}, locale="en-GB")
    try:
        page = context.new_page()
        page.add_init_script(CLOCK)
        page.goto(url, wait_until="commit")
        return float(page.evaluate("rich => bench.painted(rich)", rich))
    finally:
        context.close()


def _filter_change(page: Page, number: int, rich: bool) -> float:
    """One filter change, to few and back to many by turns."""
    page.keyboard.press("Escape")  # the list of before
    if rich and number % 2:
        choice = page.locator(".st-key-bar").get_by_role("button", name="Clear filters")
    else:
        page.get_by_role("combobox", name="Province" if rich else "Capital area").first.click()
        choice = page.get_by_role("option", name="Gyeongbuk" if rich else (OUTSIDE, INSIDE)[number % 2], exact=True)
    choice.wait_for()
    page.evaluate("bench.arm()")
    choice.click()
    return float(page.evaluate("benchResult"))


def parts_of_a_change(browser: Browser, url: str, rich: bool, clicks: int) -> dict[str, float]:
    """The median ms of the browser's main thread for a filter change, by part, as Chromium counts them."""
    page = _open(browser, url, rich)
    counts = page.context.new_cdp_session(page)
    counts.send("Performance.enable")

    def counted() -> dict[str, float]:
        said = {one["name"]: one["value"] for one in counts.send("Performance.getMetrics")["metrics"]}
        return {part: 1000 * said[name] for part, name in PARTS.items()}

    found: list[dict[str, float]] = []
    for number in range(clicks + 2):
        before = counted()
        _filter_change(page, number, rich)
        after = counted()
        found.append({part: after[part] - before[part] for part in PARTS})
    page.context.close()
    return {part: statistics.median(one[part] for one in found[2:]) for part in PARTS}


def over_the_network(app: Server) -> float:
    """The bytes that a filter change of Today takes of the network, to a new choice and back."""
    taken = []
    with Visitor(app) as reader:
        province = reader.open().id("province")
        for choice in [["Gyeongbuk"], [], ["Jeonnam"], [], ["Chungnam"], []]:
            before = reader.wire
            reader.open("", "", {province: choice})
            taken.append(reader.wire - before)
    return statistics.median(taken)


def lines(app: Server, naive: Server, cold: int, clicks: int) -> None:
    """Print what pages take in the browser."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(**chromium())  # type: ignore[arg-type]
        trials = measure_pages(browser, {"today": app, "naive": naive}, cold, clicks)
        pivots, plain = pivot_repaints(browser, app, naive, clicks)
        parts = [parts_of_a_change(browser, one.url, one is app, clicks) for one in (app, naive)]
        browser.close()
    ours, theirs = trials["today"], trials["naive"]
    line("in the browser (median ms)", "ours", "minimal", "ratio", "aim")
    for label, a, b, aim in (
        ("Today, cold load to last paint", ours.cold, theirs.cold, "0.7x"),
        ("Today, filter change to last repaint", ours.filter, theirs.filter, "0.6x"),
        ("  to some complexes", ours.filter[::2], theirs.filter[::2], ""),
        ("  to all", ours.filter[1::2], theirs.filter[1::2], ""),
        ("Explore, other lines to last repaint", pivots, plain, "0.8x"),
    ):
        x, y = statistics.median(a), statistics.median(b)
        line(label, f"{x:.0f}", f"{y:.0f}", f"{x / y:.2f}x", aim)
    for part in PARTS:
        line(f"  main thread a filter change: {part}", *(f"{one[part]:.0f}" for one in parts))
    received = (statistics.median(one.received) for one in (ours, theirs))
    line("bytes a filter change, before they are pressed", *(f"{size:.0f}" for size in received))
    line("  over the network", f"{over_the_network(app):.0f}", "", "", "6000")
