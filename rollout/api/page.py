"""The addresses as a page for people: /api/v1."""

from rollout.api.answers import Answer, finished
from rollout.api.asked import Asked
from rollout.api.listings import API
from rollout.api.openapi import ADDRESS
from rollout.api.operations import Operation, every
from rollout.api.parameters import LANG
from rollout.language.words import LANGUAGES
from rollout.render import markup

HTML = "text/html; charset=utf-8"


def page(asked: Asked) -> Answer:
    """Every address with what it answers and takes; a link where it answers without a parameter."""
    w, other = asked.w, next(lang for lang in LANGUAGES if lang != asked.lang)
    operations = []
    for address, operation, path in every():
        asks = operation.parameters(path)
        is_open = "{" not in address and not any(parameter.required for parameter in asks)
        names = ", ".join(parameter.name for parameter in asks)
        operations.append({"path": address, "opens": is_open, "says": operation.says(w, path), "parameters": names})
    body = markup.fill(
        "api.html",
        title=w.t("Addresses for programs"),
        lang=asked.lang,
        other=other,
        other_name=LANGUAGES[other],
        document=ADDRESS,
        operations=operations,
    )
    return finished(body.encode(), HTML, asked.snapshot)


PAGE = Operation(API, lambda w, _: w.t("Addresses for programs"), lambda _: (LANG,), page, (HTML,))
