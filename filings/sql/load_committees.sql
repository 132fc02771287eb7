-- Reads the staged committee file (cm). Writes "fresh", committee histories as they shall stand.
CREATE TEMP TABLE fresh ON COMMIT DROP AS
SELECT DISTINCT ON (t.committee_id)
       %(cycle)s::smallint AS cycle, t.committee_id, left(t.name, 200) AS name,
       left(t.treasurer_name, 100) AS treasurer_name, left(t.city, 100) AS city,
       left(t.state, 2) AS state, left(t.zip, 9) AS zip, left(t.designation, 1) AS designation,
       left(t.committee_type, 1) AS committee_type, left(t.party, 3) AS party,
       left(t.filing_frequency, 1) AS filing_frequency,
       left(t.organization_type, 1) AS organization_type,
       -- "NONE" is what filers write where there is no connected organization.
       CASE WHEN upper(t.connected_organization) IN ('NONE', 'N/A', 'NA') THEN ''
            ELSE left(t.connected_organization, 200) END AS connected_organization,
       left(t.candidate_id, 9) AS candidate_id, t.row_hash
  FROM ({typed}) t
 ORDER BY t.committee_id, t.staged_row DESC;

INSERT INTO filings_committee
       (committee_id, name, committee_type, designation, party, organization_type,
        connected_organization, state, newest_cycle)
SELECT committee_id, '', '', '', '', '', '', '', 0 FROM {fresh}
    ON CONFLICT DO NOTHING;
