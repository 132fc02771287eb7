-- Reads the filings in hold_wanted. Adds to hold_sums how much each one is about: its total, the larger
-- of what came in and what went out, by its rows or by its cover; its independent expenditures; and its
-- largest single amount, memos too.
INSERT INTO hold_sums (file_number, total, spent, largest)
SELECT f.file_number,
       greatest(abs(coalesce(r.received, 0)), abs(coalesce(r.paid, 0)), coalesce(c.total, 0)),
       abs(coalesce(r.spent, 0)), coalesce(r.largest, 0)
  FROM hold_wanted w
  JOIN filings_filing f USING (file_number)
  LEFT JOIN (SELECT r.file_number,
                    sum(r.amount) FILTER (WHERE r.memo_code <> 'X'
                                            AND r.schedule = ANY(%(receipts)s)) AS received,
                    sum(r.amount) FILTER (WHERE r.memo_code <> 'X'
                                            AND r.schedule = ANY(%(payments)s)) AS paid,
                    sum(r.amount) FILTER (WHERE r.memo_code <> 'X'
                                            AND r.schedule = ANY(%(spending)s)) AS spent,
                    max(abs(r.amount)) FILTER (WHERE r.schedule = ANY(%(receipts)s)
                                                  OR r.schedule = ANY(%(payments)s)) AS largest
               FROM filings_filingrow r
              WHERE r.file_number IN (SELECT file_number FROM hold_wanted WHERE by_rows)
              GROUP BY r.file_number) r USING (file_number)
 CROSS JOIN LATERAL (SELECT max(abs({stated})) AS total FROM unnest(%(totals)s::text[]) AS name) c
    ON CONFLICT DO NOTHING;
