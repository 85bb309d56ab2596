"""Where each section stands in a report of the customary form."""

from collections.abc import Mapping

from rollout.briefing.compose import BACKGROUND

STATUS, FIELDS, CHANGES = "status", "fields", "changes"
PROBLEMS, OUTLOOK, PLAN = "problems", "outlook", "plan"
PARTS: Mapping[str, str] = {
    "overview": STATUS,
    "facts": STATUS,
    "promises": STATUS,
    "tally": STATUS,
    "standing": STATUS,
    "map": FIELDS,
    "board": FIELDS,
    "construction": FIELDS,
    "area": FIELDS,
    "cost": FIELDS,
    "investment": FIELDS,
    "ladder": FIELDS,
    "goals": FIELDS,
    "talent": FIELDS,
    "benefits": FIELDS,
    "advantage": FIELDS,
    "procedure": FIELDS,
    "around": FIELDS,
    "changes": CHANGES,
    "changed": CHANGES,
    "lately": CHANGES,
    "slips": PROBLEMS,
    "events": PROBLEMS,
    "milestones": PROBLEMS,
    "late": PROBLEMS,
    "ratings": PROBLEMS,
    "forecast": OUTLOOK,
    "outlook": OUTLOOK,
    "works": OUTLOOK,
    "history": OUTLOOK,
    "due": PLAN,
    "coming": PLAN,
}
ATTACHED = ("standing", "facts")  # whole tables behind the report
ALWAYS = ("tally", "standing")  # a report on several complexes has the 15 behind it, whatever was asked for
APPENDIX = (  # behind a deck's divider, where nothing else follows them
    "board",
    "lately",
    "milestones",
    "works",
    "history",
    "area",
    "around",
    *BACKGROUND,
)
