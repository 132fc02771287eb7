-- Reads a stage of oth, typed. Gives the rows of donations_committeetransaction: what the filer paid.
SELECT t.sub_id, t.image_number, t.row_hash, t.file_number,
       t.transaction_date AS disbursement_date, {cycle}::smallint AS cycle,
       coalesce(ceil(extract(year FROM t.transaction_date) / 2) * 2, {cycle})::smallint
           AS two_year_transaction_period,
       (t.memo_code <> 'X' AND k.counts) AS counts,
       CASE WHEN t.memo_code = 'X' THEN 'memo' ELSE k.counted_as END AS counted_as,
       t.transaction_amount::numeric(14, 2) AS disbursement_amount, t.committee_id,
       t.other_id AS recipient_id, t.name AS recipient_name, t.city AS recipient_city,
       t.state AS recipient_state, t.zip AS recipient_zip, t.amendment_indicator, t.report_type,
       t.election_type, t.transaction_type AS disbursement_type, t.entity_type, t.memo_code,
       t.memo_text, t.transaction_id
  FROM ({typed}) t
  JOIN (VALUES {types}) AS k(code, side, counted_as, counts) ON k.code = t.transaction_type
 WHERE k.side = 'disbursement'
