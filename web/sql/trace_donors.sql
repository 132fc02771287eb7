-- Reads contributions. The donors who gave most to some committees until a day, refunds taken off, each with
-- its part of the money that a trace found coming in there: in proportion to what it gave.
WITH asked AS (
    SELECT committee_id, named
      FROM unnest(%(committees)s::text[], %(named)s::numeric[]) AS x(committee_id, named)
), given AS (
    SELECT c.committee_id, c.name_id, left(c.contributor_zip, 5) AS zip,
           sum(CASE c.counted_as WHEN 'individual' THEN c.contribution_receipt_amount
                                 ELSE -c.contribution_receipt_amount END) AS paid
      FROM donations_contribution c
     WHERE c.cycle = %(cycle)s AND c.counts AND c.counted_as IN ('individual', 'refund_individual')
       AND c.committee_id = ANY(%(committees)s)
       AND (c.contribution_receipt_date <= %(until)s OR c.contribution_receipt_date IS NULL)
     GROUP BY 1, 2, 3
    HAVING sum(CASE c.counted_as WHEN 'individual' THEN c.contribution_receipt_amount
                                 ELSE -c.contribution_receipt_amount END) > 0
), wholes AS (
    SELECT committee_id, sum(paid) AS whole FROM given GROUP BY 1
)
SELECT g.committee_id, n.name, g.zip, g.paid, a.named * g.paid / w.whole AS amount
  FROM given g
  JOIN asked a USING (committee_id)
  JOIN wholes w USING (committee_id)
  JOIN donations_contributorname n ON n.id = g.name_id
 ORDER BY amount DESC, n.name, g.committee_id, g.zip
 LIMIT %(limit)s
