"""Update: what is new is added, corrected, imported; drafts, history, reports of errors."""
