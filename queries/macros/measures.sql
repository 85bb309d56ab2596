-- Every support measure known by a day, with its state on that day: in-force, planned, replaced or ended.
-- A measure is replaced once a later one that took its place is known and has begun; an end without a date counts as ended on any day.
CREATE MACRO measures_at(known_on) AS TABLE
SELECT b.*, later.name_ko AS later_ko, later.name_en AS later_en,
       CASE WHEN coalesce(later.valid_from, later.stated_on) <= known_on AND coalesce(later.stated_on, later.valid_from) <= known_on THEN 'replaced'
            WHEN b.valid_to < known_on OR (b.status = 'ended' AND b.valid_to IS NULL AND b.superseded_by IS NULL) THEN 'ended'
            WHEN b.status = 'planned' OR b.valid_from > known_on THEN 'planned'
            ELSE 'in-force' END AS state
FROM facts.benefits AS b LEFT JOIN facts.benefits AS later ON later.benefit_id = b.superseded_by
WHERE b.stated_on <= known_on OR (b.stated_on IS NULL AND (b.valid_from IS NULL OR b.valid_from <= known_on));
