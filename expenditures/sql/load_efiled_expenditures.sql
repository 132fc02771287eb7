-- Reads the rows of some electronic filings: Schedule E, and Form 5's own page. Writes them into
-- expenditures_independentexpenditure, in the place of what is there of these filings. Rows of filings that
-- were amended or are held stand there as well: what each row is, is decided over the whole cycle
-- afterwards (expenditures/notices.py).
DELETE FROM expenditures_independentexpenditure
 WHERE origin = 'efile' AND file_number = ANY(%(numbers)s);

INSERT INTO expenditures_independentexpenditure
       (key, origin, cycle, form, committee_id, candidate_id, candidate_name,
        support_oppose_indicator, expenditure_amount, expenditure_date, dissemination_date,
        receipt_date, payee_name, purpose, election_type, candidate_office, candidate_state,
        candidate_district, amendment_indicator, file_number, previous_file_number, transaction_id,
        image_number, sub_id, is_memo, is_superseded, is_held, is_repeated, line,
        covered_by_transaction_id, candidate_match, coverage, counts, row_hash)
SELECT 'efile/' || r.file_number || '/' || r.line, 'efile', f.cycle,
       -- Form 5 is a notice and a periodic report, told by the report's code.
       CASE WHEN f.form = 'F24' OR (f.form = 'F5' AND f.report_code IN ('24', '48')) THEN 'notice'
            ELSE 'report' END,
       f.committee_id,
       CASE WHEN upper(btrim(r.candidate_id)) ~ '^([HS][0-9][A-Z]{{2}}[0-9]{{5}}|P[0-9]{{8}})$'
            THEN upper(btrim(r.candidate_id)) ELSE '' END,
       left(upper(r.candidate_name), 200), left(r.support_oppose, 1), r.amount, r.date,
       r.dissemination_date, coalesce(f.received_at::date, f.date_signed), left(r.name, 200),
       left(r.purpose, 200), left(r.election_code, 5), left(upper(r.candidate_office), 1),
       left(upper(r.candidate_state), 2),
       CASE WHEN r.candidate_district = '' THEN '' ELSE lpad(left(r.candidate_district, 2), 2, '0') END,
       f.amendment_indicator, r.file_number, f.amends, left(r.transaction_id, 40), NULL, NULL,
       r.memo_code = 'X', false, f.is_held, false, r.line, '', '', '', false, 0
  FROM filings_filing f
  JOIN filings_filingrow r ON r.file_number = f.file_number
 WHERE f.file_number = ANY(%(numbers)s) AND r.schedule IN ('E', 'F57') AND r.amount IS NOT NULL
   AND f.committee_id LIKE 'C%%';
