-- The phases of the procedure: each from one stage of the board to the next (the developer's choice and the agreement are one phase),
-- and the whole way from the announcement to the approval.
CREATE MACRO procedure_phases() AS TABLE
SELECT * FROM (VALUES
    ('agreement', 1, 'candidate-selected', 'agreement-signed'),
    ('preparation', 2, 'agreement-signed', 'prefeasibility-started'),
    ('prefeasibility', 3, 'prefeasibility-started', 'prefeasibility-cleared'),
    ('plan', 4, 'prefeasibility-cleared', 'plan-submitted'),
    ('approval', 5, 'plan-submitted', 'plan-approved'),
    ('compensation', 6, 'plan-approved', 'compensation-started'),
    ('start', 7, 'compensation-started', 'construction-started'),
    ('works', 8, 'construction-started', 'completed'),
    ('announced-to-approved', 9, 'candidate-selected', 'plan-approved')
) AS phase(phase_id, place, from_stage_id, to_stage_id);

-- The most time that the law (statutory: days) or a guideline (ceiling: months, as days) sets for a whole phase, as known on a day.
CREATE MACRO phase_limits(known_on) AS TABLE
SELECT to_stage_id, min(coalesce(statutory_days, round(typical_months * 365.25 / 12))) AS limit_days,
       CASE WHEN bool_or(statutory_days IS NOT NULL) THEN 'statutory' ELSE 'ceiling' END AS limit_kind
FROM facts.statutory_process
WHERE covers = 'whole' AND (statutory_days IS NOT NULL OR months_kind = 'ceiling') AND coalesce(first_published(origin_ids) <= known_on, true)
GROUP BY to_stage_id;

-- Whether a time between a shortest and a longest is above a limit: none, over (even the shortest), perhaps (only the longest).
CREATE MACRO excess_of(least, most, most_allowed) AS
    CASE WHEN most IS NULL OR most_allowed IS NULL THEN NULL WHEN least > most_allowed THEN 'over' WHEN most > most_allowed THEN 'perhaps' ELSE 'none' END;
