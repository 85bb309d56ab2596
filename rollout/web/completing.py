"""Names that complete the SQL field: keywords, tables, columns and functions (templates/sql/complete.js)."""

from rollout.render import markup
from rollout.subjects.explore import sql
from rollout.web import assets
from rollout.web.blocks import Viewer

NAMES = assets.component("sql", "sql/complete.js", styles=markup.asset("sql/complete.css"), isolated=False)


def names(viewer: Viewer) -> None:
    """Offer names in the field of the view."""
    w = viewer.w
    words = {
        "hint": w.t("Ctrl+Space suggests tables, columns and functions; Ctrl+Enter runs it."),
        "label": w.t("Names that fit"),
        "found": w.t("{n} names fit", n="{n}"),
        "none": w.t("No name fits"),
    }
    data = viewer.remember("sql-names", lambda: sql.completion(viewer))
    NAMES(viewer.palette, data={**data, "words": words}, key="sql-names")
