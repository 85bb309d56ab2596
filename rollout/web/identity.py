"""Who looks at this page: what Streamlit knows of the session, for rollout/access.py to decide."""

import getpass
import time
from collections.abc import Mapping
from typing import Any

import streamlit as st
from streamlit import runtime
from streamlit.runtime import Runtime
from streamlit.runtime.secrets import secrets_singleton

from rollout import access


def signs_in() -> bool:
    """Whether a sign-in service is configured: [auth] in secrets.toml."""
    return secrets_singleton.load_if_toml_exists() and "auth" in secrets_singleton


def operator() -> str:
    """The user of the machine that the server runs as."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # a container's number without a name
        return "operator"


def person() -> access.Person:
    """The person of the running session. Raises SettingsError."""
    claims: Mapping[str, Any] = st.user.to_dict() if signs_in() and st.user.is_logged_in else {}
    return known(claims, {name.lower(): value for name, value in st.context.headers.items()})


def known(claims: Mapping[str, Any], headers: Mapping[str, str]) -> access.Person:
    """The person that claims and a request's headers (names in small letters) tell of. Raises SettingsError."""
    served = runtime.exists() and type(runtime.get_instance()) is Runtime  # else a script or a test draws the page
    here = not served or access.comes_from_here(str(st.get_option("server.address") or ""), headers)
    return access.decide(access.settings(), signs_in(), claims, operator() if here else "", time.time())
