-- Reads candidacies, linkages, official summaries, the election codes of contributions, and the list of
-- special elections in filings/data. Writes the cycle's races and who stands in each.
--
-- A candidate stands in the regular race of the cycle's own year, by CAND_ELECTION_YR or by a linkage's.
-- A special election is a race of its own. An odd election year alone does not make one: candidates
-- write the current year by mistake. So it must be on the list, or be seen in the files themselves: three
-- candidates or more for the seat with that odd year, and contributions coded "S" to one of them.
DROP TABLE IF EXISTS pg_temp.standing;

CREATE TEMP TABLE standing ON COMMIT DROP AS
SELECT y.candidate_id, y.year, max(y.basis) AS basis, c.office, c.state,
       CASE WHEN c.office = 'H' THEN lpad(coalesce(nullif(c.district, ''), '00'), 2, '0')
            ELSE '00' END AS district
  FROM (SELECT candidate_id, candidate_election_year AS year, 'candidate file' AS basis
          FROM filings_candidacy WHERE cycle = %(cycle)s
         UNION ALL
        SELECT l.candidate_id, y::int, 'committee linked for the year'
          FROM filings_linkage l, jsonb_array_elements_text(l.election_years) y
         WHERE l.cycle = %(cycle)s AND l.designation IN ('P', 'A')) y
  JOIN filings_candidacy c ON c.candidate_id = y.candidate_id AND c.cycle = %(cycle)s
 WHERE y.year IN (%(cycle)s, %(cycle)s - 1) AND c.office IN ('H', 'S', 'P')
 GROUP BY y.candidate_id, y.year, c.office, c.state, c.district;

-- Candidates whose campaigns took money coded for a special election.
DROP TABLE IF EXISTS pg_temp.coded;

CREATE TEMP TABLE coded ON COMMIT DROP AS
SELECT DISTINCT l.candidate_id
  FROM donations_committeetotal t
  JOIN filings_linkage l ON l.committee_id = t.committee_id AND l.cycle = t.cycle
 WHERE t.cycle = %(cycle)s AND left(t.election_type, 1) = 'S' AND l.designation IN ('P', 'A');

DROP TABLE IF EXISTS pg_temp.races;

CREATE TEMP TABLE races ON COMMIT DROP AS
SELECT s.office, CASE WHEN s.office = 'P' THEN 'US' ELSE s.state END AS state, s.district,
       0 AS special_year, 'candidates registered for ' || %(cycle)s AS basis, '{{}}'::jsonb AS dates
  FROM standing s WHERE s.year = %(cycle)s
 GROUP BY 1, 2, 3
 UNION ALL
SELECT l.office, l.state, l.district, l.year, 'list of special elections',
       jsonb_build_object('S', l.general_day)
  FROM (VALUES {listed}) AS l(cycle, office, state, district, year, general_day)
 WHERE l.cycle = %(cycle)s
   AND EXISTS (SELECT FROM filings_candidacy c WHERE c.cycle = %(cycle)s AND c.office = l.office
                  AND c.state = l.state
                  AND (l.office = 'S' OR lpad(c.district, 2, '0') = l.district));

INSERT INTO races
SELECT s.office, s.state, s.district, s.year,
       count(DISTINCT s.candidate_id) || ' candidates registered for ' || s.year
       || ', and contributions coded for a special election', '{{}}'::jsonb
  FROM standing s LEFT JOIN coded c USING (candidate_id)
 WHERE s.year = %(cycle)s - 1 AND s.office IN ('H', 'S')
   AND NOT EXISTS (SELECT FROM races r WHERE (r.office, r.state, r.district, r.special_year)
                                           = (s.office, s.state, s.district, s.year))
 GROUP BY s.office, s.state, s.district, s.year
HAVING count(DISTINCT s.candidate_id) >= 3 AND bool_or(c.candidate_id IS NOT NULL);

DELETE FROM filings_election e
 WHERE e.cycle = %(cycle)s
   AND NOT EXISTS (SELECT FROM races r WHERE (r.office, r.state, r.district, r.special_year)
                                           = (e.office, e.state, e.district, e.special_year));

INSERT INTO filings_election (cycle, office, state, district, special_year, basis, dates)
SELECT %(cycle)s, office, state, district, special_year, basis, dates FROM races
    ON CONFLICT ON CONSTRAINT election_once
    DO UPDATE SET basis = excluded.basis, dates = excluded.dates;

DELETE FROM filings_electioncandidate
 WHERE election_id IN (SELECT id FROM filings_election WHERE cycle = %(cycle)s);

-- Who stands in a special election: those registered for its odd year. One in the cycle's own year
-- can't be told by year: there it is those with money coded for a special election.
INSERT INTO filings_electioncandidate (election_id, candidate_id, basis)
SELECT e.id, s.candidate_id,
       CASE WHEN e.special_year = %(cycle)s THEN 'contributions coded for a special election'
            ELSE s.basis END
  FROM filings_election e
  JOIN standing s ON s.office = e.office AND s.district = e.district
                 AND (s.state = e.state OR e.office = 'P')
                 AND s.year = CASE WHEN e.special_year = 0 THEN %(cycle)s ELSE e.special_year END
 WHERE e.cycle = %(cycle)s
   AND (e.special_year <> %(cycle)s OR s.candidate_id IN (SELECT candidate_id FROM coded));

ANALYZE filings_electioncandidate;
