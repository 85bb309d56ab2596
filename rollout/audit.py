"""The audit log: who signed in, published, took back, took out. One JSON line each in STORE_DIR/audit.log."""

import json
import logging
import os

from rollout import access, clock

FILE = "audit.log"


def audit(person: access.Person, action: str, **details: object) -> None:
    """Write down what a person did: `audit(person, "publish", snapshot=7, tables=["milestones"])`.

    Only this user may read the file. What can't be written there stands in the server's log: no work is lost for it.
    """
    entry = {
        "time": clock.now().isoformat(timespec="seconds"),
        "person": person.id,
        "name": person.name,
        "role": person.role,
        "action": action,
        **details,
    }
    line = json.dumps(entry, ensure_ascii=False, default=str) + "\n"
    path = access.store_folder() / FILE
    try:
        file = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        try:
            os.write(file, line.encode())  # one call: lines of several processes do not mix
        finally:
            os.close(file)
    except OSError as error:
        logging.error("The audit log can't be written (%s): %s", error.strerror, line.strip())
