-- Reads "efiled" (donations/sql/efiled_rows.sql) and linkages. Gives the rows of
-- expenditures_candidatetransaction: what a filer gave to a candidate's campaign, or spent together with it.
SELECT e.sub_id, NULL::bigint AS image_number, 0::bigint AS row_hash, e.file_number,
       e.date AS transaction_date, e.cycle::smallint AS cycle,
       coalesce((date_part('year', e.date)::integer + 1) / 2 * 2, e.cycle)::smallint
           AS two_year_transaction_period,
       e.counted_as <> 'memo' AS counts, e.counted_as, e.amount AS transaction_amount,
       e.committee_id, e.candidate_id, e.candidate_id AS resolved_candidate_id,
       CASE WHEN e.candidate_id = '' THEN '' ELSE 'reported' END AS resolved_by,
       e.other_committee_id AS other_id, e.name AS recipient_name, e.city AS recipient_city,
       e.state AS recipient_state, e.zip AS recipient_zip, e.amendment_indicator,
       left(e.report_code, 3) AS report_type, e.election_code AS election_type,
       e.transaction_type, e.entity_type, left(e.memo_code, 1) AS memo_code,
       CASE WHEN e.memo_text = '' THEN left(e.purpose, 100) ELSE e.memo_text END AS memo_text,
       e.transaction_id, 'efile'::text AS source
  FROM efiled e
 WHERE e.kind = 'gift' AND NOT EXISTS (SELECT FROM in_bulk b WHERE b.sub_id = e.sub_id)
   AND (e.candidate_id <> ''
        OR EXISTS (SELECT FROM filings_linkage l
                    WHERE l.committee_id = e.other_committee_id AND l.cycle = e.cycle
                      AND l.designation IN ('P', 'A')))
