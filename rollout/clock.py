"""The office's clock.

Which day it is where the viewers are, whatever the zone of the server (TIME_ZONE, default Asia/Seoul).
"""

import datetime as dt
import os
from zoneinfo import ZoneInfo

USUAL = "Asia/Seoul"


class ZoneError(Exception):
    """TIME_ZONE names no zone of the IANA database; the argument is the name."""

    def __str__(self) -> str:
        return f"TIME_ZONE “{self.args[0]}” is no time zone. Write it as {USUAL} or UTC, or leave it out for {USUAL}."


def zone() -> ZoneInfo:
    """The zone that the settings name. Raises ZoneError."""
    name = os.environ.get("TIME_ZONE") or USUAL
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):  # no such name, a path, a folder of the database
        raise ZoneError(name) from None


def now() -> dt.datetime:
    """The moment, with its zone."""
    return dt.datetime.now(zone())


def today() -> dt.date:
    """The day that the office's calendar shows."""
    return now().date()
