-- Reads the staged candidate file (cn). Writes "fresh", candidacies as they shall stand.
-- The file holds each candidate once; DISTINCT ON keeps one row should it ever not. A candidate must
-- exist before a candidacy can point to it, so nameless ones are made first and named afterwards
-- (refresh_candidates.sql).
CREATE TEMP TABLE fresh ON COMMIT DROP AS
SELECT DISTINCT ON (t.candidate_id)
       %(cycle)s::smallint AS cycle, t.candidate_id, left(t.name, 200) AS name,
       left(t.party, 3) AS party,
       t.candidate_election_year, left(t.state, 2) AS state, left(t.office, 1) AS office,
       lpad(left(t.district, 2), CASE WHEN t.district = '' THEN 0 ELSE 2 END, '0') AS district,
       left(t.incumbent_challenge, 1) AS incumbent_challenge,
       left(t.candidate_status, 1) AS candidate_status,
       left(t.principal_committee_id, 9) AS principal_committee_id,
       left(t.address_city, 100) AS address_city, left(t.address_state, 2) AS address_state,
       left(t.address_zip, 9) AS address_zip, t.row_hash
  FROM ({typed}) t
 ORDER BY t.candidate_id, t.staged_row DESC;

INSERT INTO filings_candidate
       (candidate_id, name, party, office, state, district, newest_cycle)
SELECT candidate_id, '', '', '', '', '', 0 FROM {fresh}
    ON CONFLICT DO NOTHING;
