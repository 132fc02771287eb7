-- Reads filings that are due and count, their rows, and the lines of the forms. Writes the temporary table
-- "efiled": each row that a form's line makes a receipt, a payment or an operating expenditure, unless a
-- bulk file has the same row (committee, filing, transaction id) already.
--
-- What an earmark says is worked out once for each text: millions of rows share a few hundred.
--
-- How many rows a filing has, three or ten million, no statistics tell, and each guess too low has the rows
-- read again for each line of its form. So all is joined by hashing, and rows are found by an array.
DROP TABLE IF EXISTS pg_temp.efiled, pg_temp.efiled_from, pg_temp.earmarks;

CREATE TEMP TABLE efiled_from ON COMMIT DROP AS
SELECT d.file_number, d.committee_id, f.form, f.cycle, f.report_code, f.amendment_indicator,
       f.coverage_through, c.committee_type
  FROM due_filings d
  JOIN filings_filing f ON f.file_number = d.file_number
  LEFT JOIN filings_committee c ON c.committee_id = d.committee_id
 WHERE d.counts AND d.committee_id <> '';

ANALYZE efiled_from;

SET LOCAL enable_nestloop = off;

SET LOCAL enable_sort = off;

CREATE TEMP TABLE earmarks ON COMMIT DROP AS
SELECT memo_text, purpose,
       upper(substring(memo_text || ' ' || purpose FROM '(?i)earmarked? for .*\((C[0-9]{{8}})\)'))
           AS passed_to
  FROM (SELECT DISTINCT r.memo_text, r.purpose
          FROM filings_filingrow r
         WHERE r.file_number = ANY(ARRAY(SELECT file_number FROM efiled_from))
           AND (r.memo_text <> '' OR r.purpose <> '')) t
 WHERE memo_text ILIKE '%%earmark%%' OR purpose ILIKE '%%earmark%%';

ANALYZE earmarks;

CREATE TEMP TABLE efiled ON COMMIT DROP AS
SELECT CASE WHEN r.file_number >= 0 THEN -(r.file_number::bigint * 1000000000 + r.line)
            -- Paper filings have numbers below zero.
            ELSE -5000000000000000000 + r.file_number::bigint * 1000000000 - r.line END AS sub_id,
       k.kind, k.transaction_type, f.committee_id, r.file_number, r.line, f.form, f.cycle,
       f.report_code, f.amendment_indicator, f.coverage_through, f.committee_type,
       r.row_type, r.schedule, left(r.transaction_id, 40) AS transaction_id,
       left(r.back_reference_transaction_id, 40) AS back_reference_transaction_id,
       left(r.entity_type, 3) AS entity_type, left(r.name, 200) AS name, left(r.city, 100) AS city,
       left(r.state, 2) AS state, left(r.zip, 9) AS zip, r.employer, r.occupation, r.date, r.amount,
       left(r.election_code, 5) AS election_code, r.purpose, left(r.category_code, 3) AS category,
       r.memo_code, left(r.memo_text, 100) AS memo_text, r.other_committee_id, r.candidate_id,
       m.memo_text IS NOT NULL AS is_earmarked,
       CASE WHEN r.memo_code = 'X' THEN 'memo'
            -- A conduit's gift to somebody else: counted where it arrives.
            WHEN k.kind = 'receipt' AND f.form = 'F3X'
             AND m.passed_to <> f.committee_id
            THEN 'conduit'
            WHEN k.counted_as = 'individual' AND r.entity_type IN ('PAC', 'PTY', 'CCM', 'COM')
             AND m.memo_text IS NULL
            THEN 'committee'
            WHEN k.kind = 'notice' AND r.entity_type = 'CAN' THEN 'candidate'
            -- A hybrid PAC's other account takes gifts without limit, on line 17.
            WHEN f.form = 'F3X' AND r.row_type = 'SA17' AND f.committee_type IN ('V', 'W')
             AND r.entity_type IN ('IND', 'ORG')
            THEN 'individual'
            ELSE k.counted_as END AS counted_as
  FROM filings_filingrow r
  JOIN efiled_from f ON f.file_number = r.file_number
  JOIN (VALUES {lines}) AS k(form, row_type, kind, counted_as, transaction_type)
    ON k.form = f.form AND k.row_type = r.row_type
  LEFT JOIN earmarks m ON m.memo_text = r.memo_text AND m.purpose = r.purpose
 WHERE r.file_number = ANY(ARRAY(SELECT file_number FROM efiled_from))
   AND r.amount IS NOT NULL AND (k.kind <> 'notice' OR r.coverage = 'open')
   -- A notice on Form 5 may list gifts that the quarterly report lists again.
   AND (f.form <> 'F5' OR f.report_code NOT IN ('24', '48'));

SET LOCAL enable_nestloop TO DEFAULT;

SET LOCAL enable_sort TO DEFAULT;

ANALYZE efiled;
