-- The id of the donor profile that a receipt's industry follows from (donations/models/industries.py).
-- A row's own columns give it, so that no join is needed to store it, and a re-import gives the same.
CREATE FUNCTION donations_profile_id(counted_as text, entity_type text, contributor_id text, name_id integer,
                                     employer_id integer, occupation_id integer)
RETURNS bigint LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE
    WHEN counted_as IN ('candidate', 'candidate_loan') THEN 0
    -- OTHER_ID of a person's row is the conduit; of a committee's row, the committee itself.
    WHEN contributor_id ~ '^C[0-9]{8}$'
     AND (entity_type IN ('PAC', 'PTY', 'CCM', 'COM')
          OR (entity_type NOT IN ('IND', 'CAN') AND counted_as IN ('committee', 'transfer', 'refund_committee')))
    THEN -1099511627776 - substr(contributor_id, 2)::bigint
    WHEN entity_type IN ('PAC', 'PTY', 'CCM', 'COM', 'ORG') THEN -name_id::bigint
    ELSE (employer_id::bigint << 32) | occupation_id
END;

ALTER TABLE donations_contribution ADD COLUMN profile_id bigint;

UPDATE donations_contribution
   SET profile_id = donations_profile_id(counted_as, entity_type, contributor_id, name_id, employer_id, occupation_id);

ALTER TABLE donations_contribution ALTER COLUMN profile_id SET NOT NULL;

-- Each partition's index by profile, named as filings/replacing.py names the others.
DO $$
DECLARE leaf regclass;
BEGIN
    FOR leaf IN SELECT relid FROM pg_partition_tree('donations_contribution') WHERE isleaf
    LOOP
        EXECUTE format('CREATE INDEX %I ON %s (profile_id) INCLUDE (counts, counted_as, contribution_receipt_amount,'
                       ' contribution_receipt_date, contributor_state, contributor_zip, committee_id, name_id,'
                       ' employer_id, occupation_id, city_id, election_type, cycle, sub_id)',
                       leaf::text || '_profile_0', leaf);
    END LOOP;
END $$;

-- What a load writes from now on (donations/sql/profile_totals.sql), for what is there already.
INSERT INTO donations_profiletotal (profile_id, cycle, source, counted_as, rows, amount)
SELECT profile_id, cycle, source, counted_as, count(*), sum(contribution_receipt_amount)
  FROM donations_contribution
 GROUP BY profile_id, cycle, source, counted_as;

INSERT INTO donations_donorprofile (id, kind, employer_id, occupation_id, contributor_name_id,
                                    committee_id, basis)
SELECT n.id,
       CASE WHEN n.id > 0 THEN 'person' WHEN n.id = 0 THEN 'candidate'
            WHEN n.id > -1099511627776 THEN 'name' ELSE 'committee' END,
       CASE WHEN n.id > 0 THEN n.id >> 32 END,
       CASE WHEN n.id > 0 THEN n.id & 4294967295 END,
       CASE WHEN n.id < 0 AND n.id > -1099511627776 THEN -n.id END,
       CASE WHEN n.id <= -1099511627776 THEN 'C' || lpad((-n.id - 1099511627776)::text, 8, '0') END,
       ''
  FROM (SELECT DISTINCT profile_id AS id FROM donations_profiletotal) n;
