"""Briefing: compose a deck, a report and an annex from the view; see each slide; take the files, or present."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

import streamlit as st

from rollout import briefing
from rollout.briefing import compose, content
from rollout.briefing import views as saved
from rollout.briefing.compose import Composition, CompositionError
from rollout.language.words import Words
from rollout.questions.scope import Choice, period_start
from rollout.render import markup
from rollout.subjects import wording
from rollout.subjects.explore import views
from rollout.web import address, blocks, dialogs, turns, watching
from rollout.web.address import bound
from rollout.web.blocks import Viewer

DEFAULT = "weekly"
ANY = "all"
CHOICES = (
    Choice("briefing", lambda w: w.t("Template"), lambda w, _: w.codes("briefing-template")),
    Choice("briefing_complex", lambda w: w.t("Complex"), lambda _, names: names["complexes"]),
    Choice(
        "briefing_sections",
        lambda w: w.t("Sections"),
        lambda w, _: {name: w.code("briefing-section", name) for name in compose.SECTIONS},
        "several",
        also=views.PREFIX,
    ),
    Choice("briefing_title", lambda w: w.t("Title"), kind="note"),
    Choice("briefing_audience", lambda w: w.t("Audience"), kind="note"),
    Choice("briefing_department", lambda w: w.t("Department"), kind="note"),
    Choice("briefing_occasion", lambda w: w.t("Occasion"), kind="note"),
    Choice("briefing_slides", lambda w: w.t("Slides at most"), lambda w, _: _lengths(w)),
    Choice("briefing_decisions", lambda w: w.t("Decisions"), kind="note"),
    Choice("briefing_actions", lambda w: w.t("Actions"), kind="note"),
    *(Choice(f"note_{name}", lambda w: w.t("Notes"), kind="note") for name in compose.SECTIONS),
)


def _lengths(w: Words) -> dict[str, str]:
    """How many slides a deck may have."""
    return {ANY: w.t("as many as it takes")} | {str(n): w.number(n) for n in (10, 15, 20, 30, 50)}


def render(viewer: Viewer) -> None:
    """Draw the page, top to bottom."""
    w = viewer.w
    blocks.live(
        markup.fill(
            "briefing/head.html",
            crumb=[w.t("Briefing"), *viewer.scope.described(w, viewer.names)],
            title=w.t("A deck, a report and an annex of this view"),
            clock=wording.as_of(viewer),
            note=" ".join(viewer.notes),
        ),
        "top",
        viewer,
    )
    raw = _ask(viewer)
    viewer = _compared(viewer, str(raw["template"]))
    try:
        composition, remarks = compose.read(raw, w, tuple(viewer.names["complexes"]), saved.why_not(viewer))
        sheets = _sheets(viewer, composition)
    except (CompositionError, briefing.NothingInScopeError) as refused:
        st.warning(markup.plain(str(refused)))
        return
    for remark in remarks:
        st.caption(markup.plain(remark))
    _files(viewer, composition, _own(w))
    html = markup.sheets(sheets, w)
    dialogs.show(blocks.live(html, "sheets", viewer), viewer)


def _compared(viewer: Viewer, template: str) -> Viewer:
    """The reader with the period that is usual for a template, unless another one was chosen."""
    usual = compose.COMPARED.get(template)
    if usual is None or address.is_set("period") or address.is_set("compare"):
        return viewer
    since = period_start(usual, viewer.scope.as_of)
    st.caption(
        viewer.w.t("Changes are counted from {day}, unless a period is chosen in the filters.", day=since.isoformat())
    )
    return replace(viewer, scope=replace(viewer.scope, compare=since))


def _ask(viewer: Viewer) -> dict[str, object]:
    """The composition as the form has it: untrusted, as compose.read takes it."""
    w = viewer.w
    with st.container(horizontal=True, vertical_alignment="bottom"):
        template, chosen = _template(viewer)
        title = st.text_input(
            w.t("Title"),
            max_chars=compose.TITLE_LONGEST,
            **bound("briefing_title", ""),
            placeholder=w.t("the template's own"),
            width=380,
        )
        audience = st.text_input(
            w.t("Audience"), max_chars=compose.TITLE_LONGEST, width=260, **bound("briefing_audience", "")
        )
        lengths = _lengths(w)
        most = st.selectbox(
            w.t("Slides at most"),
            list(lengths),
            format_func=lengths.__getitem__,
            filter_mode=None,
            width=170,
            **bound("briefing_slides", ANY, lengths),
        )
    template = template if template in compose.TEMPLATES else DEFAULT
    names = {name: w.code("briefing-section", name) for name in compose.offered(template)} | _views(viewer)
    sections = st.multiselect(
        w.t("Sections, in the order of the briefing"),
        list(names),
        format_func=names.__getitem__,
        placeholder=w.t("the template's own"),
        select_all=False,
        **bound("briefing_sections", list(compose.TEMPLATES[template]), names),
    )
    return {
        "template": template,
        "complex": chosen,
        "title": title,
        "audience": audience,
        "slides": "" if most == ANY else most,
        "sections": sections,
        "notes": _order_and_notes(sections or list(compose.TEMPLATES[template]), names, w),
        **_officer(w),
    }


def _officer(w: Words) -> dict[str, str]:
    """What the officer adds: who reports and when, what is to be decided and done."""
    with st.expander(w.t("Department, decisions and actions")):
        with st.container(horizontal=True):
            lines = {
                name: st.text_input(label, max_chars=compose.TITLE_LONGEST, width=320, **bound(f"briefing_{name}", ""))
                for name, label in (("department", w.t("Department")), ("occasion", w.t("Occasion")))
            }
        texts = {
            name: st.text_area(
                label, max_chars=compose.LINES_LONGEST, height=100, help=said, **bound(f"briefing_{name}", "")
            )
            for name, label, said in (
                ("decisions", w.t("Decisions"), w.t("What is to be decided, a line each.")),
                ("actions", w.t("Actions"), w.t("A line each: what | who | until when.")),
            )
        }
    return lines | texts


def _own(w: Words) -> dict[str, bytes]:
    """An office's own files, by the format that they dress; they stay in this session."""
    fields = ", ".join(f"{{{{{name}}}}}" for name in ("제목", "부서", "일자", "요지", "본문"))
    taken = {}
    with st.expander(w.t("An office's own form and template")):
        for form, label in (
            ("hwpx", w.t("HWPX with the fields {fields}", fields=fields)),
            ("pptx", w.t("PowerPoint template (.potx, .pptx)")),
        ):
            file = st.file_uploader(label, max_upload_size=10, key=f"briefing-own-{form}")
            st.html(markup.fill("uploader.html", choose=w.t("Choose a file"), most=w.t("{n} MB at most", n=10)))
            if file is None:
                continue
            try:
                briefing.checked(file.getvalue(), form, w)
                taken[form] = file.getvalue()
            except briefing.OwnFileError as refused:
                st.warning(markup.plain(str(refused)))
    return taken


def _template(viewer: Viewer) -> tuple[str, str | None]:
    """The template chosen, and the complex where it is of one."""
    w, names = viewer.w, viewer.names["complexes"]
    templates = list(compose.TEMPLATES)
    template = st.selectbox(
        w.t("Template"),
        templates,
        format_func=w.codes("briefing-template").__getitem__,
        filter_mode=None,
        width=220,
        **bound("briefing", DEFAULT, templates, _follow_template),
    )
    if template != "complex":
        return template, None
    return template, st.selectbox(
        w.t("Complex"),
        list(names),
        format_func=names.__getitem__,
        width=220,
        **bound("briefing_complex", min(names), names),
    )


def _views(viewer: Viewer) -> dict[str, str]:
    """The views of Explore that can be sections, by their words: the saved ones and those chosen, if they are any."""
    w, known = viewer.w, saved.saved(viewer)
    chosen = [word for word in st.session_state.get("briefing_sections") or () if word.startswith(views.PREFIX)]
    named = dict(known)
    for word in chosen:
        asked = views.unpacked(word)
        is_one = asked is not None and not views.wrong(viewer, asked)
        named.setdefault(word, views.title(viewer, asked) if asked and is_one else w.t("no view of Explore"))
    return {word: f"{w.code('page', 'explore')}: {name}" for word, name in named.items()}


def _order_and_notes(sections: Sequence[str], names: Mapping[str, str], w: Words) -> dict[str, str]:
    """Move a section, write a note; returns the notes by section."""
    with st.expander(w.t("Order and notes")):
        with st.container(horizontal=True, vertical_alignment="bottom"):
            moved = st.selectbox(
                w.t("Section"),
                sections,
                format_func=names.__getitem__,
                key="briefing_move",
                width=320,
            )
            for label, step in ((w.t("Earlier"), -1), (w.t("Later"), 1)):
                st.button(label, on_click=_move, args=(list(sections), moved, step), key=f"briefing_move_{step}")
        return {
            name: st.text_area(
                w.code("briefing-section", name), max_chars=compose.NOTE_LONGEST, height=68, **bound(f"note_{name}", "")
            )
            for name in sections
            if name in compose.SECTIONS
        }


def _follow_template() -> None:
    st.session_state["briefing_sections"] = list(compose.TEMPLATES[st.session_state["briefing"]])


def _move(sections: list[str], name: str, step: int) -> None:
    place = sections.index(name)
    sections.insert(max(0, place + step), sections.pop(place))
    st.session_state["briefing_sections"] = sections
    address.write()


def _sheets(viewer: Viewer, composition: Composition) -> markup.Sheets:
    """Every slide as HTML; a bar shows how far its answers are, when they are worked out for the first time.

    What somebody typed is nobody else's: of such a briefing the session keeps the latest, no more.
    """
    slot = st.empty()

    def make() -> markup.Sheets:
        from rollout.render import preview  # brings PowerPoint's library along, which no other page needs

        with turns.aside():
            made = content.compose(composition, viewer, _bar(slot.progress))
            return preview.shown(made)

    if composition.typed:
        key = (viewer.scope, viewer.notes, viewer.palette.name, composition)
        if st.session_state.get("briefing_latest", (None,))[0] != key:
            st.session_state["briefing_latest"] = key, make()
        sheets: markup.Sheets = st.session_state["briefing_latest"][1]
    else:
        sheets = viewer.remember("briefing-sheets", make, composition)
    slot.empty()
    return sheets


def _bar(show: Callable[..., object]) -> content.Progress:
    def progress(done: int, total: int, label: str) -> None:
        show(done / max(total, 1), text=markup.plain(label))

    return progress


@st.fragment
def _files(viewer: Viewer, composition: Composition, own: Mapping[str, bytes]) -> None:
    w = viewer.w
    with st.container(horizontal=True, key="briefing-files"):
        for form, kind in briefing.FORMATS.items():
            blocks.download(
                w.t("Download {form}", form=form.upper()),
                _maker(viewer, composition, form, own.get(form, b"")),
                briefing.file_name(composition, viewer, form),
                kind,
                f"briefing-{form}",
                viewer,
                "primary" if form == "pptx" else "secondary",
            )
        blocks.print_button("briefing", blocks.about_view(viewer, blocks.link(viewer)), viewer)
        watching.control("briefing", viewer)
    blocks.paper(viewer)
    if not address.is_whole():
        st.warning(
            w.t(
                "Title, audience and notes are too long for a link: the address leaves them out, and they are "
                "kept only while this page is open. Download the files, or shorten the notes."
            )
        )
    st.caption(
        w.t(
            "The address above reproduces this composition. Present: arrow keys, + and −, F for the filters, ? for all "
            "keys, Esc to leave."
        )
    )


def _maker(viewer: Viewer, composition: Composition, form: str, own: bytes) -> Callable[[], bytes]:
    def make() -> bytes:
        return briefing.build(composition, viewer, form, own=own)

    return make if composition.typed or own else lambda: viewer.remember("briefing-file", make, composition, form)
