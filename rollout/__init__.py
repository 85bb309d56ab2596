"""How the rollout monitor works; screens/ shows it, queries/ asks, data/ knows."""

from pathlib import Path

ROOT = Path(__file__).parent.parent
