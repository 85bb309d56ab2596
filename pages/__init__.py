"""The pages: each a package with render(viewer).

Not called pages/: Streamlit takes a folder of that name for pages of its own, and a cold server then answers a deep
link with "Page not found".
"""
