-- Reads "efiled". Gives the rows of donations_contribution with their texts, which the dictionaries are to
-- get before; the ids are joined on afterwards (donations/electronic.py).
SELECT e.sub_id, e.name, left(e.employer, 38) AS employer, left(e.occupation, 38) AS occupation, e.city,
       e.memo_text, e.file_number, e.date AS contribution_receipt_date, e.cycle::smallint AS cycle,
       coalesce((date_part('year', e.date)::integer + 1) / 2 * 2, e.cycle)::smallint
           AS two_year_transaction_period,
       e.counted_as, e.amount AS contribution_receipt_amount, e.committee_id,
       e.amendment_indicator, left(e.report_code, 3) AS report_type, e.election_code AS election_type,
       CASE WHEN e.counted_as = 'conduit' THEN '15T'
            WHEN e.counted_as = 'candidate' THEN '15C'
            WHEN e.counted_as = 'committee' AND e.transaction_type = '15' THEN '18K'
            -- Super PACs and hybrid PACs' other accounts take gifts without limit.
            WHEN e.counted_as = 'individual' AND e.transaction_type IN ('15', '')
             AND (e.committee_type IN ('O', 'U') OR e.row_type = 'SA17' AND e.form = 'F3X') THEN '10'
            WHEN e.counted_as = 'individual' AND e.transaction_type = '15' AND e.is_earmarked THEN '15E'
            ELSE e.transaction_type END AS receipt_type,
       e.entity_type, e.state AS contributor_state, e.zip AS contributor_zip,
       e.other_committee_id AS contributor_id, left(e.memo_code, 1) AS memo_code, e.transaction_id
  FROM efiled e
 WHERE e.kind IN ('receipt', 'notice') AND NOT EXISTS (SELECT FROM in_bulk b WHERE b.sub_id = e.sub_id)
