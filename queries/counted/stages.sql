-- The board's cells with the places and industries of their complex.
SELECT b.*, b.complex_id || ':' || b.stage_id AS cell_id, c.province_id, c.district_code, c.industry_ids
FROM board AS b LEFT JOIN complexes AS c USING (complex_id)
