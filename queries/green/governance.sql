-- question: which bodies, meetings and agreements were known on a day?
-- grain: one row per body, meeting or agreement
-- parameters: as_of DATE
-- columns:
--   body_id: the row
--   parent_id: the body that met; empty for a body, an agreement, or a meeting whose body has no row
--   kind: body, meeting or agreement
--   field: procedure, designation, support, green or local
--   body_ko, body_en: its name
--   role_ko, role_en: what it does or decided
--   members_ko, members_en: who takes part, `;`-separated, as far as pages name them
--   date_on, date_precision: a body's start or first meeting, the day of a meeting or an agreement
--   stage_id: the stage that it decides or prepares
--   province_ids: provinces of a local one
--   complex_ids: those of the 15 that it names
--   stated_on: the earliest day on which one of its pages was published; empty where none has a date
--   warnings: usage warnings
--   note_ko, note_en: our note
--   origin_ids: sources
-- What met or was signed later is unknown, and so is what no page spoke of yet; without a dated page it counts from the end of its period.
WITH dated AS (
    SELECT *, first_published(origin_ids) AS stated_on, CASE WHEN kind = 'body' THEN $as_of ELSE coalesce(date_on, $as_of) END AS called_on FROM facts.governance
)
SELECT body_id, parent_id, kind, field, body_ko, body_en, role_ko, role_en,
       called_ko(members_ko, NULL, called_on) AS members_ko, called_en(members_en, NULL, called_on) AS members_en, date_on, date_precision, stage_id,
       CASE WHEN province_ids IS NOT NULL THEN provinces_on(province_ids, $as_of) END AS province_ids, complex_ids, stated_on, warnings, note_ko, note_en, origin_ids
FROM dated
WHERE coalesce(stated_on, period_end(date_on, date_precision), $as_of) <= $as_of
  AND (kind = 'body' OR period_start(date_on, date_precision) <= $as_of)
ORDER BY list_position(['procedure', 'designation', 'support', 'green', 'local'], field),
         list_position(['body', 'meeting', 'agreement'], kind), date_on DESC NULLS LAST, body_en
