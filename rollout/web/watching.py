"""To watch a view: the address of its feed, and the command that sends what is new in it."""

import shlex
from urllib.parse import urlencode, urljoin

import streamlit as st

from rollout.questions.scope import Scope
from rollout.render import markup
from rollout.web import blocks
from rollout.web.blocks import Viewer


def control(key: str, viewer: Viewer) -> None:
    """A button that shows the feed's address and the command line for what the view is filtered to."""
    w, scope = viewer.w, viewer.scope
    query = urlencode([*filters(scope), ("lang", scope.lang)])
    html = markup.fill(
        "watch.html",
        label=w.t("Watch this view"),
        about=" · ".join(scope.described(w, viewer.names)),
        feed_label=w.t("Feed (Atom) for a mail program or feed reader: an entry for each change"),
        feed=urljoin(st.context.url or "", f"/feed.atom?{query}"),
        command_label=w.t("Command for a timer: sends what is new to a folder, by mail or to a webhook"),
        command=command(scope),
        copy=w.t("Copy"),
        done=w.t("Copied"),
        close=w.t("Close"),
    )
    with st.container(width="content"):
        blocks.live(html, f"{key}-watch", viewer)


def filters(scope: Scope) -> list[tuple[str, str]]:
    """The filters of a scope by the names that feed and command give them."""
    named = {"complex": scope.sites, "province": scope.provinces, "industry": scope.industries, "stage": scope.stages}
    chosen = [(name, one) for name, own in named.items() for one in own]
    return chosen + ([("situation", scope.situation)] if scope.situation else [])


def command(scope: Scope) -> str:
    """The command line that watches a scope."""
    options = [part for name, one in filters(scope) for part in (f"--{name}", one)]
    delivery = ["--lang", scope.lang, "--format", "text,html", "--to", "FOLDER"]
    return shlex.join(["python", "-m", "rollout", "watch", *options, *delivery])
