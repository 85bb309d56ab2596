"""What axe finds on a page: the rules of colours on texts that look unlike, the others on all but the rows of a long
table that are as those above them.
"""

from collections.abc import Sequence
from functools import cache
from importlib.resources import files

from playwright.sync_api import Page

COLOURS = ["color-contrast", "link-in-text-block"]  # what may differ from one appearance to the other
# What may differ from one width to the other, and between languages: what is hidden, what scrolls, what it is called.
WIDTH = [
    "aria-hidden-focus",
    "button-name",
    "html-has-lang",
    "html-lang-valid",
    "label",
    "link-name",
    "scrollable-region-focusable",
    "select-name",
]
ROWS = 5

# A table of a thousand cells has few kinds of them, and axe looks at each with all that lies around it. Of texts that
# have the same colours, sizes and grounds all the way up, it looks at one; and while it looks, a long table or list has
# its first rows and those with such a text.
RUN = """async ([colours, rows, others]) => {
    const looks = new Map(), unlike = new Map(), roots = [document];
    const look = (node) => {
        if (!looks.has(node)) {
            const style = getComputedStyle(node), up = node.parentElement ?? node.getRootNode().host;
            const own = [style.color, style.backgroundColor, style.backgroundImage, style.opacity, style.fontSize,
                style.fontWeight, style.textDecorationLine].join();
            looks.set(node, `${own}|${up ? look(up) : ''}`);
        }
        return looks.get(node); };
    for (const root of roots)
        for (const node of root.querySelectorAll('*')) {
            if (node.shadowRoot) roots.push(node.shadowRoot);
            const written = [...node.childNodes].some((child) => child.nodeType === 3 && child.data.trim());
            if ((written || node.matches('input')) && node.checkVisibility() && !unlike.has(look(node)))
                unlike.set(look(node), node);
        }
    const kept = new Set(), whole = [];
    for (let node of unlike.values())
        for (; node && !kept.has(node); node = node.parentElement ?? node.getRootNode().host) kept.add(node);
    for (const root of roots)
        for (const body of root.querySelectorAll('tbody, ul, ol'))
            if (body.children.length > rows) whole.push([body, [...body.children]]);
    for (const [body, all] of whole) body.replaceChildren(...all.filter((row, at) => at < rows || kept.has(row)));
    const options = { resultTypes: ['violations'] };
    const rules = Object.fromEntries(colours.map((rule) => [rule, { enabled: false }]));
    const asked = others === null ? { rules } : { runOnly: others };
    const found = [await axe.run({ include: [...unlike.values()] }, { ...options, runOnly: colours })];
    if (others === null || others.length) found.push(await axe.run(document, { ...options, ...asked }));
    for (const [body, all] of whole) body.replaceChildren(...all);
    return found.flatMap(({ violations }) => violations)
        .filter(({ impact }) => ['serious', 'critical'].includes(impact))
        .map(({ id, impact, nodes: [first, ...others] }) => `${id} (${impact}, ${others.length + 1}): `
            + `${first.html.slice(0, 200)} | ${(first.failureSummary ?? '').slice(0, 200)}`); }"""


def serious(page: Page, others: Sequence[str] | None = None) -> list[str]:
    """Axe's serious and critical findings, with the first element of each: of the rules of colours and of `others`,
    which are all unless some are named.
    """
    if page.evaluate("typeof axe === 'undefined'"):
        page.evaluate(_script())
    found: list[str] = page.evaluate(RUN, [COLOURS, ROWS, None if others is None else list(others)])
    return found


@cache
def _script() -> str:
    return (files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")
