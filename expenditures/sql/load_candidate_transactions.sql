-- Reads a stage of pas2, typed. Gives the rows of expenditures_candidatetransaction.
-- The candidate is the reported one for now; expenditures/sql/resolve_candidates.sql looks up the
-- others once the linkages are in.
SELECT t.sub_id, t.image_number, t.row_hash, t.file_number, t.transaction_date,
       {cycle}::smallint AS cycle,
       coalesce(ceil(extract(year FROM t.transaction_date) / 2) * 2, {cycle})::smallint
           AS two_year_transaction_period,
       (t.memo_code <> 'X' AND coalesce(k.counts, false)) AS counts,
       CASE WHEN t.memo_code = 'X' THEN 'memo' ELSE coalesce(k.counted_as, 'unknown') END
           AS counted_as,
       t.transaction_amount::numeric(14, 2) AS transaction_amount, t.committee_id, t.candidate_id,
       t.candidate_id AS resolved_candidate_id,
       CASE WHEN t.candidate_id = '' THEN '' ELSE 'reported' END AS resolved_by, t.other_id,
       t.name AS recipient_name, t.city AS recipient_city, t.state AS recipient_state,
       t.zip AS recipient_zip, t.amendment_indicator, t.report_type, t.election_type,
       t.transaction_type, t.entity_type, t.memo_code, t.memo_text, t.transaction_id
  FROM ({typed}) t
  LEFT JOIN (VALUES {types}) AS k(code, side, counted_as, counts) ON k.code = t.transaction_type
