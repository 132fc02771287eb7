-- Reads the staged independent-expenditure file. Writes "fresh", rows of origin "csv".
-- The file has no id of a row, and repeats a (spender, filing, transaction) now and then: the key adds
-- a running number among equals, so that no row is lost. What each row is (notice or report, covered,
-- superseded) is decided over the whole cycle afterwards (expenditures/notices.py).
CREATE TEMP TABLE fresh ON COMMIT DROP AS
SELECT %(cycle)s::smallint AS cycle,
       k.place || '/' || row_number() OVER (PARTITION BY k.place ORDER BY t.row_hash) AS key,
       'csv'::text AS origin, 'notice'::text AS form, left(t.committee_id, 9) AS committee_id,
       left(t.candidate_id, 9) AS candidate_id, left(t.candidate_name, 200) AS candidate_name,
       CASE left(upper(t.support_oppose_indicator), 1) WHEN 'S' THEN 'S' WHEN 'O' THEN 'O'
            ELSE '' END AS support_oppose_indicator,
       t.expenditure_amount, t.expenditure_date, t.dissemination_date, t.receipt_date,
       left(t.payee_name, 200) AS payee_name, left(t.purpose, 200) AS purpose,
       left(t.election_type, 5) AS election_type, left(t.candidate_office, 1) AS candidate_office,
       left(t.candidate_state, 2) AS candidate_state,
       lpad(left(t.candidate_district, 2), CASE WHEN t.candidate_district = '' THEN 0 ELSE 2 END,
            '0') AS candidate_district,
       left(t.amendment_indicator, 3) AS amendment_indicator, t.file_number,
       t.previous_file_number, left(t.transaction_id, 40) AS transaction_id, t.image_number,
       false AS is_memo, false AS is_superseded, 'open'::text AS coverage, false AS counts,
       t.row_hash
  FROM ({typed}) t
 CROSS JOIN LATERAL
       (SELECT left(concat_ws('/', t.committee_id, t.file_number, t.transaction_id), 60) AS place) k;
