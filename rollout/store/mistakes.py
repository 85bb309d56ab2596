"""What DuckDB's English says is wrong with a SELECT, as a kind, a name and types that other languages can say."""

import re

Mistake = dict[str, object]
# Kind and what its message looks like: `name` is what it is about, `types` the types, `near` what may be meant.
PATTERNS = tuple(
    (kind, re.compile(pattern, re.DOTALL))
    for kind, pattern in (
        ("conversion", r"Could not convert (?:string )?['\"](?P<name>.*?)['\"] to (?P<types>[\w\[\]]+)"),
        ("conversion", r"date field value out of range: \"(?P<name>.*?)\"(?P<types>)"),
        ("conversion", r"invalid (?:date|timestamp) field format: \"(?P<name>.*?)\"(?P<types>)"),
        ("conversion", r"Date out of range: (?P<name>\S+)(?P<types>)"),
        ("conversion", r"Could not parse string \"(?P<name>.*?)\" according to format(?P<types>)"),
        ("range", r"Overflow in |out of range for the destination type|[Oo]verflow"),
        ("types", r"No function matches the given name and argument types '(?P<name>.+?)\((?P<types>.*?)\)'"),
        ("types", r"best candidate function for the function call \"(?P<name>.+?)\((?P<types>.*?)\)\""),
        ("types", r"Cannot (?P<name>compare|mix) values of type (?P<types>.+?) (?:in|-)"),
        ("types", r"type for (?P<name>cast) \((?P<types>.*?)\)"),
        ("types", r"No matching (?P<name>aggregate function)(?P<types>)"),
        ("group", r"column \"(?P<name>.*?)\" must appear in the GROUP BY"),
        ("where", r"(?:WHERE|GROUP BY|ON|JOIN).{0,20} cannot contain (?:aggregates|window)"),
        ("nested", r"aggregate function calls cannot"),
        ("ambiguous", r"Ambiguous reference to column name \"(?P<name>.*?)\" \(use: (?P<near>.*)\)"),
        ("table", r"Referenced table \"(?P<name>.*?)\" not found!(?:\s*Candidate tables: (?P<near>.*))?"),
        ("column", r"Column \"(?P<name>.*?)\" (?:in EXCLUDE|in REPLACE|does not exist)"),
        ("column", r"Could not find key \"(?P<name>.*?)\""),
        ("column", r"Cannot extract field '(?P<name>.*?)'"),
        ("union", r"Set operations can only apply"),
        ("subquery", r"More than one row returned by a subquery"),
        ("division", r"[Dd]ivision by zero"),
        ("root", r"cannot take (?:square root|logarithm)"),
        ("limit", r"LIMIT/OFFSET cannot be negative"),
        ("order", r"(?:ORDER|GROUP BY) term out of range"),
        (
            "pattern",
            r"^(?:missing|unexpected) [\])]|no argument for repetition|invalid (?:escape|character class|perl)",
        ),
        ("json", r"Malformed JSON"),
        ("parameter", r"prepared statement parameters"),
        ("part", r"specifier \"(?P<name>.*?)\" not recognized"),
    )
)
WRITTEN = {"~~": "LIKE", "!~~": "NOT LIKE", "~~*": "ILIKE"}  # DuckDB's names of operators
TYPE = re.compile(r"[A-Z][A-Z0-9_]*(?:\([\d, ]*\))?(?:\[\])*")


def known(message: str) -> Mistake | None:
    """Kind, name, types and near names of a message; None for one that is not known."""
    for kind, pattern in PATTERNS:
        if found := pattern.search(message):
            parts = {name: text or "" for name, text in found.groupdict().items()}
            types = parts.get("types", "DATE") or ("DATE" if kind == "conversion" else "")
            near = re.findall(r"\"([^\"]+)\"", parts.get("near", ""))
            name = WRITTEN.get(parts.get("name", ""), parts.get("name", ""))[:200]
            return {"kind": kind, "name": name, "types": TYPE.findall(types)[:6], "near": near[:3]}
    return None
