-- Reads the covers and the rows of some filings, and data/cover_lines.csv, given as JSON. Writes what
-- the comparison of each line gave: Filing.checks, checks_result and checks_summary.
--
-- Rows are added up once for each filing, type of row and memo code; all lines are compared with these
-- sums. Of a debt counts what is owed at the end of the period, of a shared payment each share by itself.
DROP TABLE IF EXISTS pg_temp.cover_lines;

CREATE TEMP TABLE cover_lines ON COMMIT DROP AS
SELECT * FROM jsonb_to_recordset(%(lines)s::jsonb)
    AS l(place int, form text, line text, label text, rule text, cover text, rows text[],
         measure text, adds text[], unless text);

DROP TABLE IF EXISTS pg_temp.cover_sums;

CREATE TEMP TABLE cover_sums ON COMMIT DROP AS
SELECT s.file_number, s.row_type, s.is_memo, m.measure, m.amount, s.rows, s.unread
  FROM (SELECT r.file_number, r.row_type, r.memo_code = 'X' AS is_memo, count(*) AS rows,
               count(*) FILTER (WHERE r.amount IS NULL AND r.problem LIKE '%%amount%%') AS unread,
               sum(r.amount) AS amount,
               sum(CASE r.schedule WHEN 'C' THEN {loan_balance} ELSE r.amount END)
                   FILTER (WHERE r.schedule IN ('C', 'D')) AS owed,
               sum({federal_share}) FILTER (WHERE r.schedule IN ('H4', 'H6')) AS federal_share,
               sum({nonfederal_share}) FILTER (WHERE r.schedule = 'H4') AS nonfederal_share,
               sum({levin_share}) FILTER (WHERE r.schedule = 'H6') AS levin_share
          FROM filings_filingrow r
          JOIN filings_filing f USING (file_number)
         WHERE r.file_number = ANY(%(numbers)s)
           AND f.form IN (SELECT form FROM cover_lines)
           AND r.row_type IN (SELECT unnest(rows) FROM cover_lines)
         GROUP BY r.file_number, r.row_type, r.memo_code = 'X') s
 CROSS JOIN LATERAL (VALUES ('amount', s.amount), ('owed', s.owed),
                            ('federal_share', s.federal_share),
                            ('nonfederal_share', s.nonfederal_share),
                            ('levin_share', s.levin_share)) AS m(measure, amount);

CREATE INDEX ON cover_sums (file_number, row_type);

ANALYZE cover_sums;

-- A line that the form lacked in a filing's version is not among the columns of its cover.
DROP TABLE IF EXISTS pg_temp.cover_found;

CREATE TEMP TABLE cover_found ON COMMIT DROP AS
SELECT d.*, CASE d.rule WHEN 'equal' THEN d.rows = d.cover ELSE d.rows <= d.cover END
            AND d.is_readable AS ok,
       d.rows - d.cover AS difference, ''::text AS note
  FROM (SELECT f.file_number, l.place, l.line, l.label, l.rule, l.measure, l.rows AS row_types,
               l.adds <> '{{}}' AS is_sum, coalesce(f.cover ->> l.cover, '') AS stated,
               coalesce(c.amount, 0) AS cover,
               btrim(coalesce(f.cover ->> l.cover, '')) = '' OR c.amount IS NOT NULL AS is_readable,
               CASE WHEN l.adds = '{{}}' THEN coalesce(s.amount, 0) ELSE coalesce(a.amount, 0) END
                   AS rows,
               coalesce(s.memo_amount, 0) AS memo_amount, coalesce(s.memos, 0) AS memos,
               coalesce(s.counted, 0) AS counted, coalesce(s.unread, 0) AS unread
          FROM filings_filing f
          JOIN cover_lines l ON l.form = f.form AND f.cover ? l.cover AND f.cover ?& l.adds
                            AND (l.unless = '' OR NOT f.cover ? l.unless)
         CROSS JOIN LATERAL (SELECT {stated} AS amount) c
          LEFT JOIN LATERAL (
               SELECT sum(s.amount) FILTER (WHERE NOT s.is_memo) AS amount,
                      sum(s.rows) FILTER (WHERE NOT s.is_memo) AS counted,
                      sum(s.unread) FILTER (WHERE NOT s.is_memo) AS unread,
                      sum(s.amount) FILTER (WHERE s.is_memo) AS memo_amount,
                      sum(s.rows) FILTER (WHERE s.is_memo) AS memos
                 FROM cover_sums s
                WHERE s.file_number = f.file_number AND s.row_type = ANY(l.rows)
                  AND s.measure = l.measure) s ON true
          LEFT JOIN LATERAL (SELECT sum({added}) AS amount FROM unnest(l.adds) AS name) a ON true
         WHERE f.file_number = ANY(%(numbers)s)) d;

-- A filer may have counted a memo, or all memos of a line.
UPDATE cover_found c
   SET note = CASE
         WHEN NOT is_readable THEN 'the cover says "' || left(stated, 40) || '", which is no amount'
         WHEN difference <> 0 AND NOT is_sum AND EXISTS (
              SELECT FROM filings_filingrow r
               WHERE r.file_number = c.file_number AND r.row_type = ANY(c.row_types)
                 AND r.memo_code = 'X' AND r.amount = -c.difference AND c.measure = 'amount')
         THEN 'equals if a memo row of ' || {missing} || ' is counted'
         WHEN difference <> 0 AND memos > 0 AND memo_amount = -difference
         THEN 'equals if all memo rows, ' || {missing} || ', are counted'
         WHEN unread > 0 THEN 'the amount of a row could not be read'
         WHEN NOT is_sum AND counted = 0 THEN 'no row stands for it'
         ELSE '' END
 WHERE NOT ok;

UPDATE filings_filing f
   SET checks = n.checks, checks_result = n.result, checks_summary = left(n.summary, 300)
  FROM (SELECT f.file_number, coalesce(d.checks, '[]') AS checks,
               CASE WHEN d.stated IS NOT TRUE THEN 'none' WHEN d.off = 0 THEN 'adds up' ELSE 'off' END
                   AS result,
               CASE WHEN d.stated IS NOT TRUE THEN
                         CASE WHEN f.is_truncated THEN 'The file is cut short.' ELSE '' END
                    WHEN d.off = 0 AND f.is_truncated
                    THEN 'The file is cut short: what there is of it adds up.'
                    WHEN d.off = 0 THEN 'Adds up.'
                    ELSE CASE WHEN f.is_truncated THEN 'The file is cut short: off' ELSE 'Off' END
                         || ' by ' || w.amount || ' on line ' || w.line
                         || CASE WHEN w.note = '' THEN '' ELSE ' (' || w.note || ')' END
                         || CASE d.off WHEN 1 THEN '' WHEN 2 THEN ' and 1 more line'
                                       ELSE ' and ' || d.off - 1 || ' more lines' END
                         || CASE WHEN d.off > 1 AND d.is_short AND NOT f.is_truncated
                                 THEN ', as if rows were missing.' ELSE '.' END
                    END AS summary
          FROM filings_filing f
          LEFT JOIN (SELECT file_number, count(*) FILTER (WHERE NOT ok) AS off,
                            -- A file may also be cut between two lines.
                            bool_and(difference < 0 AND NOT is_sum) FILTER (WHERE NOT ok) AS is_short,
                            bool_or(btrim(stated) <> '' OR rows <> 0) AS stated,
                            jsonb_agg(jsonb_build_object(
                                'line', line, 'label', label, 'cover', {cover}, 'rows', {rows},
                                'difference', {difference}, 'rule', rule, 'ok', ok, 'note', note)
                                ORDER BY place)
                                FILTER (WHERE NOT ok OR cover <> 0 OR rows <> 0) AS checks
                       FROM cover_found GROUP BY file_number) d USING (file_number)
          LEFT JOIN (SELECT DISTINCT ON (file_number) file_number, line, note, {worst} AS amount
                       FROM cover_found WHERE NOT ok
                      ORDER BY file_number, abs(difference) DESC, place) w USING (file_number)
         WHERE f.file_number = ANY(%(numbers)s)) n
 WHERE n.file_number = f.file_number
   AND (f.checks, f.checks_result, f.checks_summary)
       IS DISTINCT FROM (n.checks, n.result::text, left(n.summary, 300));
