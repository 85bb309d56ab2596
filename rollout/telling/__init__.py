"""What the answers say: data in, words out. Pages and briefings read the same sentences, titles, rows and tables here; no Streamlit."""
