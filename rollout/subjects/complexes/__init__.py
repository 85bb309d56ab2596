"""One complex: its facts, plans, events, outlook and surroundings; several side by side."""
