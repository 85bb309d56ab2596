"""Pictures of bars without letters, as PNG: what a report shows beside its figures on a machine without typefaces."""

import struct
import zlib
from collections.abc import Sequence
from dataclasses import dataclass

SIGNATURE = b"\x89PNG\r\n\x1a\n"


@dataclass(frozen=True)
class Bar:
    """A rectangle in pixels from the upper left corner, and its colour as #rrggbb."""

    x: int
    y: int
    width: int
    height: int
    colour: str


def png(width: int, height: int, bars: Sequence[Bar], ground: str = "#ffffff") -> bytes:
    """The bars on a ground, the later ones over the earlier; the same bars give the same bytes."""
    colours = list(dict.fromkeys([ground, *(bar.colour for bar in bars)]))[:256]
    rows = [bytearray(width) for _ in range(height)]
    for bar in bars:
        left, right = max(bar.x, 0), min(bar.x + bar.width, width)
        if right > left and bar.colour in colours:
            filled = bytes([colours.index(bar.colour)]) * (right - left)
            for row in rows[max(bar.y, 0) : max(min(bar.y + bar.height, height), 0)]:
                row[left:right] = filled
    palette = b"".join(bytes.fromhex(colour.lstrip("#")) for colour in colours)
    lines = b"".join(b"\0" + bytes(row) for row in rows)
    head = struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)
    chunks = ((b"IHDR", head), (b"PLTE", palette), (b"IDAT", zlib.compress(lines, 9)), (b"IEND", b""))
    return SIGNATURE + b"".join(_chunk(kind, data) for kind, data in chunks)


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
