"""What a component of ours is made of in the browser: script and styles, loaded once from an address that names them.

Streamlit would send a component's script and styles with each element. So an element carries two lines that import the
file from here; its styles are one constructed style sheet, shared by all elements.
"""

import gzip
import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import streamlit as st
from starlette.requests import Request
from starlette.responses import Response

from rollout.render import markup
from rollout.render.theme import DARK, LIGHT, Palette, css_variables

PLACE = "/assets/"
FOREVER = "public, max-age=31536000, immutable"
LOADER = """let loaded;
export default async (component) => {
  loaded ??= import(new URL("%s", location.origin));
  const part = await loaded.catch((error) => { loaded = undefined; throw error; });
  part.dress(component.parentElement);
  return part.default(component);
};"""
DRESS = """
const sheet = new CSSStyleSheet();
sheet.replaceSync(%s);
sheet.rollout = %s;
export function dress(element) {
  const root = element.getRootNode();
  const worn = root.adoptedStyleSheets;
  if (!worn.includes(sheet)) root.adoptedStyleSheets = [...worn.filter((one) => one.rollout !== sheet.rollout), sheet];
}
"""
_known: dict[str, bytes] = {}  # the files by name, compressed


@dataclass(frozen=True)
class Component:
    """A component in the colours of either appearance, and the addresses of its files."""

    by_palette: Mapping[str, Callable[..., Any]]
    addresses: Mapping[str, str]

    def __call__(self, palette: Palette = LIGHT, **wanted: Any) -> Any:
        """Draw it, as a component of Streamlit is drawn; `palette` matters to those that have styles."""
        return self.by_palette[palette.name](**wanted)


def component(name: str, *scripts: str, styles: str = "", isolated: bool = True) -> Component:
    """A component of these scripts (of templates/; the first has the default export) and styles (CSS).

    `isolated`: in a shadow root of its own.
    """
    script = "".join(markup.asset(one) for one in scripts)
    made, addresses = {}, {}
    for palette in (LIGHT, DARK):
        css = css_variables(palette) + styles if styles else ""
        addresses[palette.name] = _keep(f"{name}-{palette.name}", script + DRESS % (json.dumps(css), json.dumps(name)))
        made[palette.name] = st.components.v2.component(
            f"rollout_{name}_{palette.name}", js=LOADER % addresses[palette.name], isolate_styles=isolated
        )
    return Component(made, addresses)


def _keep(name: str, script: str) -> str:
    """Keep a file to be served; returns its address, which changes with what is in it."""
    content = script.encode()
    full = f"{name}.{hashlib.sha256(content).hexdigest()[:16]}.js"
    _known[full] = gzip.compress(content, mtime=0)
    return PLACE + full


async def served(request: Request) -> Response:
    """A file by its name, for good; 404 for one that this version does not have."""
    packed = _known.get(request.path_params["name"])
    if packed is None:
        return Response(status_code=404)
    headers = {"Cache-Control": FOREVER, "Vary": "Accept-Encoding"}
    if "gzip" in request.headers.get("accept-encoding", ""):
        return Response(packed, media_type="text/javascript", headers=headers | {"Content-Encoding": "gzip"})
    return Response(gzip.decompress(packed), media_type="text/javascript", headers=headers)
