-- Reads the staged linkages (ccl). Writes "fresh", each pair of candidate and committee once.
-- The FEC repeats a pair for each election year it serves (Gomez and C00629659 for 2017 and 2018): a
-- join on the rows as published doubles sums. The newest election year's row gives type and
-- designation; all years and linkage ids are kept.
CREATE TEMP TABLE fresh ON COMMIT DROP AS
SELECT %(cycle)s::smallint AS cycle, t.candidate_id, t.committee_id,
       (array_agg(left(t.committee_type, 1) ORDER BY t.candidate_election_year DESC NULLS LAST,
                  t.linkage_id DESC))[1] AS committee_type,
       (array_agg(left(t.designation, 1) ORDER BY t.candidate_election_year DESC NULLS LAST,
                  t.linkage_id DESC))[1] AS designation,
       coalesce(jsonb_agg(DISTINCT t.candidate_election_year)
                FILTER (WHERE t.candidate_election_year IS NOT NULL), '[]') AS election_years,
       jsonb_agg(t.linkage_id ORDER BY t.linkage_id) AS linkage_ids,
       hashtextextended(string_agg(t.row_hash::text, ',' ORDER BY t.linkage_id), 0) AS row_hash
  FROM ({typed}) t
 GROUP BY t.candidate_id, t.committee_id;
