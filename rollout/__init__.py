"""How the rollout monitor works; pages/ shows it, queries/ asks, data/ knows."""
