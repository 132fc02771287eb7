-- Reads committee-to-candidate money (pas2). Writes the temporary table "gifts_of_committees", a row a
-- gift: what committees gave to candidates' campaigns, from the giver's side. The receiver's 18K is the
-- same money and is not counted.
DROP TABLE IF EXISTS pg_temp.gifts_of_committees;

CREATE TEMP TABLE gifts_of_committees ON COMMIT DROP AS
SELECT p.resolved_candidate_id AS candidate_id, p.committee_id, p.election_type,
       CASE WHEN coalesce(nullif(h.committee_type, ''), m.committee_type) IN ('X', 'Y', 'Z')
            THEN 'party' ELSE 'committees' END AS channel,
       p.transaction_date AS day, p.transaction_amount AS amount,
       (p.transaction_amount > 0
        AND (p.transaction_id LIKE 'SA16%%' OR p.memo_text ILIKE '%%refund%%')) AS looks_refunded
  FROM expenditures_candidatetransaction p
  LEFT JOIN filings_committeehistory h
         ON h.committee_id = p.committee_id AND h.cycle = %(cycle)s
  LEFT JOIN filings_committee m ON m.committee_id = p.committee_id
  LEFT JOIN filings_committeehistory r ON r.committee_id = p.other_id AND r.cycle = %(cycle)s
  LEFT JOIN filings_linkage l
         ON l.cycle = %(cycle)s AND l.committee_id = p.other_id
        AND l.candidate_id = p.resolved_candidate_id
 WHERE p.cycle = %(cycle)s AND p.counts AND p.transaction_type IN ('24K', '24Z')
   AND p.resolved_candidate_id <> ''
   -- Money to the candidate's leadership PAC or joint fundraising committee is not the campaign's.
   AND coalesce(l.designation, r.designation, '') NOT IN ('B', 'D', 'J', 'U');

ANALYZE gifts_of_committees;
