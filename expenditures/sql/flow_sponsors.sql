-- Reads committees, their registrations in a cycle, and their own tags. The industry of each committee that
-- a company, union, association or cooperative keeps (a separate segregated fund): those who give to it are
-- its sponsor's staff, members and owners.
SELECT substr(c.committee_id, 2)::integer, p.industry_id
  FROM filings_committee c
  LEFT JOIN filings_committeehistory h ON h.committee_id = c.committee_id AND h.cycle = %(cycle)s
  JOIN donations_donorprofile p ON p.id = -1099511627776 - substr(c.committee_id, 2)::bigint
  JOIN donations_industry i ON i.id = p.industry_id AND i.is_industry
 WHERE c.committee_id ~ '^C[0-9]{{8}}$'
   AND coalesce(nullif(h.organization_type, ''), c.organization_type) IN ('C', 'L', 'M', 'T', 'V', 'W')
