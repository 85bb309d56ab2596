-- question: how much foreign direct investment was reported and arrived, as published by a day?
-- grain: one row per year, period, basis and scope: its newest vintage known that day
-- parameters: as_of DATE
-- columns:
--   year: the calendar year
--   period: year, H1 or Q1-Q3
--   scope_kind: total, sector, mode, country, area or province
--   scope: slug of the scope
--   scope_ko, scope_en: the scope
--   province_id: the province, if it is one
--   basis: reported (filed) or arrived
--   amount_usd: the amount (US dollars)
--   vintage: first or revised
--   first_usd: the amount as first published, where it was restated since (US dollars)
--   share: part of the newest total of the same period and basis (0 to 1)
--   known_since: the oldest page found with it; the end of the period where no page has a date
--   warnings: usage warnings
--   note_ko, note_en: our note
--   origin_ids: sources, of the first publication too
WITH dated AS (
    SELECT f.*, CASE period WHEN 'year' THEN make_date(year, 12, 31) WHEN 'H1' THEN make_date(year, 6, 30) ELSE make_date(year, 9, 30) END AS ends_on,
           first_published(f.origin_ids) AS published_on
    FROM facts.fdi AS f
),
known AS (
    SELECT *, greatest(coalesce(published_on, ends_on), ends_on) AS known_since FROM dated
    WHERE greatest(coalesce(published_on, ends_on), ends_on) <= $as_of
),
newest AS (
    SELECT year, period, scope_kind, scope, province_id, basis, last(k ORDER BY vintage) AS now, first(k ORDER BY vintage) AS original,
           flatten(list(origin_ids)) AS origin_ids
    FROM known AS k GROUP BY ALL
)
SELECT n.year, n.period, n.scope_kind, n.scope, n.now.scope_ko AS scope_ko, n.now.scope_en AS scope_en, province_on(n.province_id, $as_of) AS province_id, n.basis, n.now.amount_usd AS amount_usd,
       n.now.vintage AS vintage, CASE WHEN n.original.amount_usd <> n.now.amount_usd THEN n.original.amount_usd END AS first_usd,
       n.now.amount_usd / t.now.amount_usd AS share, n.now.known_since AS known_since, coalesce(n.now.warnings, []) AS warnings,
       n.now.note_ko AS note_ko, n.now.note_en AS note_en, n.origin_ids
FROM newest AS n
LEFT JOIN newest AS t ON t.year = n.year AND t.period = n.period AND t.basis = n.basis AND t.scope_kind = 'total'
ORDER BY n.year, n.period DESC, n.scope_kind, n.scope, n.basis DESC
