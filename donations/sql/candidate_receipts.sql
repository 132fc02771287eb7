-- Reads the roll-ups by committee, contributions, linkages and official figures.
-- Writes candidates' receipts by channel (donations_candidatetotal): of their principal and authorized
-- committees only, each once (linkages are already free of the FEC's repetitions).
DROP TABLE IF EXISTS pg_temp.campaigns;

CREATE TEMP TABLE campaigns ON COMMIT DROP AS
SELECT DISTINCT candidate_id, committee_id
  FROM filings_linkage WHERE cycle = %(cycle)s AND designation IN ('P', 'A');

CREATE INDEX ON campaigns (committee_id);

ANALYZE campaigns;

DROP TABLE IF EXISTS pg_temp.receipts;

CREATE TEMP TABLE receipts ON COMMIT DROP AS
SELECT c.candidate_id, k.channel, sum(t.rows) AS rows, sum(t.amount) AS amount,
       ''::text AS caveat
  FROM campaigns c
  JOIN donations_committeetotal t ON t.committee_id = c.committee_id AND t.cycle = %(cycle)s
  JOIN (VALUES ('individual', 'individuals_itemized'), ('candidate', 'candidate_contributions'),
               ('candidate_loan', 'candidate_loans'), ('transfer', 'transfers_in'),
               ('refund_individual', 'refunds_individuals'),
               ('refund_committee', 'refunds_committees')) AS k(counted_as, channel)
       ON k.counted_as = t.counted_as
 -- A transfer out is the other committee's transfer in: of transfers take the receipts alone.
 WHERE t.counted_as <> 'transfer' OR t.source IN ('indiv', 'oth')
 GROUP BY c.candidate_id, k.channel;

-- Small gifts have no rows: official total less itemized rows, as far as the official figure reaches.
-- Itemized rows have their cents cut off, so that the difference is never too small by that.
INSERT INTO receipts
SELECT s.candidate_id, 'individuals_unitemized', 0,
       CASE WHEN s.individual_contributions >= i.amount THEN s.individual_contributions - i.amount
       END,
       CASE WHEN s.individual_contributions < i.amount
            THEN 'Cannot be computed: the itemized rows dated through '
                 || to_char(s.coverage_end_date, 'FMMonth FMDD, YYYY')
                 || ' exceed the official total of individuals by $'
                 || to_char(i.amount - s.individual_contributions, 'FM999,999,999,990.00') || '.'
            ELSE 'Official total of individuals through '
                 || to_char(s.coverage_end_date, 'FMMonth FMDD, YYYY')
                 || ' less the itemized rows dated through that day.' END
  FROM (SELECT DISTINCT ON (candidate_id) * FROM filings_candidatesummary
         WHERE cycle = %(cycle)s AND coverage_end_date IS NOT NULL
           AND individual_contributions IS NOT NULL
         ORDER BY candidate_id, file) s
 CROSS JOIN LATERAL
       (SELECT coalesce(sum(t.contribution_receipt_amount), 0) AS amount
          FROM campaigns c
          JOIN donations_contribution t ON t.committee_id = c.committee_id AND t.cycle = %(cycle)s
         WHERE c.candidate_id = s.candidate_id AND t.counted_as = 'individual'
           AND (t.contribution_receipt_date <= s.coverage_end_date
                OR t.contribution_receipt_date IS NULL)) i
 -- Without a single itemized row loaded "unitemized" would be everything.
 WHERE EXISTS (SELECT FROM donations_committeetotal t
                WHERE t.cycle = %(cycle)s AND t.counted_as = 'individual');

-- What committees gave, from the giver's side: the receiver's 18K is the same money.
INSERT INTO receipts
SELECT p.resolved_candidate_id,
       CASE WHEN coalesce(h.committee_type, m.committee_type) IN ('X', 'Y', 'Z') THEN 'party'
            ELSE 'committees' END,
       count(*), sum(p.transaction_amount), ''
  FROM expenditures_candidatetransaction p
  LEFT JOIN filings_committeehistory h
         ON h.committee_id = p.committee_id AND h.cycle = %(cycle)s
  LEFT JOIN filings_committee m ON m.committee_id = p.committee_id
 WHERE p.cycle = %(cycle)s AND p.counted_as = 'contribution' AND p.resolved_candidate_id <> ''
   -- Money to the candidate's leadership PAC or joint fundraising committee is not the campaign's.
   AND NOT EXISTS (SELECT FROM filings_linkage l
                    WHERE l.cycle = %(cycle)s AND l.committee_id = p.other_id
                      AND l.candidate_id = p.resolved_candidate_id
                      AND l.designation NOT IN ('P', 'A'))
 GROUP BY 1, 2
