-- Reads a stage of oth, typed. Gives the rows of donations_committeetransaction: what the filer paid.
-- Cents come from the filing itself where it was taken in; one that was amended or is held adds to nothing.
SELECT t.sub_id, t.image_number, t.row_hash, t.file_number,
       coalesce(t.transaction_date, f.date) AS disbursement_date, {cycle}::smallint AS cycle,
       coalesce(ceil(extract(year FROM t.transaction_date) / 2) * 2, {cycle})::smallint
           AS two_year_transaction_period,
       (t.memo_code <> 'X' AND k.counts AND x.state IS NULL) AS counts,
       CASE WHEN t.memo_code = 'X' THEN 'memo'
            WHEN k.counts THEN coalesce(x.state, k.counted_as)
            ELSE k.counted_as END AS counted_as,
       (CASE WHEN trunc(f.amount) = t.transaction_amount THEN f.amount
             ELSE t.transaction_amount END)::numeric(14, 2) AS disbursement_amount, t.committee_id,
       t.other_id AS recipient_id, t.name AS recipient_name, t.city AS recipient_city,
       t.state AS recipient_state, t.zip AS recipient_zip, t.amendment_indicator, t.report_type,
       t.election_type, t.transaction_type AS disbursement_type, t.entity_type, t.memo_code,
       t.memo_text, t.transaction_id, 'oth'::text AS source
  FROM ({typed}) t
  JOIN (VALUES {types}) AS k(code, side, counted_as, counts) ON k.code = t.transaction_type
  LEFT JOIN ({efiled}) f ON f.file_number = t.file_number AND f.transaction_id = t.transaction_id
  LEFT JOIN filings_outoftotals x ON x.file_number = t.file_number AND x.committee_id = t.committee_id
 WHERE k.side = 'disbursement'
