"""The views: a folder an entry of the head, a file a view (a tab) with render(viewer) and its CHOICES.

No view lies in this folder itself: Streamlit would take its file for a page of its own.
"""
