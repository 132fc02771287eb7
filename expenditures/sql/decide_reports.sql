-- Reads the rows of the independent-expenditure file and of filings, candidacies and pas2. Writes the
-- temporary table "decided" (what each row is) and "pas2_rows" (the same expenditures in pas2).
-- Both have the same columns to be compared by; a blank id is null there, so that it equals nothing.
--
-- What the file repeats from a filing that stands here itself is told apart first: that filing's row, which
-- has all that was filed, stands for both. A row whose id is not the filing's is known by what else it says.
-- Filings may have been taken in a moment ago, and without new statistics each row would be held against all.
ANALYZE expenditures_independentexpenditure;

DROP TABLE IF EXISTS pg_temp.taken_in;

CREATE TEMP TABLE taken_in ON COMMIT DROP AS
SELECT committee_id, file_number, transaction_id, expenditure_amount, support_oppose_indicator
  FROM expenditures_independentexpenditure
 WHERE origin = 'efile'
   AND file_number IN (SELECT file_number FROM expenditures_independentexpenditure
                        WHERE cycle = %(cycle)s AND origin = 'csv');

CREATE INDEX ON taken_in (file_number, committee_id);

ANALYZE taken_in;

UPDATE expenditures_independentexpenditure e
   SET is_repeated = NOT e.is_repeated, counts = false, coverage = ''
 WHERE e.cycle = %(cycle)s AND e.origin = 'csv'
   AND e.is_repeated <> EXISTS
       (SELECT FROM taken_in f
         WHERE f.committee_id = e.committee_id AND f.file_number = e.file_number
           AND (f.transaction_id = e.transaction_id
                OR (f.expenditure_amount = e.expenditure_amount
                    AND (e.transaction_id = ''
                         OR f.support_oppose_indicator = e.support_oppose_indicator))));

-- Files whose rows must not be in any total: those known to be replaced or held, and reports of a bulk file
-- that an electronic report of the same name and days has replaced. Its amendment names the original alone,
-- so that a report between the two is named nowhere. A row with a slip in the year takes no report out: a
-- report belongs to the year in which most of its rows fall.
DROP TABLE IF EXISTS pg_temp.files_out;

CREATE TEMP TABLE files_out ON COMMIT DROP AS
SELECT file_number, committee_id, min(state) AS state
  FROM (SELECT o.file_number, o.committee_id, o.state FROM filings_outoftotals o
         UNION ALL
        SELECT p.file_number, p.committee_id, 'superseded'
          FROM expenditures_candidatetransaction p
         CROSS JOIN (VALUES (-1), (0), (1)) AS y(later)
          JOIN filings_filing f
            ON f.committee_id = p.committee_id AND f.counts AND f.amendment_indicator = 'A'
           AND f.report_code = p.report_type AND f.file_number > p.file_number
           AND p.transaction_date
               BETWEEN (f.coverage_from + make_interval(years => y.later))::date
                   AND (f.coverage_through + make_interval(years => y.later))::date
         WHERE p.cycle = %(cycle)s AND p.transaction_type IN ('24A', '24E') AND p.source = 'pas2'
           AND p.file_number > 0 AND p.report_type <> ''
           AND NOT EXISTS (SELECT FROM filings_filing o WHERE o.file_number = p.file_number)
         GROUP BY p.file_number, p.committee_id, f.file_number
        HAVING count(*) FILTER (WHERE y.later = 0) > count(*) FILTER (WHERE y.later <> 0)) x
 GROUP BY file_number, committee_id;

CREATE INDEX ON files_out (file_number);

ANALYZE files_out;

DROP TABLE IF EXISTS pg_temp.decided;

CREATE TEMP TABLE decided ON COMMIT DROP AS
SELECT e.id, e.key AS sorting, e.committee_id, e.file_number, e.previous_file_number,
       nullif(e.transaction_id, '') AS transaction_id, nullif(e.candidate_id, '') AS candidate_id,
       e.support_oppose_indicator AS side, trunc(e.expenditure_amount) AS amount,
       regexp_replace(upper(e.payee_name), '[^A-Z0-9]', '', 'g') AS payee,
       e.expenditure_date AS spent, e.dissemination_date AS shown, e.receipt_date AS received,
       NULL::bigint AS sub_id, e.origin = 'efile' AND e.is_memo AS is_memo,
       CASE e.origin WHEN 'efile' THEN e.form ELSE 'notice' END::text AS form,
       coalesce(o.state = 'superseded', false) AS is_superseded,
       coalesce(o.state = 'held', false) AS is_held, e.origin, e.line, e.row_hash,
       ''::text AS coverage, ''::text AS candidate_match, NULL::integer AS covered_by_file_number,
       ''::text AS covered_by_transaction_id
  FROM expenditures_independentexpenditure e
  LEFT JOIN files_out o ON o.file_number = e.file_number AND o.committee_id = e.committee_id
 WHERE e.cycle = %(cycle)s AND e.origin IN ('csv', 'efile') AND NOT e.is_repeated;

CREATE INDEX ON decided (id);

ANALYZE decided;

-- A candidate found before is looked for anew: the candidate files may have changed.
UPDATE decided d
   SET candidate_id = CASE WHEN e.candidate_match IN ('name', 'decided') THEN NULL
                           ELSE d.candidate_id END,
       candidate_match = CASE WHEN e.candidate_id <> '' AND e.candidate_match NOT IN ('name', 'decided')
                              THEN 'reported' ELSE '' END
  FROM expenditures_independentexpenditure e
 WHERE e.id = d.id;

-- Rows without a candidate's id: the one a reviewer named for what was filed, ...
UPDATE decided d SET candidate_id = h.candidate_id, candidate_match = 'decided'
  FROM expenditures_independentexpenditure e
  JOIN expenditures_candidatechoice h
    ON h.cycle = e.cycle AND h.name = upper(regexp_replace(btrim(e.candidate_name), '\s+', ' ', 'g'))
   AND h.office = e.candidate_office AND h.state = e.candidate_state
   AND h.district = e.candidate_district
 WHERE e.id = d.id AND d.candidate_id IS NULL;

-- ... else the one candidate for the seat who has that last and first name; of several the one who stands
-- in the special election that the row's code names.
UPDATE decided d SET candidate_id = f.candidate_id, candidate_match = 'name'
  FROM (SELECT e.id, CASE WHEN count(DISTINCT c.candidate_id) = 1 THEN min(c.candidate_id)
                          WHEN count(DISTINCT n.candidate_id) = 1 THEN min(n.candidate_id)
                     END AS candidate_id
          FROM expenditures_independentexpenditure e
          JOIN filings_candidacy c
            ON c.cycle = e.cycle AND c.office = e.candidate_office
           AND (c.office = 'P' OR c.state = e.candidate_state)
           AND (c.office <> 'H' OR lpad(c.district, 2, '0') = lpad(e.candidate_district, 2, '0'))
           AND upper(split_part(c.name, ',', 1)) = upper(split_part(e.candidate_name, ',', 1))
           AND upper(split_part(trim(split_part(c.name, ',', 2)), ' ', 1))
               = upper(split_part(trim(split_part(e.candidate_name, ',', 2)), ' ', 1))
          LEFT JOIN LATERAL
               (SELECT c.candidate_id FROM filings_electioncandidate s
                  JOIN filings_election v ON v.id = s.election_id
                 WHERE s.candidate_id = c.candidate_id AND v.cycle = e.cycle
                   AND e.election_type = 'S' || v.special_year LIMIT 1) n ON true
         WHERE e.cycle = %(cycle)s AND NOT e.is_repeated AND e.candidate_name <> ''
         GROUP BY e.id
        HAVING count(DISTINCT c.candidate_id) = 1 OR count(DISTINCT n.candidate_id) = 1) f
 WHERE f.id = d.id AND d.candidate_id IS NULL;

UPDATE decided SET candidate_match = 'unsure' WHERE candidate_id IS NULL;

ANALYZE decided;

DROP TABLE IF EXISTS pg_temp.pas2_rows;

CREATE TEMP TABLE pas2_rows ON COMMIT DROP AS
SELECT p.sub_id AS id, lpad(p.sub_id::text, 20, '0') AS sorting, p.committee_id, p.file_number,
       nullif(p.transaction_id, '') AS transaction_id,
       nullif(p.resolved_candidate_id, '') AS candidate_id,
       CASE p.transaction_type WHEN '24E' THEN 'S' ELSE 'O' END AS side,
       trunc(p.transaction_amount) AS amount,
       regexp_replace(upper(p.recipient_name), '[^A-Z0-9]', '', 'g') AS payee,
       p.transaction_date AS spent, NULL::date AS shown, p.memo_code = 'X' AS is_memo
  FROM expenditures_candidatetransaction p
 WHERE p.cycle = %(cycle)s AND p.transaction_type IN ('24A', '24E')
   -- A report that was amended since the file was made reports nothing any more.
   AND NOT EXISTS (SELECT FROM files_out o
                    WHERE o.file_number = p.file_number AND o.committee_id = p.committee_id);

ANALYZE pas2_rows;

DROP TABLE IF EXISTS pg_temp.reports_found;

CREATE TEMP TABLE reports_found (left_id bigint, right_id bigint) ON COMMIT DROP;
