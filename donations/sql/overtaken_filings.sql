-- Reads filings that count and bulk files' rows. Writes which filings an amendment has replaced that a bulk
-- file has and that was not taken in itself: an old filing asked for by number, say. It names the report and
-- its days alone, as rows of bulk files do not say what they amend. Gives the filers, whose chains are then
-- to be decided. A slip in the year puts single rows of another report into the same days of the year before
-- or after: a report is of the year in which most of its rows are.
WITH likely AS (
    SELECT f.file_number, t.file_number AS amendment
      FROM filings_filing f
     CROSS JOIN (VALUES (-1), (0), (1)) AS y(later)
      JOIN (SELECT committee_id, cycle, source, report_type, amendment_indicator, file_number,
                   contribution_receipt_date AS day
              FROM donations_contribution
             UNION ALL
            SELECT committee_id, cycle, source, report_type, amendment_indicator, file_number,
                   disbursement_date
              FROM donations_operatingexpenditure) t
        ON t.committee_id = f.committee_id AND t.cycle = f.cycle AND t.report_type = f.report_code
       AND t.day BETWEEN (f.coverage_from + make_interval(years => y.later))::date
                     AND (f.coverage_through + make_interval(years => y.later))::date
     WHERE f.cycle = %(cycle)s AND NOT f.is_held
       AND (f.facts_due OR %(all)s OR %(bulk_changed)s)
       AND f.form IN ('F3', 'F3P', 'F3X') AND f.report_code <> '' AND f.committee_id <> ''
       AND t.source <> 'efile' AND t.amendment_indicator = 'A' AND t.file_number > f.file_number
       AND NOT EXISTS (SELECT FROM filings_filing o WHERE o.file_number = t.file_number)
     GROUP BY f.file_number, t.file_number
    HAVING count(*) FILTER (WHERE y.later = 0) > count(*) FILTER (WHERE y.later <> 0)
), found AS (
    SELECT file_number, max(amendment) AS amendment FROM likely GROUP BY file_number
)
UPDATE filings_filing f
   SET overtaken_by = n.amendment, facts_due = true, changed_at = clock_timestamp()
  FROM (SELECT o.file_number, k.amendment
          FROM filings_filing o LEFT JOIN found k USING (file_number)
         WHERE o.cycle = %(cycle)s AND (o.facts_due OR %(all)s OR %(bulk_changed)s)
           AND (k.amendment IS NOT NULL OR o.overtaken_by IS NOT NULL)
           AND k.amendment IS DISTINCT FROM o.overtaken_by) n
 WHERE f.file_number = n.file_number
RETURNING f.committee_id;
