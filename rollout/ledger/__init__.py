"""The ledger: how stewards change the facts. Proposed rows, what they do to the figures, drafts, commits, reports."""
