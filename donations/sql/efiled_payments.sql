-- Reads "efiled". Gives the rows of donations_committeetransaction: what a filer paid to a committee.
SELECT e.sub_id, NULL::bigint AS image_number, 0::bigint AS row_hash, e.file_number,
       e.date AS disbursement_date, e.cycle::smallint AS cycle,
       coalesce((date_part('year', e.date)::integer + 1) / 2 * 2, e.cycle)::smallint
           AS two_year_transaction_period,
       e.counted_as <> 'memo' AS counts, e.counted_as, e.amount AS disbursement_amount,
       e.committee_id,
       CASE WHEN e.other_committee_id <> '' THEN e.other_committee_id ELSE e.candidate_id END
           AS recipient_id,
       e.name AS recipient_name, e.city AS recipient_city, e.state AS recipient_state,
       e.zip AS recipient_zip, e.amendment_indicator, left(e.report_code, 3) AS report_type,
       e.election_code AS election_type, e.transaction_type AS disbursement_type, e.entity_type,
       left(e.memo_code, 1) AS memo_code,
       CASE WHEN e.memo_text = '' THEN left(e.purpose, 100) ELSE e.memo_text END AS memo_text,
       e.transaction_id, 'efile'::text AS source
  FROM efiled e
 WHERE (e.kind = 'gift' OR (e.kind = 'payment' AND e.other_committee_id <> ''))
   AND NOT EXISTS (SELECT FROM in_bulk b WHERE b.sub_id = e.sub_id)
