"""Briefing: a deck, a report and an annex of a view."""
