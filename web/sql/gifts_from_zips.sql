-- Reads itemized contributions of individuals to some campaigns in a cycle, from some ZIP codes.
-- Gives what each name at each of them gave to each campaign: committee, name, ZIP of five digits,
-- rows, amount.
SELECT g.committee_id, n.name, g.zip, g.rows, g.amount
  FROM (SELECT t.committee_id, t.name_id, left(t.contributor_zip, 5) AS zip,
               count(*) AS rows, sum(t.contribution_receipt_amount) AS amount
          FROM donations_contribution t
         WHERE t.cycle = %(cycle)s AND t.committee_id = ANY(%(committees)s)
           AND t.counted_as = 'individual' AND left(t.contributor_zip, 5) = ANY(%(zips)s)
         GROUP BY t.committee_id, t.name_id, left(t.contributor_zip, 5)) g
  JOIN donations_contributorname n ON n.id = g.name_id
 ORDER BY g.committee_id, g.amount DESC, n.name, g.zip;
