-- Reads "efiled_texts" and the dictionaries. Gives the rows of donations_contribution.
SELECT t.sub_id, NULL::bigint AS image_number, 0::bigint AS row_hash, n.id AS name_id,
       e.id AS employer_id, o.id AS occupation_id, c.id AS city_id, m.id AS memo_text_id,
       t.file_number, t.contribution_receipt_date, t.cycle, t.two_year_transaction_period,
       t.counted_as NOT IN ('memo', 'conduit', 'unknown') AS counts, 'efile'::text AS source,
       t.counted_as, t.contribution_receipt_amount, t.committee_id, t.amendment_indicator,
       t.report_type, t.election_type, t.receipt_type, t.entity_type, t.contributor_state,
       t.contributor_zip, t.contributor_id, t.memo_code, t.transaction_id,
       donations_profile_id(t.counted_as, t.entity_type, t.contributor_id, n.id, e.id, o.id)
           AS profile_id
  FROM efiled_texts t
  JOIN donations_contributorname n ON n.name = t.name
  JOIN donations_employer e ON e.name = t.employer
  JOIN donations_occupation o ON o.name = t.occupation
  JOIN donations_city c ON c.name = t.city
  JOIN donations_memotext m ON m.name = t.memo_text
