"""Facts and answers by address, for programs: /api/v1/..., /data/..., /feed.atom.

No Streamlit: `routes` is told whom to ask and who asks.

What there is stands once, in operations.py: the routes, the OpenAPI document and the tests read it there. Nothing here
writes, and every row comes from a snapshot in memory.
"""
