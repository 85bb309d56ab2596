"""Explore: what the reader asks of the facts himself."""
