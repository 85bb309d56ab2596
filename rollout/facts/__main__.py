"""The command line: `python -m rollout.facts`."""

import sys

from rollout.facts import main

sys.exit(main(sys.argv[1:]))
