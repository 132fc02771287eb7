-- Reads candidacies. Writes the candidates' own columns: those of the newest cycle that has them.
-- Cycles are loaded in any order and again, so that "newest" is decided over all of them at once.
UPDATE filings_candidate c
   SET name = n.name, party = n.party, office = n.office, state = n.state, district = n.district,
       newest_cycle = n.cycle
  FROM (SELECT DISTINCT ON (candidate_id) * FROM filings_candidacy
         ORDER BY candidate_id, cycle DESC) n
 WHERE n.candidate_id = c.candidate_id
   AND (c.name, c.party, c.office, c.state, c.district, c.newest_cycle)
       IS DISTINCT FROM (n.name, n.party, n.office, n.state, n.district, n.cycle);

-- An id that no file has any more is as one that no file ever had.
UPDATE filings_candidate c
   SET name = '', party = '', office = '', state = '', district = '', newest_cycle = 0
 WHERE c.newest_cycle > 0
   AND NOT EXISTS (SELECT FROM filings_candidacy h WHERE h.candidate_id = c.candidate_id);
