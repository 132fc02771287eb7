-- The tables of facts. A file's rows of a cycle are a partition, built aside and swapped in
-- (filings/replacing.py), which also creates its indexes (donations/load.py, expenditures/load.py):
-- an index on the parent would be built on the empty partition and filled row by row.
CREATE TABLE donations_contribution (
    sub_id bigint NOT NULL,
    image_number bigint,
    row_hash bigint NOT NULL,
    name_id integer NOT NULL,
    employer_id integer NOT NULL,
    occupation_id integer NOT NULL,
    city_id integer NOT NULL,
    memo_text_id integer NOT NULL,
    file_number integer,
    contribution_receipt_date date,
    cycle smallint NOT NULL CHECK (cycle % 2 = 0),
    two_year_transaction_period smallint NOT NULL CHECK (two_year_transaction_period % 2 = 0),
    counts boolean NOT NULL,
    source text NOT NULL,
    counted_as text NOT NULL,
    contribution_receipt_amount numeric(14, 2) NOT NULL,
    committee_id text NOT NULL,
    amendment_indicator text NOT NULL,
    report_type text NOT NULL,
    election_type text NOT NULL,
    receipt_type text NOT NULL,
    entity_type text NOT NULL,
    contributor_state text NOT NULL,
    contributor_zip text NOT NULL,
    contributor_id text NOT NULL,
    memo_code text NOT NULL,
    transaction_id text NOT NULL,
    CONSTRAINT contribution_counts CHECK (counts = (counted_as NOT IN ('memo', 'conduit', 'unknown')))
) PARTITION BY LIST (source);

CREATE TABLE donations_contribution_indiv
    PARTITION OF donations_contribution FOR VALUES IN ('indiv') PARTITION BY LIST (cycle);

CREATE TABLE donations_contribution_oth
    PARTITION OF donations_contribution FOR VALUES IN ('oth') PARTITION BY LIST (cycle);

CREATE TABLE donations_committeetransaction (
    sub_id bigint NOT NULL,
    image_number bigint,
    row_hash bigint NOT NULL,
    file_number integer,
    disbursement_date date,
    cycle smallint NOT NULL CHECK (cycle % 2 = 0),
    two_year_transaction_period smallint NOT NULL,
    counts boolean NOT NULL,
    counted_as text NOT NULL,
    disbursement_amount numeric(14, 2) NOT NULL,
    committee_id text NOT NULL,
    recipient_id text NOT NULL,
    recipient_name text NOT NULL,
    recipient_city text NOT NULL,
    recipient_state text NOT NULL,
    recipient_zip text NOT NULL,
    amendment_indicator text NOT NULL,
    report_type text NOT NULL,
    election_type text NOT NULL,
    disbursement_type text NOT NULL,
    entity_type text NOT NULL,
    memo_code text NOT NULL,
    memo_text text NOT NULL,
    transaction_id text NOT NULL,
    CONSTRAINT committeetransaction_counts
        CHECK (counts = (counted_as NOT IN ('memo', 'conduit', 'unknown')))
) PARTITION BY LIST (cycle);

CREATE TABLE donations_operatingexpenditure (
    sub_id bigint NOT NULL,
    image_number bigint,
    row_hash bigint NOT NULL,
    file_number integer,
    disbursement_date date,
    cycle smallint NOT NULL CHECK (cycle % 2 = 0),
    report_year smallint,
    counts boolean NOT NULL,
    disbursement_amount numeric(14, 2) NOT NULL,
    committee_id text NOT NULL,
    amendment_indicator text NOT NULL,
    report_type text NOT NULL,
    line_number text NOT NULL,
    form_type text NOT NULL,
    schedule_type text NOT NULL,
    recipient_name text NOT NULL,
    recipient_city text NOT NULL,
    recipient_state text NOT NULL,
    recipient_zip text NOT NULL,
    election_type text NOT NULL,
    purpose text NOT NULL,
    category text NOT NULL,
    category_description text NOT NULL,
    memo_code text NOT NULL,
    memo_text text NOT NULL,
    entity_type text NOT NULL,
    transaction_id text NOT NULL,
    back_reference_transaction_id text NOT NULL,
    CONSTRAINT operatingexpenditure_counts CHECK (counts = (memo_code <> 'X'))
) PARTITION BY LIST (cycle);
