"""What a reader asks of the facts himself."""
