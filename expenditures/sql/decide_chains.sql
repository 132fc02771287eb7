-- Reads "decided", with its rows found in pas2, and official coverage dates. Writes into "decided" which
-- rows are of periodic reports and which are superseded, adds the reports' rows that only pas2 has, and
-- makes "notices" and "reported", which are to be matched.
ANALYZE reports_found;

UPDATE decided d
   SET form = 'report', sub_id = f.right_id,
       is_memo = CASE d.origin WHEN 'efile' THEN d.is_memo ELSE p.is_memo END
  FROM reports_found f JOIN pas2_rows p ON p.id = f.right_id
 WHERE f.left_id = d.id;

-- Without new statistics the planner would take it that no row is a report's.
ANALYZE decided;

-- Amendment chains, each decided as a whole: of the filings that lead back to the same first one that
-- stands which no other one amends; of several the newest, in whatever order they came. Numbers grow with
-- time, those of paper filings below zero. A missing base is the chain's name all the same. An amendment
-- without any row of this kind replaces rows as well as any other.
DROP TABLE IF EXISTS pg_temp.files;

CREATE TEMP TABLE files ON COMMIT DROP AS
SELECT DISTINCT d.committee_id, d.file_number,
       nullif(d.previous_file_number, d.file_number) AS before, false AS is_out
  FROM decided d
 WHERE d.file_number IS NOT NULL
   AND NOT EXISTS (SELECT FROM filings_filing f WHERE f.file_number = d.file_number)
 UNION ALL
SELECT committee_id, file_number, nullif(coalesce(chain_base, amends), file_number), NOT counts
  FROM filings_filing WHERE committee_id IN (SELECT committee_id FROM decided);

ANALYZE files;

DROP TABLE IF EXISTS pg_temp.chains;

CREATE TEMP TABLE chains ON COMMIT DROP AS
WITH RECURSIVE walk AS (
    SELECT committee_id, file_number, file_number AS base, before FROM files
     UNION
    SELECT w.committee_id, w.file_number, w.before, f.before
      FROM walk w LEFT JOIN files f
        ON f.committee_id = w.committee_id AND f.file_number = w.before
     WHERE w.before IS NOT NULL
)
SELECT committee_id, file_number,
       -- Filings that amend each other in a circle have no first one.
       coalesce(min(base) FILTER (WHERE before IS NULL), min(base)) AS base,
       -- An amendment that is held replaces nothing.
       (committee_id, file_number) IN (SELECT committee_id, before FROM files
                                        WHERE before IS NOT NULL AND NOT is_out) AS is_amended,
       (committee_id, file_number) IN (SELECT committee_id, file_number FROM files
                                        WHERE is_out) AS is_out
  FROM walk GROUP BY 1, 2;

ANALYZE chains;

UPDATE decided d SET is_superseded = true
  FROM chains c
  JOIN (SELECT DISTINCT ON (committee_id, base) committee_id, base, file_number AS newest
          FROM chains ORDER BY committee_id, base, is_out, is_amended, abs(file_number) DESC) n
       USING (committee_id, base)
 WHERE c.committee_id = d.committee_id AND c.file_number = d.file_number
   AND n.newest <> d.file_number
   -- Of two filings that stand here themselves it is known which one is true (filings/amendments.py), and a
   -- held one is not replaced by what came before it.
   AND NOT (EXISTS (SELECT FROM filings_filing f WHERE f.file_number = d.file_number)
            AND (abs(n.newest) < abs(d.file_number)
                 OR EXISTS (SELECT FROM filings_filing f WHERE f.file_number = n.newest)));

-- A filing with one row in pas2 is a periodic report, and so are its other rows and the filings it
-- replaced or was replaced by: pas2 holds the current ones only, the file the others as well. Filings that
-- stand here themselves say what they are.
DROP TABLE IF EXISTS pg_temp.reporting;

CREATE TEMP TABLE reporting ON COMMIT DROP AS
SELECT DISTINCT committee_id, base
  FROM chains JOIN decided r USING (committee_id, file_number) WHERE r.form = 'report';

CREATE INDEX ON reporting (committee_id, base);

CREATE INDEX ON chains (committee_id, file_number);

ANALYZE reporting;

UPDATE decided d SET form = 'report'
  FROM chains c JOIN reporting b USING (committee_id, base)
 WHERE c.committee_id = d.committee_id AND c.file_number = d.file_number AND d.form = 'notice'
   AND d.origin = 'csv';

DELETE FROM expenditures_independentexpenditure WHERE cycle = %(cycle)s AND origin = 'pas2';

INSERT INTO expenditures_independentexpenditure
       (key, origin, cycle, form, committee_id, candidate_id, candidate_name,
        support_oppose_indicator, expenditure_amount, expenditure_date, dissemination_date,
        receipt_date, payee_name, purpose, election_type, candidate_office, candidate_state,
        candidate_district, amendment_indicator, file_number, previous_file_number, transaction_id,
        image_number, sub_id, is_memo, is_superseded, is_held, coverage, counts, row_hash)
SELECT 'pas2/' || p.sub_id, 'pas2', p.cycle, 'report', p.committee_id, p.resolved_candidate_id,
       coalesce(c.name, ''), CASE p.transaction_type WHEN '24E' THEN 'S' ELSE 'O' END,
       p.transaction_amount, p.transaction_date, NULL, NULL, p.recipient_name, p.memo_text,
       p.election_type, coalesce(c.office, ''), coalesce(c.state, ''), coalesce(c.district, ''),
       p.amendment_indicator, p.file_number, NULL, p.transaction_id, p.image_number, p.sub_id,
       p.memo_code = 'X', coalesce(o.state = 'superseded', false),
       coalesce(o.state = 'held', false), '', p.memo_code <> 'X' AND o.state IS NULL, p.row_hash
  FROM expenditures_candidatetransaction p
  LEFT JOIN files_out o ON o.file_number = p.file_number AND o.committee_id = p.committee_id
  LEFT JOIN filings_candidate c ON c.candidate_id = p.resolved_candidate_id
 WHERE p.cycle = %(cycle)s AND p.transaction_type IN ('24A', '24E')
   AND NOT EXISTS (SELECT FROM reports_found f WHERE f.right_id = p.sub_id)
   -- Of a filing that is out of the totals the rows stand here from a better source, if from any.
   AND (o.state IS NULL
        OR p.file_number NOT IN (SELECT file_number FROM decided WHERE file_number IS NOT NULL));

-- Which days each spender's periodic reports cover: through the FEC's coverage date. Persons who are no
-- committees have none: there it is the day of the newest expenditure that any of their reports holds. And
-- the period of each electronic report that stands; of one that is held alone, nothing. In a cycle whose reports' rows are not loaded a notice
-- that was taken in itself is covered by electronic reports alone; the FEC's file has rows of notices and
-- of reports, and nothing there would tell the two apart.
DROP TABLE IF EXISTS pg_temp.notices;

CREATE TEMP TABLE notices ON COMMIT DROP AS
SELECT d.*, e.is_in_standing
            OR (NOT e.is_in_held AND (d.origin = 'csv' OR EXISTS (SELECT FROM pas2_rows))
                AND coalesce(d.spent <= t.through OR d.shown <= t.through
                             OR (d.spent IS NULL AND d.shown IS NULL AND d.received <= t.through),
                             false)) AS is_covered_by_date,
       coalesce(w.decision, '') AS decision, w.report_file_number, w.report_transaction_id
  FROM decided d
 CROSS JOIN LATERAL
       (SELECT coalesce(bool_or(f.counts), false) AS is_in_standing,
               coalesce(bool_or(f.is_held), false) AS is_in_held
          FROM filings_filing f
         WHERE f.committee_id = d.committee_id AND (f.counts OR f.is_held)
           AND (f.form IN ('F3X', 'F3', 'F3P')
                OR (f.form = 'F5' AND f.report_code NOT IN ('24', '48')))
           AND (d.spent BETWEEN f.coverage_from AND f.coverage_through
                OR d.shown BETWEEN f.coverage_from AND f.coverage_through)) e
  LEFT JOIN (SELECT committee_id, coalesce(s.coverage_end_date, p.newest) AS through
               FROM (SELECT committee_id, coverage_end_date FROM filings_committeesummary
                      WHERE cycle = %(cycle)s) s
               FULL JOIN (SELECT committee_id, max(spent) AS newest FROM pas2_rows
                           WHERE spent < make_date(%(cycle)s + 1, 1, 1)
                           GROUP BY committee_id) p USING (committee_id)) t USING (committee_id)
  -- What a reviewer said of the row. A row of the FEC's file has no line: it is known by its transaction,
  -- else by all that stands in it, and so is the same row once its filing is taken in itself.
  LEFT JOIN LATERAL
       (SELECT k.decision, k.report_file_number, k.report_transaction_id
          FROM filings_noticedecision k
         WHERE k.notice_file_number = d.file_number
           AND CASE WHEN k.notice_line > 0 AND d.line IS NOT NULL THEN k.notice_line = d.line
                    WHEN k.notice_transaction_id <> ''
                    THEN k.notice_transaction_id = d.transaction_id
                    ELSE k.notice_line = -1 - (d.row_hash & 9223372036854775807) END
         ORDER BY k.decided_at DESC LIMIT 1) w ON true
 WHERE d.form = 'notice' AND NOT d.is_superseded AND NOT d.is_held;

DROP TABLE IF EXISTS pg_temp.reported;

CREATE TEMP TABLE reported ON COMMIT DROP AS
SELECT id, is_memo::int || sorting AS sorting, committee_id, file_number, transaction_id,
       candidate_id, side, amount, payee, spent, shown
  FROM decided WHERE form = 'report' AND NOT is_superseded AND NOT is_held
 UNION ALL
SELECT -p.id, p.is_memo::int || p.sorting, p.committee_id, p.file_number, p.transaction_id,
       p.candidate_id, p.side, p.amount, p.payee, p.spent, p.shown
  FROM pas2_rows p WHERE NOT EXISTS (SELECT FROM reports_found f WHERE f.right_id = p.id);

ANALYZE notices;

ANALYZE reported;

DROP TABLE IF EXISTS pg_temp.answered;

CREATE TEMP TABLE answered (left_id bigint, right_id bigint) ON COMMIT DROP;

-- A reviewer's word goes before all likenesses. "The same as that row" stands as long as that row does, in
-- its report or in the one that amended it.
INSERT INTO answered (left_id, right_id)
SELECT n.id, r.id
  FROM notices n
 CROSS JOIN LATERAL
       (SELECT s.id
          FROM reported s
         WHERE s.committee_id = n.committee_id
           AND s.transaction_id IS NOT DISTINCT FROM nullif(n.report_transaction_id, '')
           AND (s.file_number = n.report_file_number
                OR (s.transaction_id IS NOT NULL
                    AND s.file_number IN (SELECT g.file_number
                                            FROM filings_filing f
                                            JOIN filings_filing g
                                              ON g.chain_base = f.chain_base
                                             AND g.committee_id = f.committee_id AND g.counts
                                           WHERE f.file_number = n.report_file_number)))
         ORDER BY s.file_number = n.report_file_number DESC,
                  (s.candidate_id IS NOT DISTINCT FROM n.candidate_id)::int
                  + (s.side = n.side)::int + (s.amount = n.amount)::int DESC, s.sorting, s.id
         LIMIT 1) r
 WHERE n.decision = 'same';
