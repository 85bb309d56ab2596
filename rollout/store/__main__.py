"""`python -m rollout.store build|rebuild|history`."""

import sys

from rollout.store.lake import main

sys.exit(main(sys.argv[1:]))
