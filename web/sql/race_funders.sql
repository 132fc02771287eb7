-- Reads counted receipts of some committees and a cycle; for committees whose rows are few enough to
-- be grouped. Gives what each name at each ZIP code gave to each of them, the largest first:
-- committee, name, ZIP of five digits, the contributor's committee id where it is a committee, rows,
-- amount.
SELECT f.committee_id, n.name, f.zip, f.contributor_id, f.rows, f.amount
  FROM unnest(%(committees)s::text[]) AS c(committee_id)
 CROSS JOIN LATERAL
       (SELECT t.committee_id, t.name_id, left(t.contributor_zip, 5) AS zip,
               max(CASE WHEN t.counted_as IN ('committee', 'transfer') THEN t.contributor_id
                        ELSE '' END) AS contributor_id,
               count(*) AS rows, sum(t.contribution_receipt_amount) AS amount
          FROM donations_contribution t
         WHERE t.cycle = %(cycle)s AND t.committee_id = c.committee_id
           AND t.counted_as = ANY(%(kinds)s)
         GROUP BY t.committee_id, t.name_id, left(t.contributor_zip, 5)
         ORDER BY amount DESC, t.name_id LIMIT %(limit)s) f
  JOIN donations_contributorname n ON n.id = f.name_id
 ORDER BY f.committee_id, f.amount DESC, n.name, f.zip;
