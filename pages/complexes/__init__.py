"""Complexes: the dossier of one of the 15 by subject, and up to four side by side."""

from dataclasses import replace

import streamlit as st

from rollout.questions.scope import Choice
from rollout.subjects.complexes import sections
from rollout.web.address import bound
from rollout.web.blocks import Viewer

COMPLEX = Choice("complex", lambda w: w.t("Complex"), lambda _, names: names["complexes"])


def choose(viewer: Viewer) -> str:
    """Draw the choice of the complex; returns the one chosen."""
    names = viewer.names["complexes"]
    chosen = st.selectbox(
        viewer.w.t("Complex"),
        list(names),
        format_func=names.__getitem__,
        width=260,
        **bound("complex", min(names), names),
    )
    return chosen if chosen in names else min(names)


def crumb(viewer: Viewer, chosen: str) -> list[str]:
    """What stands above a dossier: name, theme, province; and whether the filters leave it out."""
    w, site = viewer.w, sections.site(viewer, chosen)
    said = [w.t("Complexes"), w.of(site, "name"), w.of(site, "theme"), w.of(site, "province")]
    if chosen not in viewer.scope.complexes:
        said.append(w.t("outside the filters: {filters}", filters=" · ".join(viewer.scope.described(w, viewer.names))))
    return said


def only(viewer: Viewer, chosen: str) -> Viewer:
    """The view of one complex and its province."""
    province = sections.site(viewer, chosen)["province_id"]
    scope = replace(
        viewer.scope,
        provinces=(province,),
        situation=None,
        industries=(),
        stages=(),
        sites=(),
        complexes=(chosen,),
        around=(province,),
    )
    return replace(viewer, scope=scope)
