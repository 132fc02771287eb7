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
 WHERE t.counted_as <> 'transfer' OR t.source IN ('indiv', 'oth', 'efile')
 GROUP BY c.candidate_id, k.channel;

-- Small gifts have no rows: official total less itemized rows, as far as the official figure reaches.
-- Itemized rows have their cents cut off, so that the difference is never too small by that.
INSERT INTO receipts
SELECT s.candidate_id, 'individuals_unitemized', 0,
       CASE WHEN i.rows = 0 AND s.individual_contributions <> 0 THEN NULL
            WHEN s.individual_contributions >= i.amount THEN s.individual_contributions - i.amount
       END,
       CASE WHEN i.rows = 0 AND s.individual_contributions <> 0
            THEN 'Cannot be told: no itemized row of this campaign through '
                 || to_char(s.coverage_end_date, 'FMMonth FMDD, YYYY')
                 || ' is loaded; either every gift was small, or its rows are missing.'
            WHEN s.individual_contributions < i.amount
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
       (SELECT coalesce(sum(t.contribution_receipt_amount), 0) AS amount, count(*) AS rows
          FROM campaigns c
          JOIN donations_contribution t ON t.committee_id = c.committee_id AND t.cycle = %(cycle)s
         WHERE c.candidate_id = s.candidate_id AND t.counted_as = 'individual'
           AND (t.contribution_receipt_date <= s.coverage_end_date
                OR t.contribution_receipt_date IS NULL)) i
 -- Without a single itemized row loaded "unitemized" would be everything.
 WHERE EXISTS (SELECT FROM donations_committeetotal t
                WHERE t.cycle = %(cycle)s AND t.counted_as = 'individual');

-- What committees gave (donations/sql/gifts_of_committees.sql). A giver that gets its money back codes
-- that 24K as well, so that a part may be no gift: the rows that say so are named, not left out.
INSERT INTO receipts
SELECT candidate_id, channel, count(*), sum(amount),
       CASE WHEN bool_or(looks_refunded) THEN
            'Of which $' || to_char(sum(amount) FILTER (WHERE looks_refunded),
                                    'FM999,999,999,990.00')
            || ' look like refunds to the giver, which the file codes as gifts.' ELSE '' END
  FROM gifts_of_committees
 GROUP BY candidate_id, channel
