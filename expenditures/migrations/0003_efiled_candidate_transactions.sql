-- Committee-to-candidate money of electronic filings stands beside pas2's, in partitions of its own.
DO $$
DECLARE leaf regclass;
BEGIN
    FOR leaf IN SELECT relid FROM pg_partition_tree('expenditures_candidatetransaction')
    LOOP
        EXECUTE format('ALTER TABLE %s DROP CONSTRAINT IF EXISTS candidatetransaction_counts', leaf);
    END LOOP;
END $$;

ALTER TABLE expenditures_candidatetransaction ADD COLUMN source text NOT NULL DEFAULT 'pas2';

ALTER TABLE expenditures_candidatetransaction ALTER COLUMN source DROP DEFAULT;

ALTER TABLE expenditures_candidatetransaction ADD CONSTRAINT candidatetransaction_counts
    CHECK (counts = (counted_as NOT IN ('memo', 'conduit', 'unknown', 'superseded', 'held')));

DO $$
DECLARE
    leaf record;
BEGIN
    FOR leaf IN SELECT relid::regclass::text AS name
                  FROM pg_partition_tree('expenditures_candidatetransaction') WHERE isleaf AND level > 0
    LOOP
        EXECUTE format('ALTER TABLE %I RENAME TO %I', leaf.name,
                       'expenditures_candidatetransaction_pas2_' || right(leaf.name, 4));
    END LOOP;
END $$;

ALTER TABLE expenditures_candidatetransaction RENAME TO expenditures_candidatetransaction_pas2;

CREATE TABLE expenditures_candidatetransaction
    (LIKE expenditures_candidatetransaction_pas2 INCLUDING CONSTRAINTS) PARTITION BY LIST (source);

ALTER TABLE expenditures_candidatetransaction
    ATTACH PARTITION expenditures_candidatetransaction_pas2 FOR VALUES IN ('pas2');

CREATE TABLE expenditures_candidatetransaction_efile
    PARTITION OF expenditures_candidatetransaction FOR VALUES IN ('efile') PARTITION BY LIST (cycle);
