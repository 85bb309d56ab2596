-- What the other macros rest on (loaded first: macros are made in the order of their files' names).

-- Text as it is compared: one form of Hangul (NFC), one width, no blanks at all, no capitals. Never shown.
CREATE MACRO plain(words) AS regexp_replace(lower(nfc_normalize(words)), '[\s\x{00A0}\x{3000}\x{200B}]', '', 'g');

-- An investor's name as it is compared: without its legal form, whichever way it is written.
CREATE MACRO investor_key(company) AS
    regexp_replace(regexp_replace(plain(company), '\(주\)|\(유\)|\(재\)|\(사\)|㈜|（주）|주식회사|유한회사|유한책임회사', '', 'g'),
                   '[,.]?(co\.,?ltd\.?|corporation|corp\.?|inc\.?|ltd\.?|llc|plc|gmbh)$', '');

-- Whether one of these places, as printed, lies in a si, gun or gu: it begins with one of its names (`keys` of facts.districts) (a city's ward lies in the city) in one
-- of the provinces that it ever belonged to. A province that is a single district (Sejong) lies in it wherever a place is printed.
CREATE MACRO lies_in(places, place_provinces, district_keys, district_provinces) AS
    CASE WHEN list_has_any(place_provinces, district_provinces)
         THEN list_contains(district_provinces, 'sejong')
              OR len(list_filter(list_transform(places, place -> plain(place)), place -> len(list_filter(district_keys, key -> starts_with(place, key))) > 0)) > 0
         ELSE false END;

-- The earliest and the latest day on which one of these pages was published; none where no page has a date.
CREATE MACRO first_published(ids) AS (SELECT min(o.published_on) FROM (SELECT unnest(ids) AS origin_id) JOIN facts.origins AS o USING (origin_id));
CREATE MACRO last_published(ids) AS (SELECT max(o.published_on) FROM (SELECT unnest(ids) AS origin_id) JOIN facts.origins AS o USING (origin_id));

-- Whether a row is known on a day: from its own day, else its oldest page's; always where neither has one.
CREATE MACRO known_by(stated_on, ids, known_on) AS coalesce(stated_on, first_published(ids), known_on) <= known_on;

-- Whether the status of a row holds on a day, or the one before it did: from `status_on`; where that is not known from the newest of the
-- row's own day and its pages; where nothing has a day always.
CREATE MACRO status_holds(status_on, stated_on, ids, known_on) AS
    coalesce(coalesce(status_on, greatest(stated_on, last_published(ids))) <= known_on, true);

-- A date stated with a precision is a period: its first and its last day.
CREATE MACRO period_start(day, vagueness) AS CASE vagueness
    WHEN 'year' THEN date_trunc('year', day)
    WHEN 'half' THEN make_date(year(day), CASE WHEN month(day) <= 6 THEN 1 ELSE 7 END, 1)
    WHEN 'quarter' THEN date_trunc('quarter', day)
    WHEN 'month' THEN date_trunc('month', day)
    ELSE day END::DATE;

CREATE MACRO period_end(day, vagueness) AS CASE vagueness
    WHEN 'year' THEN make_date(year(day), 12, 31)
    WHEN 'half' THEN CASE WHEN month(day) <= 6 THEN make_date(year(day), 6, 30) ELSE make_date(year(day), 12, 31) END
    WHEN 'quarter' THEN last_day(date_trunc('quarter', day) + INTERVAL 2 MONTH)
    WHEN 'month' THEN last_day(day)
    ELSE day END::DATE;

-- How far a period moved, in calendar months between the last days; 0 while the two overlap: a vaguer restatement is no slip.
CREATE MACRO slip_months(first_from, first_to, last_from, last_to) AS
    CASE WHEN first_from <= last_to AND last_from <= first_to THEN 0 ELSE datediff('month', first_to, last_to) END;
