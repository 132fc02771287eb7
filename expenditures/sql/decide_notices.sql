-- Reads pas2's independent expenditures, the rows of the independent-expenditure file, and official
-- coverage dates. Writes which rows of expenditures_independentexpenditure count: each expenditure once.
--
-- 1. The rows of periodic reports. pas2 holds nothing but those, so that a row of the CSV with the same
-- committee, file number and transaction id is one; its cents and its payee are the better ones.
DROP TABLE IF EXISTS pg_temp.decided;

CREATE TEMP TABLE decided ON COMMIT DROP AS
SELECT e.id, e.committee_id, e.candidate_id, e.support_oppose_indicator, e.expenditure_amount,
       e.expenditure_date, e.dissemination_date, e.payee_name, e.file_number, e.transaction_id,
       e.previous_file_number,
       p.sub_id, coalesce(p.memo_code = 'X', false) AS is_memo,
       CASE WHEN p.sub_id IS NOT NULL THEN 'report' ELSE 'notice' END AS form,
       false AS is_superseded, ''::text AS coverage
  FROM expenditures_independentexpenditure e
  LEFT JOIN LATERAL
       (SELECT sub_id, memo_code FROM expenditures_candidatetransaction p
         WHERE p.cycle = %(cycle)s AND p.committee_id = e.committee_id
           AND p.file_number = e.file_number AND p.transaction_id = e.transaction_id
           AND p.transaction_type IN ('24A', '24E') AND e.transaction_id <> ''
         ORDER BY (p.resolved_candidate_id = e.candidate_id) DESC, sub_id LIMIT 1) p ON true
 WHERE e.cycle = %(cycle)s AND e.origin = 'csv';

-- One row of pas2 answers for one row of the file.
UPDATE decided d SET sub_id = NULL
 WHERE d.sub_id IS NOT NULL
   AND EXISTS (SELECT FROM decided f WHERE f.sub_id = d.sub_id AND f.id < d.id);

-- A filing with one row in pas2 is a periodic report, and so are its other rows.
UPDATE decided d SET form = 'report'
  FROM (SELECT DISTINCT committee_id, file_number FROM decided WHERE form = 'report') r
 WHERE d.committee_id = r.committee_id AND d.file_number = r.file_number AND d.form = 'notice';

-- 2. Amendment chains, each decided as a whole: of the filings that lead back to the same first one the
-- highest number stands, in whatever order they came. A missing base is the chain's name all the same.
WITH RECURSIVE files AS (
    SELECT DISTINCT committee_id, file_number, nullif(previous_file_number, file_number) AS before
      FROM decided WHERE file_number IS NOT NULL
), chain AS (
    SELECT committee_id, file_number, file_number AS base, before FROM files
     UNION
    SELECT c.committee_id, c.file_number, c.before, f.before
      FROM chain c LEFT JOIN files f
        ON f.committee_id = c.committee_id AND f.file_number = c.before
     WHERE c.before IS NOT NULL
), bases AS (
    SELECT committee_id, file_number, min(base) AS base FROM chain GROUP BY 1, 2
), newest AS (
    SELECT committee_id, base, max(file_number) AS newest FROM bases GROUP BY 1, 2
)
UPDATE decided d SET is_superseded = true
  FROM bases b JOIN newest n USING (committee_id, base)
 WHERE b.committee_id = d.committee_id AND b.file_number = d.file_number
   AND n.newest <> d.file_number;

-- 3. Rows of periodic reports that only pas2 has.
DELETE FROM expenditures_independentexpenditure WHERE cycle = %(cycle)s AND origin = 'pas2';

INSERT INTO expenditures_independentexpenditure
       (key, origin, cycle, form, committee_id, candidate_id, candidate_name,
        support_oppose_indicator, expenditure_amount, expenditure_date, dissemination_date,
        receipt_date, payee_name, purpose, election_type, candidate_office, candidate_state,
        candidate_district, amendment_indicator, file_number, previous_file_number, transaction_id,
        image_number, sub_id, is_memo, is_superseded, coverage, counts, row_hash)
SELECT 'pas2/' || p.sub_id, 'pas2', p.cycle, 'report', p.committee_id, p.resolved_candidate_id,
       coalesce(c.name, ''), CASE p.transaction_type WHEN '24E' THEN 'S' ELSE 'O' END,
       p.transaction_amount, p.transaction_date, NULL, NULL, p.recipient_name, p.memo_text,
       p.election_type, coalesce(c.office, ''), coalesce(c.state, ''), coalesce(c.district, ''),
       p.amendment_indicator, p.file_number, NULL, p.transaction_id, p.image_number, p.sub_id,
       p.memo_code = 'X', false, '', p.memo_code <> 'X', p.row_hash
  FROM expenditures_candidatetransaction p
  LEFT JOIN filings_candidate c ON c.candidate_id = p.resolved_candidate_id
 WHERE p.cycle = %(cycle)s AND p.transaction_type IN ('24A', '24E')
   AND NOT EXISTS (SELECT FROM decided d WHERE d.sub_id = p.sub_id);

-- 4. Through which day each spender's periodic reports are in: the FEC's coverage date, else the day of
-- the newest expenditure that any of its reports holds.
DROP TABLE IF EXISTS pg_temp.covered;

CREATE TEMP TABLE covered ON COMMIT DROP AS
SELECT committee_id, max(day) AS through
  FROM (SELECT committee_id, coverage_end_date AS day
          FROM filings_committeesummary WHERE cycle = %(cycle)s
         UNION ALL
        SELECT committee_id, transaction_date
          FROM expenditures_candidatetransaction
         WHERE cycle = %(cycle)s AND transaction_type IN ('24A', '24E')) d
 GROUP BY committee_id;

-- 5. A notice's expenditure, once in a report, is found there by transaction id, else by candidate,
-- side, payee, amount and date. Amounts of pas2 have their cents cut off. One row of a report answers
-- for one notice: equal rows are paired in order.
DROP TABLE IF EXISTS pg_temp.reported;

CREATE TEMP TABLE reported ON COMMIT DROP AS
SELECT 'd' || d.id AS row, d.committee_id, d.candidate_id, d.support_oppose_indicator AS side,
       trunc(d.expenditure_amount) AS amount, d.transaction_id, upper(d.payee_name) AS payee,
       coalesce(d.expenditure_date, d.dissemination_date) AS day, d.dissemination_date AS shown
  FROM decided d WHERE d.form = 'report' AND NOT d.is_superseded
 UNION ALL
SELECT 'p' || e.id, e.committee_id, e.candidate_id, e.support_oppose_indicator,
       trunc(e.expenditure_amount), e.transaction_id, upper(e.payee_name), e.expenditure_date, NULL
  FROM expenditures_independentexpenditure e
 WHERE e.cycle = %(cycle)s AND e.origin = 'pas2';

DROP TABLE IF EXISTS pg_temp.answered;

CREATE TEMP TABLE answered ON COMMIT DROP AS
SELECT n.id, r.row
  FROM (SELECT d.*, row_number() OVER (PARTITION BY committee_id, transaction_id, candidate_id
                                       ORDER BY id) AS place
          FROM decided d
         WHERE form = 'notice' AND NOT is_superseded AND transaction_id <> '') n
  JOIN (SELECT reported.*, row_number() OVER (PARTITION BY committee_id, transaction_id,
                                              candidate_id ORDER BY row) AS place
          FROM reported WHERE transaction_id <> '') r
       USING (committee_id, transaction_id, candidate_id, place);

INSERT INTO answered (id, row)
SELECT n.id, r.row
  FROM (SELECT d.id, d.committee_id, d.candidate_id, d.support_oppose_indicator AS side,
               trunc(d.expenditure_amount) AS amount, upper(d.payee_name) AS payee, days.day,
               row_number() OVER (PARTITION BY d.committee_id, d.candidate_id,
                   d.support_oppose_indicator, trunc(d.expenditure_amount), upper(d.payee_name),
                   days.day ORDER BY d.id) AS place
          FROM decided d
         CROSS JOIN LATERAL (SELECT coalesce(d.expenditure_date, d.dissemination_date)) days(day)
         WHERE d.form = 'notice' AND NOT d.is_superseded
           AND d.id NOT IN (SELECT id FROM answered)) n
  JOIN (SELECT reported.*,
               row_number() OVER (PARTITION BY committee_id, candidate_id, side, amount, payee, day
                                  ORDER BY row) AS place
          FROM reported WHERE row NOT IN (SELECT row FROM answered)) r
       USING (committee_id, candidate_id, side, amount, payee, day, place);

UPDATE decided d
   SET coverage = CASE
       WHEN EXISTS (SELECT FROM answered a WHERE a.id = d.id) THEN 'covered'
       WHEN d.expenditure_date <= c.through OR d.dissemination_date <= c.through THEN 'unmatched'
       ELSE 'open' END
  FROM decided s LEFT JOIN covered c USING (committee_id)
 WHERE s.id = d.id AND d.form = 'notice' AND NOT d.is_superseded;

UPDATE expenditures_independentexpenditure e
   SET form = d.form, sub_id = d.sub_id, is_memo = d.is_memo, is_superseded = d.is_superseded,
       coverage = d.coverage,
       counts = NOT d.is_memo AND NOT d.is_superseded AND d.coverage IN ('', 'open')
  FROM decided d
 WHERE d.id = e.id;

ANALYZE expenditures_independentexpenditure;
