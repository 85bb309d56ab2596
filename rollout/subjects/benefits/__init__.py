"""Support measures: what holds, what a firm may have, and which complexes and zones they reach."""
