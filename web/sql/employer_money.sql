-- Reads the contributions of some profiles in a cycle, from the index by profile alone. Gives them by
-- recipient and kind, and people's by name and ZIP code: recipient, kind, name, ZIP, rows, amount.
-- The columns of the other grouping are null.
SELECT c.committee_id, c.counted_as, c.name_id, left(c.contributor_zip, 5),
       count(*), sum(c.contribution_receipt_amount)
  FROM donations_contribution c
 WHERE c.cycle = %(cycle)s AND c.profile_id = ANY(%(profiles)s)
   AND c.counts AND c.counted_as IN ('individual', 'committee')
 GROUP BY GROUPING SETS ((c.committee_id, c.counted_as),
                         (c.counted_as, c.name_id, left(c.contributor_zip, 5)))
