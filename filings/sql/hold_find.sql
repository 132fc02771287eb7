-- Reads the filings to be looked at, hold_sums, hold_earlier, and what else is known of filers and races.
-- Writes hold_found: which filing trips which rule, and why. Later rules outweigh earlier ones.
DROP TABLE IF EXISTS pg_temp.hold_found, pg_temp.hold_races;

CREATE TEMP TABLE hold_found (
    file_number integer NOT NULL, rule text NOT NULL, weight int NOT NULL, reason text NOT NULL
) ON COMMIT DROP;

-- The list.
INSERT INTO hold_found
SELECT b.file_number, 'fictitious', 7,
       'The filer ' || b.committee_id || ' is on the list of filers of fictitious reports: '
       || l.words || ' (' || l.source || ', ' || l.date || ')'
  FROM hold_batch b
  JOIN jsonb_to_recordset(%(fictitious)s::jsonb)
       AS l(committee_id text, source text, date text, words text) USING (committee_id);

-- Against the country.
INSERT INTO hold_found
SELECT s.file_number, 'country', 6,
       CASE WHEN s.spent > %(country_spending)s
            THEN 'Its independent expenditures come to ' || {spent} || ', above {country_spending} in one filing.'
            ELSE 'A single amount of ' || {largest} || ' stands in it, above {country_row}.' END
  FROM hold_sums s JOIN hold_batch USING (file_number)
 WHERE s.spent > %(country_spending)s OR s.largest > %(country_row)s;

-- The same row again and again.
INSERT INTO hold_found
SELECT DISTINCT ON (r.file_number) r.file_number, 'repeated', 1,
       count(*) || ' rows (' || r.row_type || ') say the same: ' || {each} || ' '
       || CASE r.name WHEN '' THEN '' ELSE 'with ' || left(r.name, 200) END
       || coalesce(' on ' || to_char(r.date, 'YYYY-MM-DD'), '') || '.'
  FROM filings_filingrow r
 WHERE r.file_number IN (SELECT file_number FROM hold_sums JOIN hold_batch USING (file_number)
                          WHERE largest >= %(repeated_amount)s)
   AND abs(r.amount) >= %(repeated_amount)s
   AND (r.schedule = ANY(%(receipts)s) OR r.schedule = ANY(%(payments)s))
 GROUP BY r.file_number, r.row_type, r.name, r.date, r.amount, r.memo_code, r.purpose, r.candidate_id,
          r.candidate_name, r.support_oppose, r.election_code, r.other_committee_id, r.memo_text
HAVING count(*) >= %(repeated_rows)s
 ORDER BY r.file_number, abs(r.amount) * count(*) DESC;

-- A filer that nobody knows. What was filed before counts for it, unless that would itself be held: of
-- several large first filings in a batch, none is taken as the history of the next.
INSERT INTO hold_found
SELECT b.file_number, 'unknown', 2,
       'The filer ' || b.committee_id || ' is in no file of committees and has filed nothing before'
       || ' that counts, and this filing is about ' || {total} || '.'
  FROM hold_batch b
  JOIN hold_sums s USING (file_number)
 WHERE s.total > %(unknown_total)s
   AND NOT EXISTS (SELECT FROM filings_committee c
                    WHERE c.committee_id = b.committee_id AND c.newest_cycle > 0)
   -- Where the committees of the period were not loaded, nobody is known.
   AND EXISTS (SELECT FROM filings_committeehistory h WHERE h.cycle = b.cycle)
   AND NOT EXISTS (
       SELECT FROM hold_earlier e JOIN hold_sums p ON p.file_number = e.earlier
        WHERE e.file_number = b.file_number AND e.counts AND p.total > 0
          AND e.earlier NOT IN (SELECT file_number FROM hold_found)
          AND (NOT e.in_batch OR p.total <= %(unknown_total)s
               OR EXISTS (SELECT FROM filings_hold h
                           WHERE h.filing_id = e.earlier AND h.rule = 'unknown'
                             AND h.state = 'released')));

-- Against the filer's own history: earlier filings, and what the FEC's summaries say of whole cycles.
INSERT INTO hold_found
SELECT s.file_number, 'history', 4,
       CASE WHEN s.largest > s.total THEN 'A single amount of ' || {largest} || ' in it'
            ELSE 'Its total of ' || {total} END
       || ' is more than {history_times} times the largest total this filer had before, ' || {before} || '.'
  FROM hold_sums s
  JOIN (SELECT b.file_number, greatest(p.total, c.total, w.total) AS before
          FROM hold_batch b
          LEFT JOIN LATERAL (
               SELECT max(p.total) AS total
                 FROM hold_earlier e JOIN hold_sums p ON p.file_number = e.earlier
                WHERE e.file_number = b.file_number
                  -- A notice of one expenditure is no measure of a report.
                  AND (e.form = ANY(%(periodic)s) OR e.form = b.form)
                  AND e.earlier NOT IN (SELECT file_number FROM hold_found)) p ON true
          LEFT JOIN LATERAL (
               SELECT max(greatest(m.receipts, m.disbursements)) AS total
                 FROM filings_committeesummary m
                WHERE m.committee_id = b.committee_id AND m.cycle <= b.cycle) c ON true
          LEFT JOIN LATERAL (
               SELECT max(greatest(m.receipts, m.disbursements)) AS total
                 FROM filings_linkage l
                 JOIN filings_candidatesummary m ON m.candidate_id = l.candidate_id
                WHERE l.committee_id = b.committee_id AND l.designation IN ('P', 'A')
                  AND m.cycle <= b.cycle) w ON true) h USING (file_number)
 WHERE h.before > 0 AND greatest(s.total, s.largest) > %(history_amount)s
   AND greatest(s.total, s.largest) > h.before * %(history_times)s;

-- Against the race: what a filing spent for or against one candidate, and what all others spent there.
CREATE TEMP TABLE hold_races ON COMMIT DROP AS
SELECT x.file_number, x.cycle, x.committee_id, x.name, x.spent,
       coalesce(nullif(c.office, ''), x.office) AS office,
       coalesce(nullif(c.state, ''), x.state) AS state,
       coalesce(nullif(c.district, ''), x.district) AS district
  FROM (SELECT b.file_number, b.cycle, b.committee_id, r.candidate_id, max(r.candidate_name) AS name,
               abs(sum(r.amount)) AS spent, max(r.candidate_office) AS office,
               max(r.candidate_state) AS state,
               CASE max(r.candidate_office) WHEN 'H' THEN lpad(max(r.candidate_district), 2, '0')
                                            ELSE '' END AS district
          FROM hold_batch b
          JOIN hold_sums s USING (file_number)
          JOIN filings_filingrow r USING (file_number)
         WHERE s.spent > %(race_amount)s AND r.schedule = ANY(%(spending)s) AND r.memo_code <> 'X'
         GROUP BY b.file_number, b.cycle, b.committee_id, r.candidate_id,
                  CASE WHEN r.candidate_id = '' THEN r.candidate_name ELSE '' END
        HAVING abs(sum(r.amount)) > %(race_amount)s) x
  LEFT JOIN filings_candidate c ON c.candidate_id = nullif(x.candidate_id, '');

INSERT INTO hold_found
SELECT DISTINCT ON (x.file_number) x.file_number, 'race', 3,
       'It reports ' || {raced} || ' for or against ' || coalesce(nullif(x.name, ''), 'one candidate')
       || ', more than {race_times} times the ' || {known} || ' known to be spent in that race.'
  FROM (SELECT x.*, coalesce(c.spent, 0) + coalesce(e.spent, 0) AS known
          FROM hold_races x
          LEFT JOIN LATERAL (
               SELECT sum(d.spent) AS spent
                 FROM (SELECT max(m.disbursements) AS spent
                         FROM filings_candidatesummary m
                         JOIN filings_candidate k USING (candidate_id)
                        WHERE m.cycle = x.cycle AND k.office = x.office
                          AND (x.office = 'P' OR k.state = x.state)
                          AND (x.office <> 'H' OR lpad(k.district, 2, '0') = x.district)
                        GROUP BY m.candidate_id) d) c ON true
          LEFT JOIN LATERAL (
               SELECT sum(r.amount) AS spent
                 FROM filings_filing o
                 JOIN filings_filingrow r USING (file_number)
                WHERE o.cycle = x.cycle AND o.counts AND o.committee_id <> x.committee_id
                  AND o.file_number NOT IN (SELECT file_number FROM hold_found)
                  AND (o.rows_by_type ? 'SE' OR o.rows_by_type ? 'F57')
                  AND r.schedule = ANY(%(spending)s) AND r.memo_code <> 'X'
                  AND r.candidate_office = x.office
                  AND (x.office = 'P' OR r.candidate_state = x.state)
                  AND (x.office <> 'H' OR lpad(r.candidate_district, 2, '0') = x.district)) e ON true)
       x
 WHERE x.spent > x.known * %(race_times)s
   -- Of a cycle without summaries nothing is known of any race.
   AND (x.known > 0 OR EXISTS (SELECT FROM filings_candidatesummary m WHERE m.cycle = x.cycle))
 ORDER BY x.file_number, x.spent DESC;
