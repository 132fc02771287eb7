-- Reads a stage of receipts (indiv, or oth), typed. Gives the rows of donations_contribution.
-- A SELECT, to be run by CREATE TABLE AS (in parallel) or by INSERT (when a partition is mended). The
-- dictionaries must hold every text before (donations/load.py). Where the filing itself was taken in, the
-- amount has its cents from there, and a blank date is filled. A filing that was amended or is held adds
-- to nothing.
SELECT r.sub_id, r.image_number, r.row_hash, r.name_id, r.employer_id, r.occupation_id, r.city_id,
       r.memo_text_id, r.file_number, r.contribution_receipt_date, r.cycle,
       r.two_year_transaction_period, (r.counts AND x.state IS NULL) AS counts, r.source,
       CASE WHEN r.counts THEN coalesce(x.state, r.counted_as) ELSE r.counted_as END AS counted_as,
       r.contribution_receipt_amount, r.committee_id, r.amendment_indicator, r.report_type,
       r.election_type, r.receipt_type, r.entity_type, r.contributor_state, r.contributor_zip,
       r.contributor_id, r.memo_code, r.transaction_id,
       donations_profile_id(r.counted_as, r.entity_type, r.contributor_id, r.name_id, r.employer_id,
                            r.occupation_id) AS profile_id
  FROM (
SELECT t.sub_id, t.image_number, t.row_hash, n.id AS name_id, e.id AS employer_id,
       o.id AS occupation_id, c.id AS city_id, m.id AS memo_text_id, t.file_number,
       coalesce(t.transaction_date, f.date) AS contribution_receipt_date,
       {cycle}::smallint AS cycle,
       -- The year of the transaction rounded up to even; the file has no report year, so that a row
       -- without a date goes by the file's cycle.
       coalesce((date_part('year', coalesce(t.transaction_date, f.date))::integer + 1) / 2 * 2,
                {cycle})::smallint
           AS two_year_transaction_period,
       (t.memo_code <> 'X' AND coalesce(k.counts, false) AND NOT j.is_share) AS counts,
       {source}::text AS source,
       CASE WHEN t.memo_code = 'X' OR j.is_share THEN 'memo'
            -- Money to super PACs (10) and parties' extra accounts (30 to 32) comes from committees
            -- too, and ENTITY_TP tells. A 15E of a conduit is a lump of individuals' small gifts.
            WHEN t.transaction_type IN ('10', '30', '31', '32')
             AND t.entity_type IN ('PAC', 'PTY', 'CCM', 'COM')
            THEN 'committee'
            ELSE coalesce(k.counted_as, 'unknown') END AS counted_as,
       (CASE WHEN trunc(f.amount) = t.transaction_amount THEN f.amount
             ELSE t.transaction_amount END)::numeric(14, 2) AS contribution_receipt_amount, t.committee_id,
       t.amendment_indicator, t.report_type, t.election_type, t.transaction_type AS receipt_type,
       t.entity_type, t.state AS contributor_state, t.zip AS contributor_zip,
       t.other_id AS contributor_id, t.memo_code, t.transaction_id
  FROM ({typed}) t
 -- A share of a joint fundraising is a memo by nature; some filers leave MEMO_CD out.
 CROSS JOIN LATERAL (SELECT t.transaction_type IN ('10J', '11J', '15J', '18J', '19J', '30J', '31J',
                                                   '32J')) AS j(is_share)
  JOIN donations_contributorname n ON n.name = t.name
  JOIN donations_employer e ON e.name = t.employer
  JOIN donations_occupation o ON o.name = t.occupation
  JOIN donations_city c ON c.name = t.city
  JOIN donations_memotext m ON m.name = t.memo_text
  LEFT JOIN (VALUES {types}) AS k(code, side, counted_as, counts) ON k.code = t.transaction_type
  LEFT JOIN ({efiled}) f ON f.file_number = t.file_number AND f.transaction_id = t.transaction_id
 WHERE {which}
) r
  LEFT JOIN filings_outoftotals x ON x.file_number = r.file_number AND x.committee_id = r.committee_id
