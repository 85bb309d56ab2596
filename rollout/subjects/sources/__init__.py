"""The sources: every public page and what rests on it."""
