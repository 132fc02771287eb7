-- Reads "efiled". Gives the rows of donations_operatingexpenditure.
SELECT e.sub_id, NULL::bigint AS image_number, 0::bigint AS row_hash, e.file_number,
       e.date AS disbursement_date, e.cycle::smallint AS cycle,
       date_part('year', coalesce(e.coverage_through, e.date))::smallint AS report_year,
       e.memo_code <> 'X' AS counts, e.amount AS disbursement_amount, e.committee_id,
       e.amendment_indicator, left(e.report_code, 3) AS report_type,
       left(substr(e.row_type, 3), 12) AS line_number, left(e.form, 8) AS form_type,
       left('S' || e.schedule, 8) AS schedule_type, e.name AS recipient_name,
       e.city AS recipient_city, e.state AS recipient_state, e.zip AS recipient_zip,
       e.election_code AS election_type, left(e.purpose, 100) AS purpose, e.category,
       ''::text AS category_description, left(e.memo_code, 1) AS memo_code, e.memo_text,
       e.entity_type, e.transaction_id, e.back_reference_transaction_id, 'efile'::text AS source,
       ''::text AS standing
  FROM efiled e
 WHERE e.kind = 'operating' AND NOT EXISTS (SELECT FROM in_bulk b WHERE b.sub_id = e.sub_id)
