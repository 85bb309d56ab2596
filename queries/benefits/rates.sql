-- question: what are the rates and amounts of the support measures, and of what?
-- grain: one row per rate
-- parameters:
-- columns:
--   rate_id: the rate
--   benefit_id: the measure
--   form: grant, tax-credit, tax-relief, loan, rent, public-works, easing or ceiling
--   basis: what the rate is a share of, or what the amount is for
--   firm_sizes: the firm sizes that it is for, empty for all
--   capital_area: true or false where it holds on one side of the capital area only
--   rate_min_pct, rate_max_pct: lowest and highest rate (percent)
--   amount_min_krw, amount_max_krw: lowest and highest amount (won)
--   cap_krw: ceiling on the state's part of one project (won)
--   cap_investment_pct: ceiling of the whole relief as a share of investment (percent)
--   cap_hire_min_krw, cap_hire_max_krw: what each worker adds to that ceiling (won)
--   national_share_pct: the state's highest share in it (percent)
--   text_ko, text_en: what the number leaves out
--   origin_ids: sources
SELECT rate_id, benefit_id, form, basis, coalesce(string_split(firm_sizes, ';'), []) AS firm_sizes, capital_area, rate_min_pct, rate_max_pct,
       amount_min_krw, amount_max_krw, cap_krw, cap_investment_pct, cap_hire_min_krw, cap_hire_max_krw, national_share_pct,
       text_ko, text_en, origin_ids
FROM facts.benefit_rates ORDER BY benefit_id, rate_id
