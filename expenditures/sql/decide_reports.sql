-- Reads the rows of the independent-expenditure file, candidacies and pas2. Writes the temporary tables
-- "decided" (what each row of the file is) and "pas2_rows" (the same expenditures in pas2).
-- Both have the same columns to be compared by; a blank id is null there, so that it equals nothing.
DROP TABLE IF EXISTS pg_temp.decided;

CREATE TEMP TABLE decided ON COMMIT DROP AS
SELECT e.id, e.key AS sorting, e.committee_id, e.file_number, e.previous_file_number,
       nullif(e.transaction_id, '') AS transaction_id, nullif(e.candidate_id, '') AS candidate_id,
       e.support_oppose_indicator AS side, trunc(e.expenditure_amount) AS amount,
       regexp_replace(upper(e.payee_name), '[^A-Z0-9]', '', 'g') AS payee,
       e.expenditure_date AS spent, e.dissemination_date AS shown, e.receipt_date AS received,
       NULL::bigint AS sub_id, false AS is_memo, 'notice'::text AS form, false AS is_superseded,
       ''::text AS coverage
  FROM expenditures_independentexpenditure e
 WHERE e.cycle = %(cycle)s AND e.origin = 'csv';

-- Rows without a candidate's id: the one candidate for the seat who has that last and first name.
UPDATE decided d SET candidate_id = f.candidate_id
  FROM (SELECT e.id, min(c.candidate_id) AS candidate_id
          FROM expenditures_independentexpenditure e
          JOIN filings_candidacy c
            ON c.cycle = e.cycle AND c.office = e.candidate_office
           AND (c.office = 'P' OR c.state = e.candidate_state)
           AND (c.office <> 'H' OR lpad(c.district, 2, '0') = lpad(e.candidate_district, 2, '0'))
           AND upper(split_part(c.name, ',', 1)) = upper(split_part(e.candidate_name, ',', 1))
           AND upper(split_part(trim(split_part(c.name, ',', 2)), ' ', 1))
               = upper(split_part(trim(split_part(e.candidate_name, ',', 2)), ' ', 1))
         WHERE e.cycle = %(cycle)s AND e.origin = 'csv' AND e.candidate_id = ''
           AND e.candidate_name <> ''
         GROUP BY e.id HAVING count(DISTINCT c.candidate_id) = 1) f
 WHERE f.id = d.id;

CREATE INDEX ON decided (id);

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
 WHERE p.cycle = %(cycle)s AND p.transaction_type IN ('24A', '24E');

ANALYZE pas2_rows;

DROP TABLE IF EXISTS pg_temp.reports_found;

CREATE TEMP TABLE reports_found (left_id bigint, right_id bigint) ON COMMIT DROP;
