-- Reads committees' profiles and registrations. Gives what each committee's industry follows from; one that
-- no committee file has is known by the name in the newest row of what it gave. {scope} is empty, or a
-- condition of some.
SELECT p.committee_id, coalesce(nullif(c.name, ''), n.name, ''), coalesce(c.connected_organization, ''),
       coalesce(c.committee_type, ''), coalesce(c.designation, ''), coalesce(c.organization_type, '')
  FROM donations_donorprofile p
  LEFT JOIN filings_committee c ON c.committee_id = p.committee_id
  LEFT JOIN LATERAL (SELECT t.name
                       FROM donations_contribution k
                       JOIN donations_contributorname t ON t.id = k.name_id
                      WHERE k.profile_id = p.id
                      ORDER BY k.sub_id DESC
                      LIMIT 1) n ON coalesce(c.name, '') = ''
 WHERE p.kind = 'committee'{scope};
