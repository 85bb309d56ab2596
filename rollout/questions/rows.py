"""What a row of each question holds. Written by `make rows` from queries/ and the store, not by hand."""

from typing import TypeAlias, TypedDict

import numpy as np
import numpy.typing as npt
import pandas as pd
from pandas.api.typing import NaTType

MaybeText: TypeAlias = str | float | None  # missing: nan; None where the column holds nothing else
MaybeWhole: TypeAlias = int | None
MaybeTruth: TypeAlias = bool | None
MaybeDay: TypeAlias = pd.Timestamp | NaTType
Texts: TypeAlias = npt.NDArray[np.object_]
Wholes: TypeAlias = npt.NDArray[np.int64]
MaybeTexts: TypeAlias = Texts | None
MaybeWholes: TypeAlias = Wholes | None


class AdvantageGenerations(TypedDict):
    """advantage/generations: one row per complex: the 15, and older ones under the special act of 2008."""

    id: str
    generation: int
    name_ko: str
    name_en: str
    area_m2: float
    candidate_on: MaybeDay
    approved_on: MaybeDay
    months: float
    ended: bool
    zone_m2: MaybeWhole
    developers: MaybeWhole
    state_developer: MaybeTruth
    firms: MaybeWhole
    origin_ids: Texts
    site_origin_ids: MaybeTexts


class AdvantageLifeCycle(TypedDict):
    """advantage/life_cycle: one row per complex, rule and thing that counts by it."""

    complex_id: str
    stage: str
    rule_id: str
    kind: str
    reach: str
    name_ko: str
    name_en: str
    on_day: MaybeDay
    on_precision: MaybeText
    start_year: MaybeWhole
    value: float
    unit: MaybeText
    warnings: Texts
    origin_ids: Texts


class AdvantageLifeCycleRules(TypedDict):
    """advantage/life_cycle_rules: one row per rule."""

    rule_id: str
    stage: str
    kind: str
    text_ko: str
    text_en: str


class AdvantageReference(TypedDict):
    """advantage/reference: one row per year and broad industry."""

    year: int
    sector: str
    districts: int
    share: float
    share_of_2010: float
    weight_of_2010: float


class AdvantageSelection(TypedDict):
    """advantage/selection: one row per statement, in the order to be told."""

    statement_id: str
    part: str
    topic: str
    period: str
    actor: str
    title_ko: str
    title_en: str
    text_ko: str
    text_en: str
    date_on: MaybeDay
    date_precision: MaybeText
    stated_on: pd.Timestamp
    warnings: MaybeTexts
    note_ko: str
    note_en: str
    origin_ids: Texts


class AdvantageShares(TypedDict):
    """advantage/shares: one row per district and broad industry, 2020."""

    district_code: str
    district_ko: str
    district_en: str
    province_id: str
    sector: str
    share: float
    total_krw: float
    growth: float
    complex_ids: Texts


class AdvantageSpecialisation(TypedDict):
    """advantage/specialisation: one row per complex, broad industry and year (2010, 2015, 2020)."""

    complex_id: str
    district_code: str
    district_ko: str
    district_en: str
    sector: str
    year: int
    value_krw: float
    total_krw: float
    nation_krw: float
    nation_total_krw: float
    lq: float
    relation: MaybeText
    origin_ids: Texts


class BenefitsCatalogue(TypedDict):
    """benefits/catalogue: one row per measure."""

    benefit_id: str
    name_ko: str
    name_en: str
    category: str
    provider_ko: str
    provider_en: str
    legal_basis_ko: MaybeText
    legal_basis_en: MaybeText
    amount_min_krw: MaybeWhole
    amount_max_krw: MaybeWhole
    rate_min_pct: float
    rate_max_pct: float
    amount_basis_ko: str
    amount_basis_en: str
    beneficiary: str
    region_scope: str
    complexes: Texts
    industries: Texts
    zone_type: MaybeText
    scheme: MaybeText
    state: str
    valid_from: MaybeDay
    valid_from_precision: MaybeText
    valid_to: MaybeDay
    valid_to_precision: MaybeText
    ends_in_days: MaybeWhole
    later_id: MaybeText
    later_ko: MaybeText
    later_en: MaybeText
    earlier_ids: Texts
    stated_on: MaybeDay
    stated_precision: MaybeText
    origin_ids: Texts
    warnings: MaybeTexts
    note_ko: MaybeText
    note_en: MaybeText


class BenefitsPlaces(TypedDict):
    """benefits/places: one row per complex or district."""

    place_id: str
    complex_id: MaybeText
    district_code: str
    province_id: str
    territory_id: str
    capital_area: bool
    complexes_here: Texts
    classes: Texts
    other_classes: Texts
    origin_ids: Texts


class BenefitsRates(TypedDict):
    """benefits/rates: one row per rate."""

    rate_id: str
    benefit_id: str
    form: str
    basis: str
    firm_sizes: Texts
    capital_area: MaybeTruth
    rate_min_pct: float
    rate_max_pct: float
    amount_min_krw: MaybeWhole
    amount_max_krw: MaybeWhole
    cap_krw: MaybeWhole
    cap_investment_pct: float
    cap_hire_min_krw: MaybeWhole
    cap_hire_max_krw: MaybeWhole
    national_share_pct: float
    text_ko: MaybeText
    text_en: MaybeText
    origin_ids: Texts


class BenefitsReach(TypedDict):
    """benefits/reach: one row per complex and measure."""

    complex_id: str
    benefit_id: str
    category: str
    name_ko: str
    name_en: str
    reach: str
    origin_ids: Texts


class BenefitsRelations(TypedDict):
    """benefits/relations: one row per relation and side."""

    benefit_id: str
    kind: str
    other_id: str
    other_ko: str
    other_en: str
    amount_min_krw: MaybeWhole
    amount_max_krw: MaybeWhole
    origin_ids: Texts


class BenefitsRules(TypedDict):
    """benefits/rules: one row per condition."""

    rule_id: str
    benefit_id: str
    field: str
    operator: str
    accepted: Texts
    firm_sizes: Texts
    text_ko: MaybeText
    text_en: MaybeText
    origin_ids: Texts


class BenefitsZones(TypedDict):
    """benefits/zones: one row per zone."""

    zone_id: str
    type: str
    name_ko: str
    name_en: str
    province_ids: Texts
    district_codes: Texts
    industry_ids: Texts
    complex_id: MaybeText
    outside: int
    designated_on: MaybeDay
    designated_precision: MaybeText
    origin_ids: Texts
    warnings: MaybeTexts
    note_ko: MaybeText
    note_en: MaybeText


class BenefitsZonesNear(TypedDict):
    """benefits/zones_near: one row per complex and zone."""

    complex_id: str
    zone_id: str
    type: str
    name_ko: str
    name_en: str
    nearness: str
    same_industry: bool
    designated_on: MaybeDay
    designated_precision: MaybeText
    origin_ids: Texts
    warnings: MaybeTexts
    note_ko: MaybeText
    note_en: MaybeText


class ComplexesAccounts(TypedDict):
    """complexes/accounts: one row per host district."""

    district_ko: str
    district_en: str
    year: int
    grdp_krw: int
    grdp_before_krw: int
    manufacturing_share: float
    national_share: float
    persons: int
    persons_before: int
    origin_ids: Texts


class ComplexesDesignations(TypedDict):
    """complexes/designations: one row per zone."""

    name_ko: str
    name_en: str
    type: str
    designated_on: MaybeDay
    designated_precision: MaybeText
    own: bool
    origin_ids: Texts


class ComplexesDossier(TypedDict):
    """complexes/dossier: one row."""

    complex_id: str
    district_ko: str
    district_en: str
    locality_ko: str
    locality_en: str
    developer_ko: str
    developer_en: str
    anchor_companies_ko: MaybeText
    latitude: float
    longitude: float
    note_ko: str
    note_en: str
    warnings: MaybeTexts
    origin_ids: Texts


class ComplexesEvents(TypedDict):
    """complexes/events: one row per event."""

    date: MaybeDay
    date_precision: MaybeText
    kind: str
    headline_ko: str
    headline_en: str
    note_ko: MaybeText
    note_en: MaybeText
    warnings: MaybeTexts
    origin_ids: Texts


class ComplexesHosts(TypedDict):
    """complexes/hosts: one row per host locality."""

    name_ko: str
    name_en: str
    level: str
    area_m2: int
    geometry_geojson: str


class ComplexesMeasures(TypedDict):
    """complexes/measures: one row per measure in force."""

    name_ko: str
    name_en: str
    category: str
    own: bool
    valid_to: MaybeDay
    origin_ids: Texts


class ComplexesOlderNearby(TypedDict):
    """complexes/older_nearby: one row per older complex, nearest first."""

    name_ko: str
    name_en: str
    distance_km: float
    cohort_year: MaybeWhole
    area_m2: float
    sold_pct: float
    sold_on: MaybeDay
    origin_ids: Texts


class ComplexesProgrammes(TypedDict):
    """complexes/programmes: one row per programme that has not ended."""

    institution_ko: str
    institution_en: str
    department_ko: MaybeText
    type: str
    seats_per_year: MaybeWhole
    seats_unit: MaybeText
    start_year: MaybeWhole
    origin_ids: Texts


class ComplexesTrail(TypedDict):
    """complexes/trail: one row per statement that counts."""

    stage_id: str
    status: str
    stated_on: pd.Timestamp
    from_day: pd.Timestamp
    to_day: pd.Timestamp
    date: pd.Timestamp
    precision: str
    origin_ids: Texts


class ForecastPositions(TypedDict):
    """forecast/positions: one row per complex and stage."""

    complex_id: str
    stage_id: str
    position: int
    state: str
    from_day: MaybeDay
    to_day: MaybeDay
    plan_from: MaybeDay
    plan_to: MaybeDay
    plan_precision: MaybeText
    plan_stated_on: MaybeDay
    plan_origin_ids: MaybeTexts
    evidence_on: pd.Timestamp
    origin_ids: MaybeTexts


class ForecastPromises(TypedDict):
    """forecast/promises: one row per planned statement about an older complex or one of the 15."""

    ledger: str
    id: str
    reference_class: MaybeText
    promise_id: str
    stage_id: str
    position: int
    stated_on: MaybeDay
    plan_from: pd.Timestamp
    plan_to: pd.Timestamp
    precision: str
    origin_ids: Texts
    warnings: MaybeTexts
    from_day: MaybeDay
    to_day: MaybeDay
    outcome_origin_ids: MaybeTexts
    passed_over: bool
    withdrawn_on: MaybeDay
    followed_until: pd.Timestamp


class ForecastReference(TypedDict):
    """forecast/reference: one row per reference complex and stage."""

    ref_id: str
    name_ko: str
    name_en: str
    reference_class: str
    cohort_year: MaybeWhole
    stage_id: str
    position: int
    from_day: MaybeDay
    to_day: MaybeDay
    precision: MaybeText
    stated_on: MaybeDay
    origin_ids: MaybeTexts
    warnings: MaybeTexts
    withdrawn_on: MaybeDay
    followed_until: MaybeDay


class GreenGovernance(TypedDict):
    """green/governance: one row per body, meeting or agreement."""

    body_id: str
    parent_id: MaybeText
    kind: str
    field: str
    body_ko: str
    body_en: str
    role_ko: str
    role_en: str
    members_ko: MaybeText
    members_en: MaybeText
    date_on: MaybeDay
    date_precision: MaybeText
    stage_id: MaybeText
    province_ids: MaybeTexts
    complex_ids: MaybeTexts
    stated_on: MaybeDay
    warnings: MaybeTexts
    note_ko: MaybeText
    note_en: MaybeText
    origin_ids: Texts


class GreenIndicators(TypedDict):
    """green/indicators: one row per target or actual."""

    indicator_id: str
    theme: str
    metric_ko: str
    metric_en: str
    place_ko: MaybeText
    place_en: MaybeText
    province_id: MaybeText
    value: float
    unit: str
    unit_ko: str
    year: MaybeWhole
    status: str
    stated_on: MaybeDay
    warnings: MaybeTexts
    note_ko: MaybeText
    note_en: MaybeText
    origin_ids: Texts


class GreenOlderPhases(TypedDict):
    """green/older_phases: one row per phase and older complex."""

    phase_id: str
    place: int
    ref_id: str
    name_ko: str
    name_en: str
    least_days: int
    most_days: int
    median_days: float
    shortest_days: float
    longest_days: float
    excess: MaybeText
    cases: int
    from_on: pd.Timestamp
    from_precision: str
    to_on: pd.Timestamp
    to_precision: str
    origin_ids: Texts


class GreenPhases(TypedDict):
    """green/phases: one row per complex and phase that it has begun."""

    phase_id: str
    place: int
    from_stage_id: str
    to_stage_id: str
    complex_id: str
    state: str
    stands: bool
    least_days: MaybeWhole
    most_days: MaybeWhole
    limit_days: float
    limit_kind: MaybeText
    excess: MaybeText
    from_on: MaybeDay
    from_precision: MaybeText
    to_on: MaybeDay
    to_precision: MaybeText
    stated_on: MaybeDay
    origin_ids: Texts


class GreenSteps(TypedDict):
    """green/steps: one row per step."""

    step_id: str
    step_no: int
    phase_id: MaybeText
    to_stage_id: str
    name_ko: str
    name_en: str
    legal_basis_ko: MaybeText
    legal_basis_en: MaybeText
    authority_ko: MaybeText
    authority_en: MaybeText
    statutory_days: MaybeWhole
    typical_months: float
    months_kind: MaybeText
    covers: MaybeText
    stated_on: MaybeDay
    warnings: MaybeTexts
    note_ko: str
    note_en: str
    origin_ids: Texts


class GreenTargets(TypedDict):
    """green/targets: one row per target that has an actual; a metric without one has no row."""

    indicator_id: str
    theme: str
    metric_ko: str
    metric_en: str
    place_ko: MaybeText
    place_en: MaybeText
    province_id: MaybeText
    target: float
    target_year: int
    unit: str
    unit_ko: str
    actual: float
    actual_year: int
    first_year: MaybeWhole
    distance: float
    pace: float
    latest: bool
    warnings: MaybeTexts
    origin_ids: Texts


class GreenZones(TypedDict):
    """green/zones: one row per complex and zone; a complex without any has one row without a zone."""

    complex_id: str
    zone_id: MaybeText
    name_ko: MaybeText
    name_en: MaybeText
    type: MaybeText
    own: bool
    designated_on: MaybeDay
    designated_precision: MaybeText
    stated_on: MaybeDay
    warnings: MaybeTexts
    note_ko: MaybeText
    note_en: MaybeText
    origin_ids: MaybeTexts


class InvestmentBuilding(TypedDict):
    """investment/building: one row per complex."""

    complex_id: str
    started: str
    sold: str
    completed: str
    running: str
    started_on: MaybeDay
    started_precision: MaybeText
    completed_on: MaybeDay
    completed_precision: MaybeText
    origin_ids: Texts


class InvestmentFdi(TypedDict):
    """investment/fdi: one row per year, period, basis and scope: its newest vintage known that day."""

    year: int
    period: str
    scope_kind: str
    scope: str
    scope_ko: str
    scope_en: str
    province_id: MaybeText
    basis: str
    amount_usd: int
    vintage: str
    first_usd: MaybeWhole
    share: float
    known_since: pd.Timestamp
    warnings: Texts
    note_ko: MaybeText
    note_en: MaybeText
    origin_ids: Texts


class InvestmentGoalValues(TypedDict):
    """investment/goal_values: one row per published value."""

    progress_id: str
    target_id: str
    role: str
    value: float
    unit_ko: str
    unit_en: str
    value_on: pd.Timestamp
    value_precision: str
    warnings: Texts
    note_ko: MaybeText
    note_en: MaybeText
    origin_ids: Texts


class InvestmentOccupancy(TypedDict):
    """investment/occupancy: one row per published value."""

    occupancy_id: str
    place: str
    place_ko: str
    place_en: str
    province_id: MaybeText
    situation: MaybeText
    industry_id: MaybeText
    metric: str
    value: float
    value_on: pd.Timestamp
    part: bool
    newest: bool
    completed_on: MaybeDay
    completed_precision: MaybeText
    years: float
    started_on: MaybeDay
    warnings: Texts
    note_ko: MaybeText
    note_en: MaybeText
    origin_ids: Texts
    completed_origin_ids: Texts


class InvestmentSiteCosts(TypedDict):
    """investment/site_costs: one row per complex."""

    complex_id: str
    short_ko: str
    short_en: str
    capital_area: bool
    cost_krw: MaybeWhole
    cost_stated_on: MaybeDay
    cost_area_m2: MaybeWhole
    first_cost_krw: MaybeWhole
    first_cost_stated_on: MaybeDay
    first_cost_area_m2: MaybeWhole
    area_m2: int
    area_stated_on: pd.Timestamp
    announced_m2: int
    warnings: Texts
    note_ko: MaybeText
    note_en: MaybeText
    origin_ids: Texts


class InvestmentStatements(TypedDict):
    """investment/statements: one row per statement known that day (undated ones from their pages' day on, else from the
    start of their own years, else from the end of the last one; those without any year on every day)."""

    investment_id: str
    money_kind: str
    investor_kind: str
    company_ko: MaybeText
    company_en: MaybeText
    amount_krw: MaybeWhole
    complex_id: MaybeText
    province_id: MaybeText
    situation: MaybeText
    district_ko: MaybeText
    industry_id: str
    period_from: MaybeWhole
    period_to: MaybeWhole
    stated_on: MaybeDay
    stated_precision: MaybeText
    cancelled: bool
    head_id: str
    whole_id: MaybeText
    wholes: Texts
    warnings: Texts
    note_ko: str
    note_en: str
    origin_ids: Texts


class InvestmentTargets(TypedDict):
    """investment/targets: one row per goal known that day (undated ones from their pages' day on, else from the
    start)."""

    target_id: str
    programme_ko: str
    programme_en: str
    metric_ko: str
    metric_en: str
    goal_group: MaybeText
    value: float
    unit_ko: MaybeText
    unit_en: MaybeText
    due_on: MaybeDay
    due_precision: MaybeText
    scope: str
    industry_id: MaybeText
    province_id: MaybeText
    complex_id: MaybeText
    situation: MaybeText
    stated_on: MaybeDay
    stated_precision: MaybeText
    warnings: Texts
    note_ko: MaybeText
    note_en: MaybeText
    state: str
    found: float
    found_unit_ko: MaybeText
    found_unit_en: MaybeText
    found_on: MaybeDay
    found_precision: MaybeText
    found_note_ko: MaybeText
    found_note_en: MaybeText
    found_warnings: Texts
    values_found: int
    distance: float
    pace_needed: float
    pace_so_far: float
    origin_ids: Texts


class MapFigures(TypedDict):
    """map/figures: one row per si, gun or gu, per province, and one for the nation."""

    level: str
    code: str
    name_ko: str
    name_en: str
    province_id: MaybeText
    capital_area: MaybeTruth
    grdp_krw: int
    share: float
    growth: float
    lq: float
    persons: int
    people_change: float
    hosts: Texts


class MapItems(TypedDict):
    """map/items: one row per item and place (a zone of two cities has two)."""

    kind: str
    item_id: str
    type: str
    name_ko: str
    name_en: str
    industry_ids: Texts
    complex_id: MaybeText
    dated_on: MaybeDay
    dated_precision: MaybeText
    origin_ids: Texts
    warnings: MaybeTexts
    place_code: str
    province_id: str
    latitude: float
    longitude: float
    exact: bool
    capital_area: bool


class MapNear(TypedDict):
    """map/near: one row per complex and item or other complex within the distance, nearest first."""

    complex_id: str
    kind: str
    item_id: str
    type: MaybeText
    name_ko: str
    name_en: str
    place_code: MaybeText
    distance_km: float
    dated_on: MaybeDay
    dated_precision: MaybeText
    origin_ids: Texts
    warnings: MaybeTexts


class ProgressBoard(TypedDict):
    """progress/board: one row per complex and stage of the board."""

    complex_id: str
    stage_id: str
    position: int
    state: str
    date: MaybeDay
    precision: MaybeText
    stated_on: MaybeDay
    first_date: MaybeDay
    first_precision: MaybeText
    first_stated_on: MaybeDay
    last_date: MaybeDay
    last_precision: MaybeText
    last_stated_on: MaybeDay
    first_end: MaybeDay
    last_end: MaybeDay
    withdrawn_on: MaybeDay
    slip_months: MaybeWhole
    restatements: int
    heard_on: pd.Timestamp
    origin_ids: MaybeTexts


class ProgressChanges(TypedDict):
    """progress/changes: one row per dated news: an event, or a plan that was restated to another date."""

    on_day: pd.Timestamp
    on_precision: str
    complex_id: str
    kind: str
    headline_ko: MaybeText
    headline_en: MaybeText
    stage_id: MaybeText
    before_on: MaybeDay
    before_precision: MaybeText
    after_on: MaybeDay
    after_precision: MaybeText
    moved_months: MaybeWhole
    origin_ids: Texts


class ProgressChangesBetween(TypedDict):
    """progress/changes_between: one row per complex and change: a stage reached, restated or withdrawn; an area or cost
    stated anew; new money; a new zone."""

    complex_id: str
    kind: str
    subject: str
    subject_ko: MaybeText
    subject_en: MaybeText
    before_on: MaybeDay
    before_precision: MaybeText
    after_on: MaybeDay
    after_precision: MaybeText
    before_value: float
    after_value: float
    moved_months: MaybeWhole
    stated_on: pd.Timestamp
    origin_ids: Texts


class ProgressComplexes(TypedDict):
    """progress/complexes: one row per complex."""

    complex_id: str
    short_ko: str
    short_en: str
    name_ko: str
    name_en: str
    theme_ko: str
    theme_en: str
    province_id: str
    province_ko: str
    province_en: str
    capital_area: bool
    district_code: str
    industry_ids: Texts
    latitude: float
    longitude: float
    area_m2: int
    announced_m2: int
    area_stated_on: pd.Timestamp
    area_origin_ids: Texts
    cost_krw: MaybeWhole
    cost_stated_on: MaybeDay
    cost_origin_ids: MaybeTexts
    stage_id: str
    stage_position: int
    stage_on: pd.Timestamp
    stage_precision: str
    next_stage_id: MaybeText
    next_state: MaybeText
    next_on: MaybeDay
    next_precision: MaybeText
    construction_state: str
    construction_slip_months: MaybeWhole


class ProgressFigures(TypedDict):
    """progress/figures: one row per statement."""

    figure_id: str
    metric: str
    value: int
    unit: str
    stated_on: pd.Timestamp
    stated_precision: str
    counts: bool
    warnings: MaybeTexts
    note_ko: MaybeText
    note_en: MaybeText
    origin_ids: Texts


class ProgressPrivateInvestment(TypedDict):
    """progress/private_investment: one row per amount that companies announced for one complex and that was in force
    that day (not MOUs, surveys of intent, sums that cover more than the complex, or parts of another row about the same
    complex)."""

    complex_id: str
    company_ko: str
    company_en: str
    amount_krw: int
    period_to: int
    stated_on: pd.Timestamp
    origin_ids: Texts


class ProgressStages(TypedDict):
    """progress/stages: one row per stage of the board."""

    stage_id: str
    position: int
    name_ko: str
    name_en: str
    short_ko: str
    short_en: str
    definition_ko: str
    definition_en: str


class ProgressStatements(TypedDict):
    """progress/statements: one row per statement."""

    milestone_id: str
    stated_on: pd.Timestamp
    stated_precision: str
    status: str
    date: pd.Timestamp
    precision: str
    counts: bool
    warnings: MaybeTexts
    note_ko: MaybeText
    note_en: MaybeText
    origin_ids: Texts


class ScheduleSetbacks(TypedDict):
    """schedule/setbacks: one row per event of the kind setback."""

    complex_id: str
    date: pd.Timestamp
    date_precision: str
    headline_ko: str
    headline_en: str
    origin_ids: Texts


class ScheduleStanding(TypedDict):
    """schedule/standing: one row per day, complex and stage of the board."""

    day: pd.Timestamp
    complex_id: str
    stage_id: str
    position: int
    state: str
    date: MaybeDay
    precision: MaybeText
    stated_on: MaybeDay
    first_date: MaybeDay
    first_precision: MaybeText
    first_stated_on: MaybeDay
    first_end: MaybeDay
    last_end: MaybeDay
    withdrawn_on: MaybeDay
    slip_months: MaybeWhole
    restatements: int
    late_first: bool
    late_latest: bool
    passed_days: MaybeWhole
    heard_on: pd.Timestamp
    origin_ids: MaybeTexts
    first_origin_ids: MaybeTexts


class ScheduleTrail(TypedDict):
    """schedule/trail: one row per statement that counts; several on one day where sources contradict each other."""

    complex_id: str
    stated_on: pd.Timestamp
    status: str
    date: pd.Timestamp
    precision: str
    due_by: pd.Timestamp
    leads: bool
    note_ko: str
    note_en: str
    publishers: Texts
    origin_ids: Texts


class ScopeNames(TypedDict):
    """scope/names: one row per province, industry, stage, complex or district (si, gun, gu)."""

    kind: str
    id: str
    name_ko: str
    name_en: str
    place: int
    choice: bool
    known_ids: Texts


class ScopePlaceNames(TypedDict):
    """scope/place_names: one row per place and name."""

    kind: str
    place_id: str
    name: str


class SearchIndex(TypedDict):
    """search/index: one row per complex, company, school, measure, zone, place, term or source."""

    kind: str
    id: str
    type: MaybeText
    name_ko: str
    name_en: str
    extra_ko: MaybeText
    extra_en: MaybeText
    also: MaybeText
    within: MaybeText
    known_on: MaybeDay


class SourcesCatalogue(TypedDict):
    """sources/catalogue: one row per origin."""

    origin_id: str
    publisher: str
    title: str
    url: str
    published_on: MaybeDay
    kind: str
    title_seen: bool
    tables: Texts
    row_counts: Wholes
    used: int
    complex_ids: Texts


class SourcesCoverage(TypedDict):
    """sources/coverage: one row per complex and subject, published or not."""

    complex_id: str
    subject_kind: str
    subject: str
    place: int
    statements: int
    official: int
    undated: int
    newest_on: MaybeDay
    skipped: bool
    published: bool
    origin_ids: Texts


class SourcesFreshness(TypedDict):
    """sources/freshness: one row per complex of which anything was said."""

    complex_id: str
    newest_on: pd.Timestamp


class SourcesGlossary(TypedDict):
    """sources/glossary: one row per term."""

    kind: str
    code: str
    place: MaybeWhole
    term_ko: str
    term_en: str
    also: str
    definition_ko: str
    definition_en: str
    legal_basis_ko: MaybeText
    legal_basis_en: MaybeText
    origin_ids: Texts


class SourcesKnown(TypedDict):
    """sources/known: one row per row of a table of facts that is known on a day."""

    table_name: str
    row_id: str
    known_since: MaybeDay


class SourcesOrigins(TypedDict):
    """sources/origins: one row per origin."""

    origin_id: str
    publisher: str
    title: str
    url: str
    published_on: MaybeDay
    kind: str
    title_seen: bool


class SourcesSupport(TypedDict):
    """sources/support: one row per table."""

    table_name: str
    packaged: bool
    rows: int
    official: int
    undated: int
    weak: int
    origins: int
    newest_on: MaybeDay


class SourcesUsageWarnings(TypedDict):
    """sources/usage_warnings: one row per warning."""

    warning_id: str
    name_ko: str
    name_en: str
    meaning_ko: str
    meaning_en: str


class TalentPipeline(TypedDict):
    """talent/pipeline: one row per complex and programme that has not ended, nearest first."""

    complex_id: str
    programme_id: str
    distance_km: float
    same_industry: bool
    type: str
    level: str
    state: str
    counted: bool
    part: bool
    institution_ko: str
    institution_en: str
    department_ko: MaybeText
    industry_id: str
    province_id: str
    district_code: MaybeText
    place: str
    seats_per_year: MaybeWhole
    seats_unit: MaybeText
    seats_kind: MaybeText
    stated_on: MaybeDay
    origin_ids: Texts


class TalentProgrammes(TypedDict):
    """talent/programmes: one row per programme at one institution, as known on the as-of day."""

    programme_id: str
    type: str
    level: str
    state: str
    counted: bool
    part: bool
    institution_ko: str
    institution_en: str
    department_ko: MaybeText
    industry_id: str
    partner_company_ko: MaybeText
    ministry_ko: MaybeText
    ministry_en: MaybeText
    province_id: MaybeText
    district_code: MaybeText
    capital_area: MaybeTruth
    place: str
    latitude: float
    longitude: float
    seats_per_year: MaybeWhole
    seats_unit: MaybeText
    seats_kind: MaybeText
    budget_krw: MaybeWhole
    start_year: MaybeWhole
    end_year: MaybeWhole
    stated_on: MaybeDay
    note_ko: str
    note_en: str
    warnings: Texts
    origin_ids: Texts


class TalentSupply(TypedDict):
    """talent/supply: one row per published figure, as known on the as-of day."""

    supply_id: str
    industry_id: MaybeText
    metric: str
    year: int
    scope_ko: str
    scope_en: str
    value: int
    unit: str
    unit_ko: str
    additional_years: MaybeWhole
    stated_on: MaybeDay
    note_ko: MaybeText
    note_en: MaybeText
    warnings: Texts
    origin_ids: Texts
