"""What is known and said about each subject; no Streamlit.

sections.py and the modules beside it turn answers into document sections, charts.py into chart data.
"""
