-- Reads 48-hour notices of contributions (Form 6) among "due_filings", campaigns' reports and receipts.
-- Writes filings_filingrow.coverage of the notices' rows: open until an active report of the same campaign
-- covers the day; then covered where that report has the gift, else unmatched, and never counted twice.
-- A reviewer's word goes before, "the same" as long as a report covers the day. Some filers repeat a gift
-- in their next notice, which amends nothing: the newest one counts.
UPDATE filings_filingrow r
   SET coverage = CASE WHEN k.decision = 'separate' THEN 'open'
                       WHEN k.is_repeated THEN 'covered'
                       WHEN NOT k.is_covered_by_date AND NOT k.is_in_bulk THEN 'open'
                       WHEN k.decision = 'same' THEN 'covered'
                       WHEN k.is_matched THEN 'covered'
                       ELSE 'unmatched' END
  FROM (SELECT n.file_number, n.line, d.decision,
               (e.file_number IS NOT NULL OR coalesce(s.through >= n.date, false)) AS is_covered_by_date,
               EXISTS (SELECT FROM filings_filing f
                         JOIN filings_filingrow g ON g.file_number = f.file_number
                        WHERE f.committee_id = c.committee_id AND f.form IN ('F3', 'F3P') AND f.counts
                          AND f.coverage_through >= n.date AND f.coverage_from <= n.date
                          AND g.schedule = 'A' AND g.amount = n.amount
                          AND ((g.transaction_id = n.transaction_id AND n.transaction_id <> '')
                               OR (g.name = n.name AND g.date = n.date)
                               -- The first name may be spelled another way.
                               OR (split_part(g.name, ',', 1) = split_part(n.name, ',', 1)
                                   AND g.date BETWEEN n.date - 2 AND n.date + 2)))
               OR EXISTS (SELECT FROM donations_contribution b
                            JOIN donations_contributorname w ON w.id = b.name_id
                           WHERE b.committee_id = c.committee_id AND b.source IN ('indiv', 'oth')
                             AND b.contribution_receipt_date BETWEEN n.date - 2 AND n.date + 2
                             AND b.file_number IS DISTINCT FROM n.file_number
                             AND trunc(b.contribution_receipt_amount) = trunc(n.amount)
                             AND ((b.transaction_id = n.transaction_id AND n.transaction_id <> '')
                                  OR split_part(w.name, ',', 1) = split_part(n.name, ',', 1)))
                   AS is_matched,
               -- No official figure may say how far reports go that only a bulk file has.
               EXISTS (SELECT FROM donations_contribution b
                         JOIN donations_contributorname w ON w.id = b.name_id
                        WHERE b.committee_id = c.committee_id AND b.source IN ('indiv', 'oth') AND b.counts
                          AND b.contribution_receipt_date = n.date
                          AND b.file_number IS DISTINCT FROM n.file_number
                          AND trunc(b.contribution_receipt_amount) = trunc(n.amount)
                          AND ((b.transaction_id = n.transaction_id AND n.transaction_id <> '')
                               OR w.name = n.name)) AS is_in_bulk,
               c.counts AND
               EXISTS (SELECT FROM filings_filing f
                         JOIN filings_filingrow g ON g.file_number = f.file_number
                        WHERE f.committee_id = c.committee_id AND f.form = 'F6' AND f.counts
                          AND f.file_number > n.file_number AND g.schedule = 'F65'
                          AND g.transaction_id = n.transaction_id AND n.transaction_id <> ''
                          AND g.name = n.name AND g.date = n.date AND g.amount = n.amount)
                   AS is_repeated
          FROM due_filings c
          JOIN filings_filingrow n ON n.file_number = c.file_number AND n.schedule = 'F65'
          LEFT JOIN filings_noticedecision d
            ON d.notice_file_number = n.file_number AND d.notice_line = n.line
          LEFT JOIN LATERAL
               (SELECT f.file_number FROM filings_filing f
                 WHERE f.committee_id = c.committee_id AND f.form IN ('F3', 'F3P') AND f.counts
                   AND n.date BETWEEN f.coverage_from AND f.coverage_through LIMIT 1) e ON true
          LEFT JOIN LATERAL
               (SELECT max(y.coverage_end_date) AS through
                  FROM filings_linkage l
                  JOIN filings_candidatesummary y
                    ON y.candidate_id = l.candidate_id AND y.cycle = l.cycle
                 WHERE l.committee_id = c.committee_id AND l.cycle = %(cycle)s
                   AND l.designation = 'P') s ON true
         WHERE c.form = 'F6') k
 WHERE r.file_number = k.file_number AND r.line = k.line;
