"""What is wrong with the store, the facts or a setting, and what to do, in plain words.

No path, no SQL, no traceback.
"""

import re
from collections.abc import Callable

from rollout import access, clock, facts
from rollout.language.words import Words

# What DuckDB, PostgreSQL and the operating system say, by reason; the first that matches counts.
SIGNS = {
    "password": r"password authentication failed|no password supplied|role .* (does not exist|is not "
    r"permitted)|pg_hba\.conf|password 인증|롤\(role\) 없음|롤은 접속을 허용",
    "no database": r'FATAL: +database ".*" does not exist|데이터베이스 없음',
    "no right": r"permission denied for|must be owner of|접근 권한 없음",
    "wrong address": r"connection info string|connection string|invalid connection option",
    "unreachable": r"Unable to connect to Postgres|server closed the connection|SSL connection has been closed|"
    r"too many clients",
    "full": r"database or disk is full|disk I/O error|cannot rollback - no transaction|"
    r"No space left on device|Disk quota exceeded|File too large|not enough space on the disk",
    "locked": r"database is locked|Conflicting lock is held|Unique file handle conflict|used by another process",
    "cannot lock": r"Could not set lock|locking protocol",
    "other version": r"catalog version mismatch|can only read versions|(newer|older) version of DuckDB",
    "no memory": r"Out of Memory|[Cc]ould not allocate|[Ff]ailed to allocate|Cannot allocate memory|std::bad_alloc",
    "no folder": r"Not a directory|File exists",
    "unusable path": r"File name too long|path too long",
    "unwritable": r"Permission denied|Operation not permitted|[Rr]ead-?only|Access is denied",
    "data": r"\.parquet",
    "broken": r"file is not a database|malformed|not a valid DuckDB database|"
    r"Corrupt database|Could not read|Is a directory|replaying WAL|[Ss]erializ",
}
SECRET = re.compile(r"(password\s*=\s*)(?:'(?:\\.|[^'])*'|\S+)|(://)[^\s/@]*@", re.IGNORECASE)


class StoreError(Exception):
    """The store can't be used.

    `reason` is one that `explain` knows; the text, for the log, is what the system said, without passwords.
    """

    def __init__(self, reason: str, detail: str):
        super().__init__(f"{reason}: " + SECRET.sub(r"\1\2***", detail))
        self.reason = reason

    @classmethod
    def of(cls, error: Exception, otherwise: str = "unknown") -> "StoreError":
        """The reason behind an error of the database or the operating system."""
        said = str(error)
        return cls(next((reason for reason, sign in SIGNS.items() if re.search(sign, said)), otherwise), said)


def explain(error: Exception, w: Words, escape: Callable[[str], str] = str) -> str:
    """An error in words: what is wrong and what to do.

    `escape`: makes what the facts say safe for where it is shown.
    """
    if isinstance(error, StoreError):
        return _store(error.reason, w)
    if isinstance(error, clock.ZoneError):
        return w.t(
            "The setting TIME_ZONE names no time zone: “{name}”. Please ask the operator to write Asia/Seoul, "
            "for example.",
            name=error.args[0],
        )
    if isinstance(error, access.SettingsError):
        return error.said(w)
    if isinstance(error, facts.PackageError):
        shown = "\n".join(f"- {escape(str(fault))}" for fault in error.faults[:20])
        return w.t("The facts have {n} faults; nothing was written.", n=len(error.faults)) + "\n\n" + shown
    return w.t(
        "This page could not be drawn. Your filters are in the address; please reload. If it happens again, tell "
        "the operator the time."
    )


def why_no_file(error: Exception, w: Words, escape: Callable[[str], str] = str) -> str:
    """Why a file could not be made, and what to do."""
    if isinstance(error, (StoreError, facts.PackageError)):
        return explain(error, w, escape)
    said = error.strerror if isinstance(error, OSError) else None
    why = said or (w.t("not enough memory") if isinstance(error, MemoryError) else w.t("a fault in the program"))
    return w.t(
        "The file could not be made: {why}. The page is as it was; please try again. If it happens again, tell "
        "the operator the time.",
        why=why,
    )


def _store(reason: str, w: Words) -> str:
    why = _folder(w) | _content(w) | _database(w)
    return why.get(reason) or w.t(
        "The store can't be opened, and the program does not know why. Nothing was changed. The server's log has "
        "what the database said; send it to those who look after this program."
    )


def _folder(w: Words) -> dict[str, str]:
    """What is wrong with the store's folder, by reason."""
    return {
        "full": w.t(
            "The disk of the store's folder is full, or this user's share of it is used up. The store is as it "
            "was. Make room, then start again."
        ),
        "locked": w.t(
            "Another process keeps the store to itself: a server of an earlier version, or a long commit. Nothing was "
            "changed. Stop that process, or try again in a minute."
        ),
        "cannot lock": w.t(
            "The store's folder lies on a share that can't lock files. Name a folder on a local disk in "
            "STORE_DIR, or use a PostgreSQL catalogue (STORE_URL)."
        ),
        "no folder": w.t("What STORE_DIR names is a file, or lies in one. Name a folder in STORE_DIR."),
        "unusable path": w.t(
            "The path of the store's folder is too long or has a character that the database can't use (? or "
            "\\). Name another folder in STORE_DIR."
        ),
        "unwritable": w.t(
            "This user can't read and write the store's folder and all in it. Give this user the right, or name "
            "another folder in STORE_DIR."
        ),
        "not empty": w.t("The folder for the backup or the package holds something. Name a new or an empty one."),
        "no backup": w.t(
            "The folder holds no backup that can be read. The store is as it was. Name a folder that "
            "“rollout store backup” has written."
        ),
        "cannot swap": w.t(
            "The new store could not take the place of the old one, which is as it was. This user needs the "
            "right to write the folder above the store's folder, and the store's folder must not be a mount "
            "point."
        ),
    }


def _content(w: Words) -> dict[str, str]:
    """What is wrong with what the store holds or what reads it, by reason."""
    return {
        "no snapshot": w.t("The store has no state with this number. “rollout store history” lists those that it has."),
        "other version": w.t(
            "The store was written by another version of DuckLake or DuckDB than is installed. It is not broken. "
            "Install the version that wrote it (requirements.txt names it), or name another folder in STORE_DIR "
            "for a new store."
        ),
        "no extension": w.t(
            "DuckDB's extension for the store can't be loaded. Install the packages in requirements.txt. The "
            "store is as it was."
        ),
        "no memory": w.t(
            "There is too little memory for the store. Close other programs or give the machine more, then start "
            "again. The store is as it was."
        ),
        "data": w.t(
            "A data file of the store is missing or damaged. With STORE_URL, check first that STORE_DIR is the "
            "folder that all servers share. Put the file back from a backup; without one, run “python -m "
            "rollout.store rebuild”, which saves what can be read, keeps the old store and begins a new history."
        ),
        "broken": w.t(
            "The store's catalogue is missing or damaged. Put it back from a backup; without one, run “python -m "
            "rollout.store rebuild”, which saves what can be read, keeps the old store and begins a new history."
        ),
        "not local": w.t(
            "Only a local store is rebuilt. For a catalogue in PostgreSQL create an empty database and name it "
            "in STORE_URL, with an empty folder in STORE_DIR; the old ones stay."
        ),
    }


def _database(w: Words) -> dict[str, str]:
    """What is wrong with the catalogue's database, by reason."""
    return {
        "unreachable": w.t(
            "The catalogue's database (PostgreSQL) does not answer. Check that it runs, that STORE_URL names its "
            "host and port, and that it takes more connections."
        ),
        "password": w.t(
            "The catalogue's database (PostgreSQL) does not let this user in. Check user and password in "
            "STORE_URL and the server's pg_hba.conf."
        ),
        "no database": w.t(
            "The catalogue's database that STORE_URL names does not exist in PostgreSQL. Create it (createdb), "
            "or correct dbname in STORE_URL."
        ),
        "no right": w.t(
            "The user that STORE_URL names has no right to the tables of the catalogue's database. Give it the "
            "right to create and change tables there."
        ),
        "wrong address": w.t("STORE_URL is not understood. Write it as postgres:dbname=rollout host=db user=monitor."),
    }
