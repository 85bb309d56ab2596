"""`python -m rollout.store build|rebuild|history`."""

import sys

from rollout.store.command import main

sys.exit(main(sys.argv[1:]))
