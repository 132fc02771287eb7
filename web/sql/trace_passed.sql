-- Reads contributions and names. What some committees received from some others until a day, by giver: the
-- sum, the rows, how many of them do not identify the giver, and the numbers of the filings that say so, newest first. A row that does not identify its
-- giver is taken for the one of that very name.
SELECT c.committee_id, coalesce(nullif(c.contributor_id, ''), g.committee_id) AS giver_id,
       sum(c.contribution_receipt_amount), count(*), count(*) FILTER (WHERE c.contributor_id = ''),
       array_agg(DISTINCT c.file_number) FILTER (WHERE c.file_number IS NOT NULL)
  FROM donations_contribution c
  JOIN donations_contributorname n ON n.id = c.name_id
  LEFT JOIN unnest(%(givers)s::text[], %(names)s::text[]) AS g(committee_id, name)
         ON c.contributor_id = '' AND g.name = n.name
 WHERE c.cycle = %(cycle)s AND c.counts AND c.committee_id = ANY(%(recipients)s)
   AND c.counted_as IN ('committee', 'transfer')
   AND (c.contributor_id = ANY(%(givers)s) OR g.committee_id IS NOT NULL)
   AND (c.contribution_receipt_date <= %(until)s OR c.contribution_receipt_date IS NULL)
 GROUP BY 1, 2
