-- Reads the counted receipts of a few names. Gives what each gave from each ZIP code, before refunds:
-- name, ZIP code, dollars, rows.
SELECT n.name, left(c.contributor_zip, 5) AS zip, sum(c.contribution_receipt_amount), count(*)
  FROM donations_contributorname n JOIN donations_contribution c ON c.name_id = n.id
 WHERE n.name = ANY(%(names)s) AND c.counts AND c.counted_as <> ALL(%(refunds)s)
 GROUP BY 1, 2;
