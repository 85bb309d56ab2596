-- en: Plans that slipped by a year or more: first planned date against the last one
-- ko: 1년 이상 순연된 계획(최초 계획 대비 최근 계획)
WITH plans AS (
    SELECT complex_id, stage_id,
           arg_min(date, stated_on) AS first_plan,
           arg_max(date, stated_on) AS last_plan,
           list_distinct(flatten(list(origin_ids))) AS origin_ids
    FROM milestones
    WHERE status = 'planned' AND counts AND date IS NOT NULL
    GROUP BY ALL
)
SELECT c.short_{lang} AS complex, s.short_{lang} AS stage,
       c.theme_{lang} AS theme, first_plan, last_plan,
       datediff('month', first_plan, last_plan) AS months,
       plans.origin_ids
FROM plans
JOIN complexes AS c USING (complex_id)
JOIN stages AS s USING (stage_id)
WHERE months >= 12
ORDER BY months DESC, complex
