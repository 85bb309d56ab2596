"""From what a dialog shows to the form that adds to it or corrects it."""

from rollout.document.target import Target

TABLES = {  # what a dialog shows -> the controls of the form that corrects it
    "cell": ("milestones", "add_complex", "add_stage"),
    "figure": ("complex_figures", "add_complex", "add_metric"),
    "complex": ("milestones", "add_complex"),
    "money": ("investments", "add_row"),
    "measure": ("benefits", "add_row"),
    "programme": ("talent_programmes", "add_row"),
    "goal": ("targets", "add_row"),
}


def controls(target: Target | None) -> dict[str, str]:
    """The controls of the form that adds to, or corrects, what is open; empty where there is no such form."""
    if target is None or target.kind not in TABLES:
        return {}
    table, *fields = TABLES[target.kind]
    return {"add_table": table} | dict(zip(fields, target.ids, strict=False))
