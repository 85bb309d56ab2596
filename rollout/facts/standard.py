"""Whether a descriptor is what the Data Package standard calls one, as frictionless reads it."""

from collections.abc import Iterator, Mapping
from typing import Any

from rollout.facts.descriptor import Fault, PackageError


def faults(content: Mapping[str, Any]) -> Iterator[Fault]:
    """What frictionless finds in the descriptor: it sees no file, and of the tables only their heads.

    Raises PackageError if the descriptor can't be used.
    """
    from frictionless import FrictionlessException, Package, system

    resources = []
    for resource in content["resources"]:
        fields = [
            {key: field[key] for key in ("name", "type", "constraints") if key in field}
            for field in resource["schema"]["fields"]
        ]
        schema = {key: resource["schema"].get(key, []) for key in ("primaryKey", "foreignKeys")} | {"fields": fields}
        heads = [[field["name"] for field in fields]]
        resources.append({"name": resource["name"], "type": "table", "data": heads, "schema": schema})
    try:
        with system.use_context(trusted=False):
            report = Package.from_descriptor(
                {"name": content.get("name", "package"), "resources": resources}
            ).validate()
    except FrictionlessException as fault:
        raise PackageError(
            [Fault("datapackage.json", None, None, why.note) for why in fault.reasons or [fault.error]]
        ) from None
    for task in report.tasks:
        yield from (Fault("datapackage.json", None, None, str(error.note or error.message)) for error in task.errors)
