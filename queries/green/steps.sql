-- question: which steps does the legal procedure have, who acts on which legal basis, and what time is set or usual, as known on a day?
-- grain: one row per step
-- parameters: as_of DATE
-- columns:
--   step_id, step_no: the step and its place in the order
--   phase_id: the phase that it lies in; empty for the choice of the candidates, with which the procedure begins
--   to_stage_id: the stage that ends the phase
--   name_ko, name_en: the step
--   legal_basis_ko, legal_basis_en: the law; empty where no page names one
--   authority_ko, authority_en: who acts, `;`-separated
--   statutory_days: days that the law sets
--   typical_months: months that a page gives
--   months_kind: average, ceiling, goal, case, stated or sum
--   covers: whether that time is of the whole phase, a part of it, or more than one phase (beyond)
--   stated_on: the earliest day on which one of its pages was published; empty where none has a date
--   warnings: usage warnings
--   note_ko, note_en: our note
--   origin_ids: sources
WITH dated AS (SELECT *, first_published(origin_ids) AS stated_on FROM facts.statutory_process)
SELECT s.step_id, s.step_no, p.phase_id, s.to_stage_id, s.name_ko, s.name_en, s.legal_basis_ko, s.legal_basis_en, 
       called_ko(s.authority_ko, NULL, $as_of) AS authority_ko, called_en(s.authority_en, NULL, $as_of) AS authority_en,
       s.statutory_days, s.typical_months, s.months_kind, s.covers, s.stated_on, s.warnings, s.note_ko, s.note_en, s.origin_ids
FROM dated AS s
LEFT JOIN procedure_phases() AS p ON p.to_stage_id = s.to_stage_id AND (p.phase_id = 'announced-to-approved') = coalesce(s.covers = 'beyond', false)
WHERE coalesce(s.stated_on, $as_of) <= $as_of
ORDER BY s.step_no
