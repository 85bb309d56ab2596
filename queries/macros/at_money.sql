-- Every statement about money known on a day (undated ones from their pages' day on, else from the start of their own years, else from
-- the end of the last one: no plan is announced after that; of those without any year it can't be told, and they are here on every day),
-- with what is known of it that day:
--   cancelled: whether the plan was given up by then
--   head_id: the newest statement of the same plan: itself unless it was restated by then. Of a ring of restatements the newest.
--   repeated: whether another statement of the same complex, investor, kind and amount stands beside it that neither restates the other;
--     the newest of them is taken for the restatement of all, so that an amount entered twice counts once
--   whole_id: the newest statement of the nearest whole that contains it, of any kind of money; empty if none is known
--   within_ids: every known statement that contains it
-- A whole is looked for up the chain of parts, and from each whole back along its earlier statements: a part of the restated
-- plan lies in the plan. A link to a whole by which a statement would contain itself is none.
CREATE MACRO money_at(known_on) AS TABLE
WITH RECURSIVE known AS MATERIALIZED (
    SELECT *, status = 'cancelled' AND status_holds(status_on, stated_on, origin_ids, known_on) AS cancelled
    FROM facts.investments
    WHERE coalesce(stated_on, first_published(origin_ids),
                   make_date(CASE WHEN money_kind IN ('executed', 'mou') THEN period_to ELSE period_from END, 1, 1), make_date(period_to, 12, 31),
                   known_on) <= known_on
),
forward AS (
    SELECT investment_id, investment_id AS later_id FROM known
    UNION
    SELECT f.investment_id, n.investment_id FROM forward AS f JOIN known AS n ON n.supersedes = f.later_id
),
restated AS (
    SELECT f.investment_id, first(f.later_id ORDER BY n.stated_on DESC NULLS LAST, f.later_id) AS head_id
    FROM forward AS f JOIN known AS n ON n.investment_id = f.later_id
    WHERE NOT EXISTS (FROM forward AS on_ WHERE on_.investment_id = f.later_id
                      AND NOT EXISTS (FROM forward AS back WHERE back.investment_id = on_.later_id AND back.later_id = f.later_id))
    GROUP BY f.investment_id
),
alike AS (
    SELECT k.investment_id, count(*) OVER same > 1 AS repeated,
           first_value(k.investment_id) OVER (same ORDER BY k.stated_on DESC NULLS LAST, k.investment_id) AS newest_id
    FROM known AS k JOIN restated AS r ON r.investment_id = k.investment_id AND r.head_id = k.investment_id
    WHERE k.amount_krw IS NOT NULL AND k.company_ko IS NOT NULL AND NOT k.cancelled
      AND NOT list_contains(coalesce(k.warnings, []), 'do-not-add')
      AND NOT EXISTS (FROM facts.confirmations AS c WHERE c.table_name = 'investments' AND c.concern = 'doubled' AND c.row_key = k.investment_id)
    -- A budget or money spent is that of its years; what is tied to no complex needs more to be the same.
    WINDOW same AS (PARTITION BY k.complex_id, investor_key(k.company_ko), k.investor_kind, k.money_kind, k.amount_krw,
        CASE WHEN k.complex_id IS NULL OR k.money_kind IN ('budget', 'executed') THEN (k.period_from, k.period_to) END,
        CASE WHEN k.complex_id IS NULL THEN (k.province_id, plain(k.district_ko), k.industry_id) END)
),
heads AS MATERIALIZED (
    SELECT r.investment_id, coalesce(a.newest_id, r.head_id) AS head_id, coalesce(a.repeated, false) AS repeated
    FROM restated AS r LEFT JOIN alike AS a ON a.investment_id = r.head_id
),
links AS (
    SELECT investment_id, unnest([part_of, supersedes]) AS to_id FROM facts.investments
),
onward AS (
    FROM links WHERE to_id IS NOT NULL
    UNION
    SELECT o.investment_id, l.to_id FROM onward AS o JOIN links AS l ON l.investment_id = o.to_id WHERE l.to_id IS NOT NULL
),
parts AS MATERIALIZED (
    SELECT i.investment_id, i.part_of, i.supersedes FROM facts.investments AS i ANTI JOIN onward AS ring ON ring.investment_id = i.part_of AND ring.to_id = i.investment_id
    UNION ALL
    SELECT i.investment_id, NULL, i.supersedes FROM facts.investments AS i SEMI JOIN onward AS ring ON ring.investment_id = i.part_of AND ring.to_id = i.investment_id
),
upward USING KEY (investment_id, whole_id) AS (
    SELECT investment_id, p.part_of AS whole_id, 1 AS steps FROM known JOIN parts AS p USING (investment_id) WHERE p.part_of IS NOT NULL
    UNION
    SELECT u.investment_id, step.whole_id, min(u.steps + 1)
    FROM upward AS u JOIN parts AS p ON p.investment_id = u.whole_id, LATERAL (SELECT unnest([p.part_of, p.supersedes]) AS whole_id) AS step
    WHERE step.whole_id IS NOT NULL
      AND NOT EXISTS (FROM recurring.upward AS seen WHERE seen.investment_id = u.investment_id AND seen.whole_id = step.whole_id)
    GROUP BY u.investment_id, step.whole_id
),
wholes AS (
    SELECT u.investment_id, arg_min(h.head_id, u.steps) AS whole_id, list(u.whole_id ORDER BY u.steps, u.whole_id) AS within_ids
    FROM upward AS u JOIN heads AS h ON h.investment_id = u.whole_id
    WHERE u.whole_id <> u.investment_id
    GROUP BY u.investment_id
)
SELECT k.*, h.head_id, h.repeated, w.whole_id, coalesce(w.within_ids, []) AS within_ids
FROM known AS k JOIN heads AS h USING (investment_id) LEFT JOIN wholes AS w USING (investment_id);
