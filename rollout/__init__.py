"""How the rollout monitor works; screens/ shows it, queries/ asks, data/ knows."""
