"""What is said about a subject, once, for every medium: sections of text, figures, tables, charts and maps.

Data only.
"""
