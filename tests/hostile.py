"""A data package in which every free text carries what a reader of Markdown or HTML would act on (it passes the check);
and texts for files.
"""

import csv
import shutil
from contextlib import closing
from pathlib import Path

from rollout import facts
from rollout.store import edition
from rollout.store import lake as store

HOST = "s.invalid"
HOSTILE = (
    f" ![p](http://{HOST}/a.png) **bold** `code` $x^2$ [go](http://{HOST}/b) :red[tint] :material/home: :smile: "
    f"<b class=s>b</b><img src=http://{HOST}/c.png><a href=http://{HOST}/d>d</a> http://{HOST}/e www.{HOST} a@{HOST}"
)
SHORT = f"![p](//{HOST}/s)"  # where a cell may hold no more
# What a cell of a table or a title of a file may hold, by what it would do where it is not taken for text.
TEXTS = {
    "link formula": f'=HYPERLINK("http://{HOST}/x","go")',
    "plus formula": "+1+cmd|' /C calc'!A0",
    "minus formula": "-2+3+cmd|' /C calc'!A0",
    "at formula": "@SUM(1+1)*cmd|' /C calc'!A0",
    "tab formula": "\t=1+1",
    "script": "<script>alert(1)</script>",
    "markup": "</hp:t></hp:run></a:t></a:r></text><image href='http://s.invalid/i'/>",
    "entity": '&#x0; &amp; &evil; <!ENTITY evil SYSTEM "file:///etc/passwd">',
    "data section": "<![CDATA[ x ]]> ]]> <?xml version='1.0'?> <!-- -->",
    "quotes": "\" onload=\"alert(1)\" ' onclick='alert(1)' `",
    "control characters": "bell\x07null\x00form\x0cescape\x1bdelete\x7fno character\ufffe\uffff",
    "escape of a sheet": "_x0041__x000D_",
    "line ends": "one\r\ntwo\rthree\u2028four\x85five",
    "right to left": "\u202etxt.exe\u202c \u2067עברית\u2069 العربية",
    "zero width": "ze\u200bro\u200d wi\ufeffdth\u2060",
    "address": f"http://{HOST}/e",
    "script address": "javascript:alert(1)",
    "file address": "file:///etc/passwd",
    "share": f"\\\\{HOST}\\share\\a.exe",
    "long word": "w" * 2_000,
    "long Hangul word": "가" * 2_000,
}
MATCHED = {  # what these hold is looked up elsewhere: another text is another place, rule or series
    "district_ko",
    "locality_ko",
    "host_localities_ko",
    "value",
    "parent_id",
    "goal_group",
    "due",
    "key",
    "code",
}


def package(folder: Path) -> Path:
    """A copy of data/ with hostile text at the end of every cell that may hold any text."""
    copy = Path(shutil.copytree(facts.DATA_DIR, folder / "data"))
    for resource in facts.descriptor(copy)["resources"]:
        free = {
            field["name"]: field.get("constraints", {})
            for field in resource["schema"]["fields"]
            if is_free(field, resource["schema"])
        }
        if resource["name"] == "provinces":
            free.pop("name_ko")  # districts are looked up by it
        path = copy / resource["path"]
        with path.open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        for row in rows:
            for name, limits in free.items():
                row[name] = f"{row[name]}{HOSTILE}" if "maxLength" not in limits else SHORT
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)
    return copy


def build(folder: Path) -> None:
    """A store of such a package that the app opens as it is: its commit names data/ as what it holds."""
    copy = package(folder)
    with closing(store.Store(store.Place.in_folder(folder / "store"))) as opened:
        tables = edition.package_tables(copy)
        tables |= edition.statistics_tables(copy, tables["provinces"].frame)
        opened.commit(tables, store.Commit("tests", "as served", {"package": facts.digest(facts.DATA_DIR)}))


def is_free(field: dict, schema: dict) -> bool:
    """Whether a field's cells may hold any text: no key, no reference, no list, no pattern, no vocabulary."""
    keys = {schema["primaryKey"]} if isinstance(schema["primaryKey"], str) else set(schema["primaryKey"])
    for reference in schema.get("foreignKeys", []):
        keys |= {reference["fields"]} if isinstance(reference["fields"], str) else set(reference["fields"])
    bound = {"pattern", "enum"} & field.get("constraints", {}).keys()
    room = field.get("constraints", {}).get("maxLength", len(SHORT)) >= len(SHORT)
    return (
        room
        and field["type"] == "string"
        and not field.get("listOf")
        and not bound
        and field["name"] not in keys | MATCHED
    )
