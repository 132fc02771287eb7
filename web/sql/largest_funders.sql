-- Reads counted receipts of some committees and a cycle; for committees with too many rows to group.
-- Gives the largest single receipts of each, in the columns of funders.sql.
SELECT f.committee_id, n.name, f.contributor_id, 1 AS rows, f.amount, f.sub_id
  FROM unnest(%(committees)s::text[]) AS c(committee_id)
 CROSS JOIN LATERAL
       (SELECT t.committee_id, t.name_id,
               CASE WHEN t.counted_as IN ('committee', 'transfer') THEN t.contributor_id ELSE '' END
                   AS contributor_id, t.contribution_receipt_amount AS amount, t.sub_id
          FROM donations_contribution t
         WHERE t.cycle = %(cycle)s AND t.committee_id = c.committee_id
           AND t.counted_as = ANY(%(kinds)s)
         ORDER BY t.contribution_receipt_amount DESC LIMIT %(limit)s) f
  LEFT JOIN donations_contributorname n ON n.id = f.name_id
 ORDER BY f.committee_id, f.amount DESC, n.name;
