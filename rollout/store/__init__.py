"""The store: a DuckLake with its snapshots (lake), built from the package of facts, boundaries and regional accounts.

And its rebuilding.
"""
