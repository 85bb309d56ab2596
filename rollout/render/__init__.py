"""A section -> its medium.

The renderers know no subject: number formats, tones, marks, cutting and sources each have one place here.
"""
