"""Today: one screen; and all changes in full."""
