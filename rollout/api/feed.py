"""The Atom feed of what changed: an entry a commit, of what is in scope; each row's change in words."""

import uuid
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode
from xml.etree import ElementTree as Xml

import pandas as pd

from rollout.api import asked as requests
from rollout.api.answers import Answer, finished
from rollout.api.asked import Asked
from rollout.api.changes import PLACES, recorded, told
from rollout.document.legible import legible
from rollout.language.words import LANGUAGES
from rollout.ledger.history import between
from rollout.questions.view import KINDS

MEDIA = "application/atom+xml; charset=utf-8"
ATOM = "http://www.w3.org/2005/Atom"
MOST_ENTRIES, MOST_SENTENCES = 30, 20
FILTERED = (*PLACES, "stage", "situation")
NAMESPACE = uuid.UUID("5a8f9d1e-2f0c-4a8e-9a53-1c7f0c1d9b77")  # of the ids of our feeds and entries


def feed(asked: Asked) -> Answer:
    """The feed, the newest commit first."""
    commits = requests.commits(asked.asker, asked.snapshot)
    pairs = zip(commits, [*commits[1:], None], strict=True)
    entries = [entry for commit, before in list(pairs)[:MOST_ENTRIES] if (entry := _entry(asked, commit, before))]
    scope = [(name, one) for name in FILTERED for one in _several(asked.values.get(name, ()))]
    root = Xml.Element("feed", {"xmlns": ATOM, "xml:lang": asked.lang})
    _add(root, "id", uuid.uuid5(NAMESPACE, urlencode(sorted(scope))).urn)
    names = [
        asked.w.code("situation", one) if name == "situation" else asked.view.names[KINDS[name]][one]
        for name, one in scope
    ]
    _add(root, "title", asked.w.t("High-tech Belt Monitor: changes") + (f" ({', '.join(names)})" if names else ""))
    _add(root, "updated", _time(commits[0]) if not entries else entries[0].findtext("updated"))
    for lang in LANGUAGES:
        address = f"{asked.base}/feed.atom?{urlencode([*scope, ('lang', lang)])}"
        relation = "self" if lang == asked.lang else "alternate"
        Xml.SubElement(root, "link", rel=relation, hreflang=lang, href=address, type="application/atom+xml")
    root.extend(entries)
    Xml.indent(root)
    return finished(Xml.tostring(root, "utf-8", xml_declaration=True), MEDIA, asked.snapshot)


def _several(said: str | tuple[str, ...]) -> tuple[str, ...]:
    return (said,) if isinstance(said, str) else said


def _entry(asked: Asked, commit: Mapping[str, Any], before: Mapping[str, Any] | None) -> Xml.Element | None:
    """A commit as an entry; None where nothing of it is in scope."""
    said = _said(asked, int(before["snapshot_id"]), int(commit["snapshot_id"])) if before else []
    if asked.chosen and not said:
        return None
    w, number = asked.w, int(commit["snapshot_id"])
    kind = w.codes("commit-kind").get(commit["kind"], commit["kind"])
    entry = Xml.Element("entry")
    _add(entry, "id", uuid.uuid5(NAMESPACE, f"{number} {commit['snapshot_time']}").urn)
    _add(entry, "title", commit["message"] or kind)
    _add(entry, "updated", _time(commit))
    _add(Xml.SubElement(entry, "author"), "name", str(commit["author"]).partition(" <")[0] or "-")
    if before:
        query = urlencode({"since": before["snapshot_id"], "snapshot": number, "lang": asked.lang})
        Xml.SubElement(
            entry, "link", rel="alternate", href=f"{asked.base}/api/v1/changes?{query}", type="application/json"
        )
    Xml.SubElement(entry, "category", term=commit["kind"], label=kind)
    more = len(said) - MOST_SENTENCES
    lines = said[:MOST_SENTENCES] + ([w.t("{n} more", n=w.number(more))] if more > 0 else [])
    _add(entry, "content", "\n".join(lines) or w.t("The facts were taken in."))
    return entry


def _said(asked: Asked, old: int, new: int) -> list[str]:
    """What a commit changed of what is in scope, a sentence a row."""
    view = asked.view

    def make() -> list[dict[str, Any]]:
        return [about for _, about in told(between(view, old, new), recorded(view, old), view)]

    rows = pd.DataFrame(asked.asker.remember(("api-told", old, new, asked.lang), make), dtype=object)
    return list(asked.passing(rows, as_filed=True)["said"]) if len(rows) else []


def _time(commit: Mapping[str, Any]) -> str:
    return str(commit["snapshot_time"]).replace(" ", "T", 1)


def _add(parent: Xml.Element, name: str, content: object) -> None:
    Xml.SubElement(parent, name).text = legible(str(content))
