-- Reads a stage of pas2, typed. Gives the rows of expenditures_candidatetransaction.
-- The candidate is the reported one for now; expenditures/sql/resolve_candidates.sql looks up the
-- others once the linkages are in.
SELECT t.sub_id, t.image_number, t.row_hash, t.file_number,
       coalesce(t.transaction_date, f.date) AS transaction_date,
       {cycle}::smallint AS cycle,
       coalesce(ceil(extract(year FROM t.transaction_date) / 2) * 2, {cycle})::smallint
           AS two_year_transaction_period,
       (t.memo_code <> 'X' AND coalesce(k.counts, false) AND x.state IS NULL) AS counts,
       CASE WHEN t.memo_code = 'X' THEN 'memo'
            WHEN k.counts THEN coalesce(x.state, k.counted_as)
            ELSE coalesce(k.counted_as, 'unknown') END AS counted_as,
       (CASE WHEN trunc(f.amount) = t.transaction_amount THEN f.amount
             ELSE t.transaction_amount END)::numeric(14, 2) AS transaction_amount, t.committee_id,
       t.candidate_id,
       t.candidate_id AS resolved_candidate_id,
       CASE WHEN t.candidate_id = '' THEN '' ELSE 'reported' END AS resolved_by, t.other_id,
       t.name AS recipient_name, t.city AS recipient_city, t.state AS recipient_state,
       t.zip AS recipient_zip, t.amendment_indicator, t.report_type, t.election_type,
       t.transaction_type, t.entity_type, t.memo_code, t.memo_text, t.transaction_id,
       'pas2'::text AS source
  FROM ({typed}) t
  LEFT JOIN (VALUES {types}) AS k(code, side, counted_as, counts) ON k.code = t.transaction_type
  LEFT JOIN ({efiled}) f ON f.file_number = t.file_number AND f.transaction_id = t.transaction_id
  LEFT JOIN filings_outoftotals x ON x.file_number = t.file_number AND x.committee_id = t.committee_id
