"""What a machine can lack: room, rights, file locks, a home.

Linux, and root where a disk is mounted; elsewhere the tests are skipped.
"""

import ctypes
import os
import shutil
import struct
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

HOMELESS = ["env", "-i"]
NO_RIGHTS = (
    ["setpriv", "--bounding-set=-dac_override,-dac_read_search", "--inh-caps=-all"]
    if os.name == "posix" and os.geteuid() == 0
    else []
)


@contextmanager
def small_disk(folder: Path, size: int) -> Iterator[Path]:
    """A disk of `size` bytes, mounted at a folder."""
    if not sys.platform.startswith("linux") or os.geteuid() != 0:
        pytest.skip("only root mounts a small disk, on Linux")
    folder.mkdir(exist_ok=True)
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(folder)], capture_output=True, text=True
    )
    if mounted.returncode:
        pytest.skip(f"no small disk here: {mounted.stderr}")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)


def fill(folder: Path, room: int) -> Path:
    """Fill a disk but for so many bytes; returns the file that fills it."""
    filler = folder / "filler"
    filler.write_bytes(b"x" * (shutil.disk_usage(folder).free - room))
    return filler


def without_locks() -> Callable[[], None]:
    """For subprocess's preexec_fn: a file system that answers every lock with ENOLCK, as a share without a lock service
    does (seccomp).
    """
    if not sys.platform.startswith("linux") or os.uname().machine != "x86_64":
        pytest.skip("locks are taken away by a filter for Linux on x86_64")
    load, equal, give = 0x20, 0x15, 0x06  # BPF: load a word, jump if equal, return
    fcntl, getlk, setlk, answer = 72, 5, 6, 0x00050000 | 37  # system call, two of its commands, "fail with ENOLCK"
    steps = [
        (load, 0, 0, 0),
        (equal, 0, 4, fcntl),
        (load, 0, 0, 24),
        (equal, 1, 0, getlk),
        (equal, 0, 1, setlk),
        (give, 0, 0, answer),
        (give, 0, 0, 0x7FFF0000),
    ]
    code = ctypes.create_string_buffer(b"".join(struct.pack("HBBI", *step) for step in steps))
    program = struct.pack("HxxxxxxQ", len(steps), ctypes.addressof(code))
    libc = ctypes.CDLL(None, use_errno=True)

    def apply() -> None:
        code  # noqa: B018  kept alive
        libc.prctl(38, 1, 0, 0, 0)  # no new privileges
        if libc.prctl(22, 2, program, 0, 0):
            raise OSError(ctypes.get_errno(), "seccomp")

    return apply
