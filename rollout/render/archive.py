"""Office files are zip archives that carry the clock they were made by.

Here it is stopped: the same content gives the same bytes.
"""

import datetime as dt
import io
import re
import zipfile

STAMPS = re.compile(rb"(<dcterms:(created|modified)[^>]*>)[^<]*(</dcterms:\2>)")
NESTED = (".xlsx",)
LONGEST_PROPERTY = 255  # what an office file's own title or subject holds


def property_text(text: str) -> str:
    """Text for a file's own properties, cut where they end."""
    return text if len(text) <= LONGEST_PROPERTY else text[: LONGEST_PROPERTY - 1] + "…"


def settled(content: bytes, day: dt.date) -> bytes:
    """The archive with its members in their order, each dated `day`, and its core properties saying `day`.

    Workbooks inside it likewise.
    """
    out = io.BytesIO()
    moment = f"{day.isoformat()}T00:00:00Z".encode()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w") as new:
        for member in old.infolist():
            data = old.read(member)
            if member.filename.endswith(NESTED):
                data = settled(data, day)
            elif member.filename.endswith("core.xml"):
                data = STAMPS.sub(rb"\g<1>" + moment + rb"\g<3>", data)
            info = zipfile.ZipInfo(member.filename, (max(day.year, 1980), day.month, day.day, 0, 0, 0))
            info.compress_type, info.create_system, info.external_attr = member.compress_type, 0, 0
            new.writestr(info, data, compresslevel=6)
    return out.getvalue()
