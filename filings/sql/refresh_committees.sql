-- Reads committee histories. Writes the committees' own columns: those of the newest cycle.
UPDATE filings_committee c
   SET name = n.name, committee_type = n.committee_type, designation = n.designation,
       party = n.party, organization_type = n.organization_type,
       connected_organization = n.connected_organization, state = n.state, newest_cycle = n.cycle
  FROM (SELECT DISTINCT ON (committee_id) * FROM filings_committeehistory
         ORDER BY committee_id, cycle DESC) n
 WHERE n.committee_id = c.committee_id
   AND (c.name, c.committee_type, c.designation, c.party, c.organization_type,
        c.connected_organization, c.state, c.newest_cycle)
       IS DISTINCT FROM
       (n.name, n.committee_type, n.designation, n.party, n.organization_type,
        n.connected_organization, n.state, n.cycle);

-- An id that no file has any more is as one that no file ever had.
UPDATE filings_committee c
   SET name = '', committee_type = '', designation = '', party = '', organization_type = '',
       connected_organization = '', state = '', newest_cycle = 0
 WHERE c.newest_cycle > 0
   AND NOT EXISTS (SELECT FROM filings_committeehistory h WHERE h.committee_id = c.committee_id);
