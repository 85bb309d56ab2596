"""Whether a descriptor is what the Data Package standard calls one, as frictionless reads it."""

import json
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from rollout.facts.descriptor import Fault, PackageError


def faults(content: Mapping[str, Any]) -> tuple[Fault, ...]:
    """What frictionless finds in the descriptor: it sees no file, and of the tables only their heads.

    Raises PackageError if the descriptor can't be used.
    """
    resources = []
    for resource in content["resources"]:
        fields = [
            {key: field[key] for key in ("name", "type", "constraints") if key in field}
            for field in resource["schema"]["fields"]
        ]
        schema = {key: resource["schema"].get(key, []) for key in ("primaryKey", "foreignKeys")} | {"fields": fields}
        heads = [[field["name"] for field in fields]]
        resources.append({"name": resource["name"], "type": "table", "data": heads, "schema": schema})
    return _validated(json.dumps({"name": content.get("name", "package"), "resources": resources}))


@lru_cache(maxsize=2)  # a second of work, and two packages are compared at most
def _validated(package: str) -> tuple[Fault, ...]:
    from frictionless import FrictionlessException, Package, system

    try:
        with system.use_context(trusted=False):
            report = Package.from_descriptor(json.loads(package)).validate()
    except FrictionlessException as fault:
        raise PackageError(
            [Fault("datapackage.json", None, None, why.note) for why in fault.reasons or [fault.error]]
        ) from None
    return tuple(
        Fault("datapackage.json", None, None, str(error.note or error.message))
        for task in report.tasks
        for error in task.errors
    )
