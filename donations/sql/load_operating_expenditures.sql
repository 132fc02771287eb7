-- Reads a stage of oppexp, typed. Gives the rows of donations_operatingexpenditure.
SELECT t.sub_id, t.image_number, t.row_hash, t.file_number, t.disbursement_date,
       {cycle}::smallint AS cycle, t.report_year::smallint AS report_year,
       (t.memo_code <> 'X' AND x.state IS NULL) AS counts, t.disbursement_amount, t.committee_id,
       t.amendment_indicator, t.report_type, t.line_number, t.form_type, t.schedule_type,
       t.recipient_name, t.recipient_city, t.recipient_state, t.recipient_zip, t.election_type,
       t.purpose, t.category, btrim(t.category_description) AS category_description, t.memo_code,
       t.memo_text, t.entity_type, t.transaction_id, t.back_reference_transaction_id, 'oppexp'::text AS source,
       coalesce(x.state, '') AS standing
  FROM ({typed}) t
  LEFT JOIN filings_outoftotals x ON x.file_number = t.file_number AND x.committee_id = t.committee_id
