-- Reads counted receipts of some committees and a cycle; for committees whose rows are few enough to
-- be grouped. Gives the largest contributors of each: committee, name, the contributor's committee id
-- where it is a committee, rows, amount, 0 for the id of a single row.
SELECT f.committee_id, n.name, f.contributor_id, f.rows, f.amount, 0::bigint AS sub_id
  FROM unnest(%(committees)s::text[]) AS c(committee_id)
 CROSS JOIN LATERAL
       (SELECT t.committee_id, t.name_id,
               -- A conduit's id stands in the same column as a giving committee's: it isn't the giver.
               max(CASE WHEN t.counted_as IN ('committee', 'transfer') THEN t.contributor_id
                        ELSE '' END) AS contributor_id,
               count(*) AS rows, sum(t.contribution_receipt_amount) AS amount
          FROM donations_contribution t
         WHERE t.cycle = %(cycle)s AND t.committee_id = c.committee_id
           AND t.counted_as = ANY(%(kinds)s)
         GROUP BY t.committee_id, t.name_id ORDER BY amount DESC, t.name_id LIMIT %(limit)s) f
  LEFT JOIN donations_contributorname n ON n.id = f.name_id
 ORDER BY f.committee_id, f.amount DESC, n.name;
