"""The schedule: milestones against first and latest plans, delivery ratings, planned works, what moved."""
