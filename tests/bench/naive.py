"""A minimal Streamlit page as one writes it without thinking of speed: what the bench compares the Overview with."""

from pathlib import Path

import pandas as pd
import plotly.express as px
import streamlit as st

tables = Path(__file__).parent.parent.parent / "data" / "tables"
complexes = pd.read_csv(tables / "complexes.csv")
provinces = pd.read_csv(tables / "provinces.csv")
figures = pd.read_csv(tables / "complex_figures.csv")
area = (
    figures[(figures["metric"] == "area") & figures["counts"]]
    .sort_values("stated_on")
    .drop_duplicates("complex_id", keep="last")
)
rows = (
    complexes[["complex_id", "short_en", "province_id"]]
    .merge(provinces[["province_id", "capital_area"]])
    .merge(area, on="complex_id")
)

st.title("Complexes")
place = st.selectbox("Capital area", ["all", "capital area", "outside the capital area"])
if place != "all":
    rows = rows[rows["capital_area"] == (place == "capital area")]
st.plotly_chart(px.bar(rows, x="short_en", y="value", title="Area"))
