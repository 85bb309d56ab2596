-- Every support measure known by a day, with its state on that day: in-force, planned, replaced or ended.
-- Known: from the day it was stated, else from its pages' day, else from its first day on.
-- A measure is replaced once a later one that took its place is known and has begun (later_id, later_ko, later_en: once it is known).
-- An end without a date holds from the day of its status, and before that day the measure is what it was: planned, then in force.
-- A measure that replaces itself through others replaces nothing.
CREATE MACRO measures_at(known_on) AS TABLE
WITH RECURSIVE known AS (
    SELECT *, coalesce(stated_on, first_published(origin_ids), valid_from) AS known_since FROM facts.benefits
    WHERE coalesce(stated_on, first_published(origin_ids), valid_from, known_on) <= known_on
),
onward AS (
    SELECT benefit_id, superseded_by AS later_id FROM facts.benefits WHERE superseded_by IS NOT NULL
    UNION
    SELECT o.benefit_id, b.superseded_by FROM onward AS o JOIN facts.benefits AS b ON b.benefit_id = o.later_id WHERE b.superseded_by IS NOT NULL
),
linked AS (
    SELECT b.*, CASE WHEN NOT EXISTS (FROM onward AS ring WHERE ring.benefit_id = b.superseded_by AND ring.later_id = b.benefit_id)
                     THEN b.superseded_by END AS replaced_by
    FROM known AS b
)
SELECT b.* EXCLUDE (known_since, replaced_by), later.benefit_id AS later_id, later.name_ko AS later_ko, later.name_en AS later_en,
       CASE WHEN coalesce(later.valid_from, later.known_since) <= known_on THEN 'replaced'
            WHEN b.valid_to < known_on THEN 'ended'
            WHEN b.status = 'ended' AND CASE WHEN b.status_on IS NOT NULL THEN b.status_on <= known_on
                 ELSE b.valid_to IS NULL AND b.replaced_by IS NULL AND status_holds(NULL, b.stated_on, b.origin_ids, known_on) END THEN 'ended'
            WHEN b.status = 'planned' OR b.valid_from > known_on OR (b.status = 'in-force' AND b.status_on > known_on) THEN 'planned'
            ELSE 'in-force' END AS state
FROM linked AS b LEFT JOIN known AS later ON later.benefit_id = b.replaced_by;
