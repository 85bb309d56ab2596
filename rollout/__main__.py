"""The one command: `rollout serve|brief|watch|facts|store ...`; each is also `python -m rollout.<module>`."""

import runpy
import sys

COMMANDS = {
    "serve": "rollout.serve",
    "brief": "rollout.briefing",
    "watch": "rollout.watch",
    "facts": "rollout.facts",
    "store": "rollout.store",
}


def main() -> int:
    """Hand the arguments to the command that is named; returns the exit status."""
    name = sys.argv[1] if len(sys.argv) > 1 else ""
    if name not in COMMANDS:
        print((__doc__ or "").strip(), *(f"    rollout {command}" for command in COMMANDS), sep="\n", file=sys.stderr)
        return 2
    sys.argv = [f"rollout {name}", *sys.argv[2:]]
    runpy.run_module(COMMANDS[name], run_name="__main__", alter_sys=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
