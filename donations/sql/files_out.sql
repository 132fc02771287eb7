-- Reads filings and a table of facts. Writes the temporary tables "files_out" (files whose rows must be in no
-- total) and "committees_due" (those whose rows in bulk files are to be looked at).
--
-- Beside filings known to be replaced or held these are reports in a bulk file that an electronic amendment
-- of the same report and days has replaced: it names the original alone, so that an amendment between the two
-- is named nowhere. A slip in the year puts single rows of another report into the same days of the year
-- before or after: a report is of the year in which most of its rows are.
DROP TABLE IF EXISTS pg_temp.committees_due;

CREATE TEMP TABLE committees_due ON COMMIT DROP AS
SELECT committee_id FROM due_filings WHERE committee_id <> ''
 UNION
SELECT committee_id FROM filings_filing
 WHERE %(bulk_changed)s AND cycle = %(cycle)s AND committee_id <> '';

CREATE UNIQUE INDEX ON committees_due (committee_id);

ANALYZE committees_due;

DROP TABLE IF EXISTS pg_temp.files_out;

CREATE TEMP TABLE files_out ON COMMIT DROP AS
SELECT committee_id, file_number, min(state) AS state
  FROM (SELECT o.committee_id, o.file_number, o.state
          FROM filings_outoftotals o JOIN committees_due USING (committee_id)
         UNION ALL
        SELECT t.committee_id, t.file_number, 'superseded'
          FROM filings_filing f
          JOIN committees_due USING (committee_id)
         CROSS JOIN (VALUES (-1), (0), (1)) AS y(later)
          JOIN {table} t ON t.committee_id = f.committee_id AND t.report_type = f.report_code
                        AND t.{day} BETWEEN (f.coverage_from + make_interval(years => y.later))::date
                                        AND (f.coverage_through + make_interval(years => y.later))::date
                        AND t.file_number > 0 AND t.file_number < f.file_number
         WHERE f.cycle = %(cycle)s AND f.counts AND f.amendment_indicator = 'A'
           AND f.report_code <> '' AND t.cycle = %(cycle)s AND t.source <> 'efile'
           AND NOT EXISTS (SELECT FROM filings_filing o WHERE o.file_number = t.file_number)
         GROUP BY t.committee_id, t.file_number, f.file_number
        HAVING count(*) FILTER (WHERE y.later = 0) > count(*) FILTER (WHERE y.later <> 0)) x
 GROUP BY committee_id, file_number;

CREATE UNIQUE INDEX ON files_out (committee_id, file_number);

ANALYZE files_out;
