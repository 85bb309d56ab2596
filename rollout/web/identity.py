"""Who looks at this page: what Streamlit knows of a session or a request, for rollout/access.py to decide."""

import getpass
import json
import os
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import streamlit as st
from streamlit import auth_util, runtime
from streamlit.errors import StreamlitAPIException
from streamlit.runtime import Runtime
from streamlit.runtime.secrets import secrets_singleton
from streamlit.web.server.starlette import starlette_websocket
from streamlit.web.server.starlette.starlette_server_config import USER_COOKIE_NAME

from rollout import access
from rollout.language.words import Words

CALLBACK = "/oauth2callback"
SHORTEST_SECRET = 32
NEEDED = ("client_id", "client_secret", "server_metadata_url")


def signs_in() -> bool:
    """Whether a sign-in service is configured: [auth] in secrets.toml."""
    return bool(secrets_singleton.load_if_toml_exists()) and "auth" in secrets_singleton


def providers() -> list[str]:
    """The names of the sign-in services; "" for the one that has no name."""
    auth = secrets_singleton["auth"]
    return [name for name, value in auth.items() if isinstance(value, Mapping) and "client_id" in value] or [""]


def why_not(w: Words) -> str | None:
    """What is wrong with the sign-in's settings, in one sentence; None if nothing is."""
    try:
        if not secrets_singleton.load_if_toml_exists():
            files = [path for path in st.get_option("secrets.files") if Path(path).exists()]
            if files:
                return w.t("The file {file} can't be read as TOML.", file=files[0])
            asked = os.environ.get("STREAMLIT_SECRETS_FILES")
            return w.t("STREAMLIT_SECRETS_FILES names a file that is not there: {path}.", path=asked) if asked else None
        if "auth" not in secrets_singleton:
            return None
        auth = secrets_singleton["auth"].to_dict()
    except (AttributeError, StreamlitAPIException):
        return w.t("In secrets.toml, [auth] must be a table.")
    if not str(auth.get("redirect_uri", "")).endswith(CALLBACK):
        return w.t("In secrets.toml, redirect_uri must be this monitor's address, ending with {end}.", end=CALLBACK)
    if len(str(auth.get("cookie_secret", ""))) < SHORTEST_SECRET:
        return w.t("In secrets.toml, cookie_secret must have {n} characters or more.", n=SHORTEST_SECRET)
    for name in providers():
        section = auth[name] if name else auth
        missing = [key for key in NEEDED if not section.get(key)]
        if missing:
            return w.t("In secrets.toml, {name} is missing in [auth].", name=", ".join(missing))
        service = urlsplit(str(section["server_metadata_url"]))
        if service.scheme != "https" and not access.is_loopback(service.hostname or ""):
            return w.t("In secrets.toml, server_metadata_url must begin with https://.")
    return None


def operator() -> str:
    """The user of the machine that the server runs as."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # a container's number without a name
        return "operator"


def person() -> access.Person:
    """The person of the running session. Raises SettingsError."""
    claims: Mapping[str, Any] = st.user.to_dict() if signs_in() and st.user.is_logged_in else {}
    served = runtime.exists() and type(runtime.get_instance()) is Runtime  # else a script or a test draws the page
    headers = {name.lower(): value for name, value in st.context.headers.items()} if served else {"host": "localhost"}
    return known(claims, headers)


def known(claims: Mapping[str, Any], headers: Mapping[str, str]) -> access.Person:
    """The person that claims and a request's headers (names in small letters) tell of. Raises SettingsError."""
    here = access.comes_from_here(str(st.get_option("server.address") or ""), headers)
    return access.decide(access.settings(), signs_in(), claims, operator() if here else "", time.time())


def asking(cookies: Mapping[str, str], headers: Mapping[str, str]) -> access.Person:
    """The person of a request; nobody while the settings are faulty."""
    try:
        return known(claims_of(cookies), headers)
    except access.SettingsError:
        return access.GUEST


def claims_of(cookies: Mapping[str, str]) -> dict[str, Any]:
    """What the sign-in service said, from the signed cookies of a request; nothing without a valid one."""
    if not signs_in() or USER_COOKIE_NAME not in cookies:
        return {}
    signed = starlette_websocket._get_signed_cookie_with_chunks(dict(cookies), USER_COOKIE_NAME)
    said = json.loads(signed) if signed else {}
    return said if said.get("is_logged_in") and said.get("origin") == auth_util.get_origin_from_redirect_uri() else {}
