-- Reads contributions and donors' profiles. What committees received from people and organizations in a
-- cycle by day and industry, in cents, refunds below zero. A receipt without a day counts as received on the
-- cycle's first. What is not classed stands in the class that says so.
SELECT substr(c.committee_id, 2)::integer AS committee,
       coalesce(c.contribution_receipt_date, make_date({cycle} - 1, 1, 1)) - date '1970-01-01' AS day,
       coalesce(p.industry_id, u.id)::integer AS industry,
       (sum(CASE c.counted_as WHEN 'individual' THEN c.contribution_receipt_amount
                              ELSE -c.contribution_receipt_amount END) * 100)::bigint AS cents
  FROM donations_contribution c
 CROSS JOIN (SELECT id FROM donations_industry WHERE slug = {not_classed}) u
  LEFT JOIN donations_donorprofile p ON p.id = c.profile_id
 WHERE c.cycle = {cycle} AND c.counts AND c.counted_as IN ('individual', 'refund_individual')
   AND c.committee_id ~ '^C[0-9]{{8}}$'
 GROUP BY 1, 2, 3
