-- question: what is the newest day on which anything was said about each complex, up to a day?
-- grain: one row per complex of which anything was said
-- parameters: as_of DATE, complexes VARCHAR[]
-- columns:
--   complex_id: the complex
--   newest_on: day of the newest statement or event
SELECT complex_id, evidence_on AS newest_on FROM evidence_at($as_of) WHERE list_contains($complexes, complex_id) ORDER BY complex_id
