"""What is known and said about each subject: sections.py turns answers into document sections, charts.py into chart
data; no Streamlit.
"""
