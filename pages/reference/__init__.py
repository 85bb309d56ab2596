"""Reference: sources, coverage, data dictionary, glossary, governance."""
