-- Rows of electronic filings stand beside those of the bulk files, in partitions of their own ("efile").
-- A row whose filing was amended, or is held, adds to nothing, whichever file it came from.
ALTER TABLE donations_contribution DROP CONSTRAINT contribution_counts;

DO $$
DECLARE leaf regclass;
BEGIN
    -- A partition that was built aside has the check in its own right too.
    FOR leaf IN SELECT relid FROM pg_partition_tree('donations_contribution')
    LOOP
        EXECUTE format('ALTER TABLE %s DROP CONSTRAINT IF EXISTS contribution_counts', leaf);
    END LOOP;
    FOR leaf IN SELECT relid FROM pg_partition_tree('donations_committeetransaction')
    LOOP
        EXECUTE format('ALTER TABLE %s DROP CONSTRAINT IF EXISTS committeetransaction_counts', leaf);
    END LOOP;
    FOR leaf IN SELECT relid FROM pg_partition_tree('donations_operatingexpenditure')
    LOOP
        EXECUTE format('ALTER TABLE %s DROP CONSTRAINT IF EXISTS operatingexpenditure_counts', leaf);
    END LOOP;
END $$;

ALTER TABLE donations_contribution ADD CONSTRAINT contribution_counts
    CHECK (counts = (counted_as NOT IN ('memo', 'conduit', 'unknown', 'superseded', 'held')));

CREATE TABLE donations_contribution_efile
    PARTITION OF donations_contribution FOR VALUES IN ('efile') PARTITION BY LIST (cycle);

-- Payments get a source, as receipts have one.
ALTER TABLE donations_committeetransaction ADD COLUMN source text NOT NULL DEFAULT 'oth';

ALTER TABLE donations_committeetransaction ALTER COLUMN source DROP DEFAULT;

ALTER TABLE donations_committeetransaction ADD CONSTRAINT committeetransaction_counts
    CHECK (counts = (counted_as NOT IN ('memo', 'conduit', 'unknown', 'superseded', 'held')));

ALTER TABLE donations_operatingexpenditure ADD COLUMN source text NOT NULL DEFAULT 'oppexp';

ALTER TABLE donations_operatingexpenditure ALTER COLUMN source DROP DEFAULT;

ALTER TABLE donations_operatingexpenditure ADD COLUMN standing text NOT NULL DEFAULT '';

ALTER TABLE donations_operatingexpenditure ALTER COLUMN standing DROP DEFAULT;

ALTER TABLE donations_operatingexpenditure ADD CONSTRAINT operatingexpenditure_counts
    CHECK (counts = (memo_code <> 'X' AND standing = ''));

DO $$
DECLARE
    parent text;
    file text;
    leaf record;
BEGIN
    FOR parent, file IN VALUES ('donations_committeetransaction', 'oth'),
                               ('donations_operatingexpenditure', 'oppexp')
    LOOP
        FOR leaf IN SELECT relid, relid::regclass::text AS name
                      FROM pg_partition_tree(parent::regclass) WHERE isleaf AND level > 0
        LOOP
            EXECUTE format('ALTER TABLE %I RENAME TO %I', leaf.name,
                           parent || '_' || file || '_' || right(leaf.name, 4));
        END LOOP;
        EXECUTE format('ALTER TABLE %I RENAME TO %I', parent, parent || '_' || file);
        EXECUTE format('CREATE TABLE %I (LIKE %I INCLUDING CONSTRAINTS) PARTITION BY LIST (source)',
                       parent, parent || '_' || file);
        EXECUTE format('ALTER TABLE %I ATTACH PARTITION %I FOR VALUES IN (%L)',
                       parent, parent || '_' || file, file);
        EXECUTE format('CREATE TABLE %I PARTITION OF %I FOR VALUES IN (''efile'')'
                       ' PARTITION BY LIST (cycle)', parent || '_efile', parent);
    END LOOP;
END $$;
