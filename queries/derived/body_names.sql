-- What a body that is named in some way was called in a period: each of its names by every other one. `usual`: who is named so is this
-- body unless the row says otherwise.
SELECT w.body_id, w.usual, w.name_ko AS written_ko, w.name_en AS written_en, n.name_ko, n.name_en,
       coalesce(n.valid_from, DATE '0001-01-01') AS valid_from, coalesce(n.valid_to, DATE '9999-12-31') AS valid_to
FROM facts.bodies AS w JOIN facts.bodies AS n USING (body_id)
