"""A reader without a browser: speaks Streamlit's protocol over a WebSocket. The bench shares its messages."""

import json
import socket
from collections import Counter
from collections.abc import Iterable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from typing import Any, Self
from urllib.parse import urlsplit

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets import Origin, Subprotocol
from websockets.extensions.permessage_deflate import ClientPerMessageDeflateFactory
from websockets.sync.client import connect

from tests.serving import Server

States = Mapping[str, str | list[str]]


def request(
    server: Server,
    page: str = "",
    query: str = "",
    states: States | None = None,
    back: bool = False,
    part: str = "",
    kept: Iterable[str] = (),
) -> bytes:
    """Ask for a page with a query. `states`: a text, or the choices, of a control by its id. `back`: by the history.
    `part`: the fragment that the control lies in, which alone is drawn. `kept`: the messages that are known here.
    """
    message = BackMsg()
    wanted = message.rerun_script
    wanted.query_string, wanted.page_name, wanted.is_history_navigation = query, page, back
    wanted.fragment_id = part
    wanted.cached_message_hashes.extend(kept)
    wanted.context_info.timezone, wanted.context_info.locale = "Asia/Seoul", "en-GB"
    wanted.context_info.url = f"{server.url}/{page}"
    for i, held in (states or {}).items():
        state = wanted.widget_states.widgets.add()
        state.id = i
        if isinstance(held, str):
            state.string_value = held
        else:
            state.string_array_value.data.extend(held)
    return message.SerializeToString()


def is_last(answer: ForwardMsg) -> bool:
    """Whether the page is drawn."""
    return answer.WhichOneof("type") == "script_finished" and answer.script_finished in (
        ForwardMsg.FINISHED_SUCCESSFULLY,
        ForwardMsg.FINISHED_FRAGMENT_RUN_SUCCESSFULLY,
    )


@dataclass
class Drawn:
    """What the server sent for a page: how many messages of each kind, the bytes that are new to the browser, the
    controls and components.
    """

    kinds: Counter[str] = field(default_factory=Counter)
    received: int = 0
    parts: dict[str, str] = field(default_factory=dict)  # control -> the fragment that it lies in
    components: dict[str, Any] = field(default_factory=dict)

    def id(self, key: str) -> str:
        """The id of the control of this key."""
        (found,) = {i for i in self.parts if i.endswith(f"-{key}")}
        return found

    @property
    def query(self) -> str:
        """The address that the page writes."""
        return str(self.components["frame"]["query"])


class Counting(socket.socket):
    """A connection that counts the bytes that come over it."""

    received = 0

    def recv(self, *size: int) -> bytes:
        data = super().recv(*size)
        self.received += len(data)
        return data


class Visitor:
    """A session. Like the browser it keeps what it was sent, so that only what is new to it counts, and takes messages
    compressed.
    """

    def __init__(self, server: Server):
        self._server, self._kept, self._stack = server, dict[str, ForwardMsg](), ExitStack()
        self._parts: dict[str, str] = {}

    def __enter__(self) -> Self:
        address = urlsplit(self._server.url)
        self._wire = Counting(fileno=socket.create_connection((address.hostname, address.port)).detach())
        opened = connect(
            self._server.websocket,
            sock=self._wire,
            subprotocols=[Subprotocol("streamlit")],
            origin=Origin(self._server.url),
            max_size=None,
            compression=None,  # the library's own asks for less memory than a browser
            extensions=[ClientPerMessageDeflateFactory(client_max_window_bits=True)],
        )
        self._socket = self._stack.enter_context(opened)
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    @property
    def wire(self) -> int:
        """How many bytes came over the network so far."""
        return self._wire.received

    def open(self, page: str = "", query: str = "", states: States | None = None, back: bool = False) -> Drawn:
        """Ask for a page, or for the part of it that a control lies in, and wait until it is drawn."""
        part = "" if back else next((self._parts[i] for i in states or ()), "")
        self._socket.send(request(self._server, page, query, states, back, part, self._kept))
        drawn = Drawn()
        while True:
            data = self._socket.recv()
            assert isinstance(data, bytes)
            answer = ForwardMsg.FromString(data)
            if answer.WhichOneof("type") == "ref_hash":
                known = ForwardMsg()
                known.CopyFrom(self._kept[answer.ref_hash])
                known.metadata.CopyFrom(answer.metadata)
                answer = known
            elif answer.metadata.cacheable:
                self._kept[answer.hash] = answer
            self._note(answer, len(data), drawn)
            if is_last(answer):
                self._parts |= drawn.parts
                return drawn

    def _note(self, answer: ForwardMsg, size: int, drawn: Drawn) -> None:
        kind = str(answer.WhichOneof("type"))
        if kind == "delta" and answer.delta.WhichOneof("type") == "new_element":
            element = answer.delta.new_element
            kind = str(element.WhichOneof("type"))
            held = getattr(element, kind)
            if i := getattr(held, "id", ""):
                drawn.parts[i] = answer.delta.fragment_id
            if kind == "bidi_component":
                drawn.components[held.id.rsplit("-", 1)[-1]] = json.loads(held.json or held.mixed.json)
        drawn.kinds[kind] += 1
        drawn.received += size
