"""Who may do what: roles, the office's settings, and the decision. No Streamlit: rollout/web/identity.py asks it.

The settings are one TOML file: the one that SETTINGS_FILE names, else `settings.toml` beside the store's folder, else
none. It is read again when it changes, so that a role taken away is gone at the next click.

    office = "Industrial Complex Division"     # shown where people sign in
    sign_in = "required"                       # or "optional": who has not signed in reads (default)
    hours = 12                                 # a sign-in lasts so long
    four_eyes = true                           # another person than the draft's author publishes (default false)
    claim = "groups"                           # the claim of the sign-in service that names roles
    origins = ["https://portal.example.go.kr"] # whose pages may read /api, /data and /feed.atom (default none)
    [emails]                                   # who is what; who is not named is a viewer
    steward = ["kim@example.go.kr"]
    [claims]                                   # what the claim says for a role; default: the role's own name
    publisher = ["belt-publishers"]
"""

import os
import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from ipaddress import ip_address
from pathlib import Path
from typing import Any, Literal, get_args
from urllib.parse import urlsplit

from rollout import ROOT
from rollout.language.words import Words

ORIGIN = re.compile(r"\*|https?://[A-Za-z0-9.:\[\]-]+")
Role = Literal["guest", "viewer", "steward", "publisher", "administrator"]
Action = Literal["view", "report", "edit", "publish", "administer"]
RANKS: tuple[Role, ...] = get_args(Role)  # each may what those before it may
GIVEN = RANKS[2:]  # the roles that the settings give; the others follow from the sign-in
NEEDED: dict[Action, Role] = {
    "view": "viewer",
    "report": "viewer",
    "edit": "steward",
    "publish": "publisher",
    "administer": "administrator",
}
FORWARDED = ("forwarded", "x-forwarded-for", "x-forwarded-host", "x-real-ip")


@dataclass(frozen=True)
class Person:
    """Who looks at a page. `id` tells people apart for good: the e-mail, else the sign-in service's own number."""

    name: str
    email: str
    role: Role
    id: str = ""

    def may(self, action: Action) -> bool:
        """Whether the role allows an action."""
        return RANKS.index(self.role) >= RANKS.index(NEEDED[action])

    @property
    def author(self) -> str:
        """The person as the author of a commit: "Kim Min-su <kim@example.go.kr>"."""
        return f"{self.name} <{self.email}>" if self.email and self.email != self.name else self.name


ANONYMOUS = Person("", "", "viewer")
GUEST = Person("", "", "guest")


@dataclass(frozen=True)
class Settings:
    """What the office decided; the file's own words."""

    office: str = ""
    sign_in: Literal["optional", "required"] = "optional"
    hours: int = 12
    four_eyes: bool = False
    claim: str = ""
    emails: Mapping[str, list[str]] = field(default_factory=dict)
    claims: Mapping[str, list[str]] = field(default_factory=dict)
    origins: Sequence[str] = ()  # whose pages may read the addresses for programs


class SettingsError(Exception):
    """The settings file can't be used: `said` tells why."""

    def __init__(self, reason: str, path: Path, **details: object):
        super().__init__(f"{path}: {reason} {details or ''}")
        self.reason, self.path, self.details = reason, path, details

    def said(self, w: Words) -> str:
        """What is wrong in which line or setting, and what is right."""
        file, details = self.path.name, self.details
        if self.reason == "missing":
            return w.t("SETTINGS_FILE names a file that is not there or can't be read: {path}.", path=self.path)
        if self.reason == "toml":
            return w.t("The settings file {file} is not valid TOML: {why}.", file=file, why=details["why"])
        if self.reason == "unknown":
            return w.t(
                "The settings file {file} has “{name}”, which is no setting. The settings are: {known}.",
                file=file,
                **details,
            )
        return w.t("In the settings file {file}, “{name}” must be {right}.", file=file, **details)


def store_folder() -> Path:
    """The folder that STORE_DIR names, else `store/`."""
    return Path(os.environ.get("STORE_DIR") or ROOT / "store").resolve()


def where() -> Path:
    """The settings file's path."""
    return Path(os.environ.get("SETTINGS_FILE") or store_folder().parent / "settings.toml")


def settings() -> Settings:
    """The office's settings as the file says now; the defaults where there is none. Raises SettingsError."""
    path = where()
    try:
        changed = path.stat().st_mtime_ns
    except OSError:
        if os.environ.get("SETTINGS_FILE"):
            raise SettingsError("missing", path) from None
        return Settings()
    return _read(path, changed)


@lru_cache(maxsize=2)
def _read(path: Path, changed: int) -> Settings:
    """A settings file, read and checked."""
    try:
        said = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except OSError:
        raise SettingsError("missing", path) from None
    except ValueError as error:  # no UTF-8, or no TOML
        raise SettingsError("toml", path, why=str(error)) from None
    known = Settings.__dataclass_fields__
    for name, value in said.items():
        if name not in known:
            raise SettingsError("unknown", path, name=name, known=", ".join(known))
        _check(path, name, value)
    return Settings(**said)


def _check(path: Path, name: str, value: Any) -> None:
    """Refuse a value that a setting can't have."""
    if name in ("emails", "claims"):
        if not isinstance(value, dict):
            raise SettingsError("value", path, name=f"[{name}]", right='role = ["…"]')
        for role, listed in value.items():
            if role not in GIVEN:
                raise SettingsError("unknown", path, name=f"{name}.{role}", known=", ".join(GIVEN))
            strings = isinstance(listed, list) and all(isinstance(item, str) and item for item in listed)
            if not strings or (name == "emails" and not all("@" in item for item in listed)):
                right = '["kim@example.go.kr"]' if name == "emails" else '["…"]'
                raise SettingsError("value", path, name=f"{name}.{role}", right=right)
        return
    if name == "origins":
        sound = isinstance(value, list) and all(isinstance(item, str) and ORIGIN.fullmatch(item) for item in value)
        right = '["https://portal.example.go.kr"]'
    elif name == "sign_in":
        sound, right = value in ("optional", "required"), '"optional" / "required"'
    elif name == "four_eyes":
        sound, right = isinstance(value, bool), "true / false"
    elif name == "hours":
        sound, right = isinstance(value, int) and not isinstance(value, bool) and 1 <= value <= 720, "1–720"
    else:
        sound, right = isinstance(value, str), '"…"'
    if not sound:
        raise SettingsError("value", path, name=name, right=right)


def decide(rules: Settings, signs_in: bool, claims: Mapping[str, Any], operator: str, now: float) -> Person:
    """Who somebody is.

    signs_in: whether a sign-in service is configured. claims: what it said of this person; empty without a sign-in.
    operator: the user of the machine if the request comes from the machine itself, else "". now: seconds since 1970.
    """
    if not signs_in:
        return Person(operator, "", "administrator", operator) if operator else ANONYMOUS
    age = now - _number(claims.get("iat"))
    if not claims or age > rules.hours * 3600:
        return GUEST if rules.sign_in == "required" else ANONYMOUS
    verified = str(claims.get("email_verified", True)).lower() != "false"
    email = str(claims.get("email") or "").strip() if verified else ""
    subject = str(claims.get("sub") or "")
    name = str(claims.get("name") or claims.get("preferred_username") or email or subject).strip()
    return Person(name, email, _role(rules, claims, email), email.casefold() or subject)


def _role(rules: Settings, claims: Mapping[str, Any], email: str) -> Role:
    """The highest role that the e-mail or the claim gives."""
    said = claims.get(rules.claim) if rules.claim else None
    values = {said} if isinstance(said, str) else {str(value) for value in said} if isinstance(said, list) else set()
    for role in reversed(GIVEN):
        listed = {item.casefold() for item in rules.emails.get(role, [])}
        if email.casefold() in listed or values & set(rules.claims.get(role, [role])):
            return role
    return "viewer"


def may_publish(person: Person, author_id: str, rules: Settings) -> bool:
    """Whether a person may publish a draft: with four eyes, only another than its author (`Person.id`)."""
    return person.may("publish") and not (rules.four_eyes and person.id == author_id)


def is_loopback(host: str) -> bool:
    """Whether a name or address (127.0.0.1, localhost, ::1) is this machine alone."""
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False


def comes_from_here(listens_on: str, headers: Mapping[str, str]) -> bool:
    """Whether a request comes from a browser on this machine.

    The server listens here alone, the page's address is this machine's (no other site that leads here), and no proxy
    handed the request on. headers: by names in small letters.
    """
    host = urlsplit(f"//{headers.get('host', '')}").hostname or ""
    origin = (urlsplit(headers["origin"]).hostname or "") if "origin" in headers else host
    return all(map(is_loopback, (listens_on, host, origin))) and not any(name in headers for name in FORWARDED)


def _number(value: object) -> float:
    return float(value) if isinstance(value, (int, float)) else 0.0
