-- Reads committee-to-candidate money, linkages and candidates. Writes whom each row is about.
-- CAND_ID is blank or unknown in 3 to 8 percent of the rows: OTHER_ID then names the committee that was
-- paid, whose candidate the linkages know, or the candidate itself. Where a committee is linked to
-- several candidates the campaign it is principal for comes first, then the newest election.
UPDATE expenditures_candidatetransaction t
   SET resolved_candidate_id = r.resolved, resolved_by = r.how
  FROM (SELECT p.sub_id,
               CASE WHEN c.candidate_id IS NOT NULL THEN p.candidate_id
                    WHEN l.candidate_id IS NOT NULL THEN l.candidate_id
                    WHEN o.candidate_id IS NOT NULL THEN p.other_id
                    ELSE '' END AS resolved,
               CASE WHEN c.candidate_id IS NOT NULL THEN 'reported'
                    WHEN l.candidate_id IS NOT NULL THEN 'linkage'
                    WHEN o.candidate_id IS NOT NULL THEN 'other_id'
                    ELSE '' END AS how
          FROM expenditures_candidatetransaction p
          LEFT JOIN filings_candidate c ON c.candidate_id = p.candidate_id AND c.newest_cycle > 0
          LEFT JOIN filings_candidate o ON o.candidate_id = p.other_id AND o.newest_cycle > 0
          LEFT JOIN (SELECT DISTINCT ON (committee_id) committee_id, candidate_id
                       FROM filings_linkage WHERE cycle = %(cycle)s
                      ORDER BY committee_id, designation <> 'P', designation <> 'A',
                               (SELECT max(y::int) FROM jsonb_array_elements_text(election_years) y)
                               DESC NULLS LAST, candidate_id) l ON l.committee_id = p.other_id
         WHERE p.cycle = %(cycle)s) r
 WHERE t.cycle = %(cycle)s AND t.sub_id = r.sub_id
   AND (t.resolved_candidate_id, t.resolved_by) IS DISTINCT FROM (r.resolved, r.how);
