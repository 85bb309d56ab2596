"""What the page on selection and comparative advantage gives away: its tables and its sources."""

import pandas as pd

from rollout import advantage, markup
from rollout.reader import Reader
from rollout.telling import advantage as answer
from rollout.telling import wording


def origin_ids(selection: pd.DataFrame, generations: pd.DataFrame, evidence: pd.DataFrame) -> list[str]:
    """Every origin that a figure or a statement on the page rests on, methods included."""
    methods = [i for ids in answer.METHODS.values() for i in ids.split(";")]
    return sorted(
        {
            *answer.ACCOUNTS,
            *methods,
            *markup.ids(selection["origin_ids"]),
            *markup.ids(generations["origin_ids"]),
            *markup.ids(generations["site_origin_ids"]),
            *markup.ids(evidence["origin_ids"]),
        }
    )


def tables(viewer: Reader, accounts: pd.DataFrame, shifts: pd.DataFrame, selection: pd.DataFrame, generations: pd.DataFrame,
           evidence: pd.DataFrame) -> dict[str, pd.DataFrame]:  # fmt: skip
    """The page's data for files, headers in words with units: quotients first, then shift-share, themes, peers, the choice, its pace, the life cycle, sources."""
    w, names = viewer.w, viewer.names
    shares = viewer.ask("advantage/shares")
    sources = wording.sources_table(viewer, origin_ids(selection, generations, evidence))
    quotients = pd.DataFrame({
        **_host(viewer, accounts), w.t("Industry"): [answer.sector_name(s, w) for s in accounts["sector"]], w.t("Year"): accounts["year"],
        w.t("Value added in the host, KRW"): accounts["value_krw"], w.t("All industries in the host, KRW"): accounts["total_krw"],
        w.t("Industry in the reference, KRW"): accounts["nation_krw"], w.t("All industries in the reference, KRW"): accounts["nation_total_krw"],
        w.t("Location quotient"): accounts["lq"], w.t("Sources"): accounts["origin_ids"],
    })  # fmt: skip
    effects = pd.DataFrame({
        **_host(viewer, shifts), w.t("Industry"): [answer.sector_name(s, w) for s in shifts["sector"]],
        w.t("Value added 2015, KRW"): shifts["base_krw"], w.t("Value added 2020, KRW"): shifts["value_krw"],
        **{label: shifts[effect] for effect, label in zip(advantage.EFFECTS, (w.t("National effect, KRW"), w.t("Industry mix, KRW"), w.t("Regional effect, KRW")), strict=True)},
        w.t("Sources"): shifts["origin_ids"],
    })  # fmt: skip
    themes = answer.theme_rows(shifts)
    tested = pd.DataFrame({
        **_host(viewer, themes), w.t("Falls into"): [answer.sector_name(s, w) for s in themes["sector"]], w.t("Quotient 2015"): themes["lq_2015"],
        w.t("Quotient 2020"): themes["lq_2020"], w.t("Growth above the industry's in the nation, ratio"): themes["lead"],
        w.t("Reading"): [answer.reading_name(r, w) for r in themes["reading"]],
    })  # fmt: skip
    hosts = accounts.drop_duplicates("complex_id")
    near = pd.concat([answer.peers(shares, row.district_code).assign(complex_id=row.complex_id) for row in hosts.itertuples()])
    peers = pd.DataFrame({
        w.t("Complex"): near["complex_id"].map(names["complexes"]), w.t("District"): near["district_code"].map(names["districts"]), w.t("Distance"): near["distance"],
        w.t("Differs most in"): [answer.sector_name(s, w) for s in near["gap"]], w.t("Difference, ratio"): near["gap_share"],
    })  # fmt: skip
    records = selection.to_dict("records")
    chosen = pd.DataFrame({
        w.t("Topic"): [answer.aspect_name(r["topic"], w) if r["part"] == "aspect" else w.t("Selection") for r in records],
        w.t("Period"): [w.t("earlier") if r["period"] == "earlier" else w.t("the 15") for r in records], w.t("Title"): [w.of(r, "title") for r in records],
        w.t("Statement"): [w.of(r, "text") for r in records], w.t("Date"): selection["date_on"], w.t("Stated on"): selection["stated_on"],
        w.t("Note"): [w.of(r, "note") for r in records], w.t("Sources"): selection["origin_ids"],
    })  # fmt: skip
    pace = pd.DataFrame({
        w.t("Complex"): [w.of(r, "name") for r in generations.to_dict("records")], w.t("Generation"): [answer.generation_name(g, w) for g in generations["generation"]],
        w.t("Candidate on"): generations["candidate_on"], w.t("Plan approved on"): generations["approved_on"], w.t("Months, to the day where not approved"): generations["months"],
        w.t("Area, m2"): generations["area_m2"], w.t("Sources"): generations["origin_ids"],
    })  # fmt: skip
    items = evidence.to_dict("records")
    cycle = pd.DataFrame({
        w.t("Complex"): evidence["complex_id"].map(names["complexes"]), w.t("Stage of the life cycle"): [answer.stage_name(s, w) for s in evidence["stage"]],
        w.t("Where"): [w.t("here") if r == "here" else w.t("in the province") for r in evidence["reach"]], w.t("Name"): [w.of(r, "name") for r in items],
        w.t("Detail"): [answer.detail(r, w) for r in items], w.t("Sources"): evidence["origin_ids"],
    })  # fmt: skip
    return {w.t("Location quotients"): quotients, w.t("Shift-share"): effects, w.t("Host and theme"): tested, w.t("Peers"): peers, w.t("Selection"): chosen,
            w.t("Pace"): pace, w.t("Life cycle"): cycle, w.t("Sources"): sources}  # fmt: skip


def _host(viewer: Reader, rows: pd.DataFrame) -> dict[str, pd.Series]:
    """The columns that name a complex and its host."""
    w, names = viewer.w, viewer.names
    return {w.t("Complex"): rows["complex_id"].map(names["complexes"]), w.t("Host"): rows["district_code"].map(names["districts"])}
