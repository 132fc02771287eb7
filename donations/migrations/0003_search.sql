-- Roll-ups for the donor search. Each load rebuilds those of its file and cycle
-- (donations/sql/search_rollups.sql). `class` is 0 for rows that never count (memos, conduits, unknown
-- types), 1 for money received, 2 for refunds, whose amounts subtract.

-- By state, line and election.
CREATE TABLE donations_searchplace (
    cycle smallint NOT NULL,
    source text NOT NULL,
    state text NOT NULL,
    counted_as text NOT NULL,
    election_type text NOT NULL,
    class smallint NOT NULL,
    rows bigint NOT NULL,
    amount numeric(16, 2) NOT NULL
);
CREATE INDEX donations_searchplace_key ON donations_searchplace (cycle, source, state);

-- By day (days since 1970, axis "day") or amount (in cents, axis "cents"), each twice: by state
-- (facet "state"), and by line and election (facet "type").
CREATE TABLE donations_searchseries (
    cycle smallint NOT NULL,
    source text NOT NULL,
    axis text NOT NULL,
    facet text NOT NULL,
    state text NOT NULL,
    counted_as text NOT NULL,
    election_type text NOT NULL,
    class smallint NOT NULL,
    at bigint NOT NULL,
    rows bigint NOT NULL,
    amount numeric(16, 2) NOT NULL
);
CREATE INDEX donations_searchseries_key
    ON donations_searchseries (cycle, source, axis, facet, state, at);

-- By day and amount.
CREATE TABLE donations_searchgrid (
    cycle smallint NOT NULL,
    source text NOT NULL,
    class smallint NOT NULL,
    day integer NOT NULL,
    rows integer NOT NULL,
    cents bigint NOT NULL
);
CREATE INDEX donations_searchgrid_key ON donations_searchgrid (cycle, source, day);

-- Employers, occupations and cities that many rows share ("RETIRED"), by their id.
CREATE TABLE donations_searchheavy (
    cycle smallint NOT NULL,
    source text NOT NULL,
    field text NOT NULL,
    class smallint NOT NULL,
    id integer NOT NULL,
    rows bigint NOT NULL,
    amount numeric(16, 2) NOT NULL
);
CREATE INDEX donations_searchheavy_key ON donations_searchheavy (field, id);

-- The same employers and occupations, by state (facet "state"), by line and election ("type"), by day
-- ("day"), by amount ("cents"), and employers by occupation ("occupation", whose id is other_id).
CREATE TABLE donations_searchcommon (
    cycle smallint NOT NULL,
    source text NOT NULL,
    field text NOT NULL,
    id integer NOT NULL,
    facet text NOT NULL,
    state text NOT NULL,
    counted_as text NOT NULL,
    election_type text NOT NULL,
    other_id integer NOT NULL,
    at bigint NOT NULL,
    class smallint NOT NULL,
    rows bigint NOT NULL,
    amount numeric(16, 2) NOT NULL
);
CREATE INDEX donations_searchcommon_key ON donations_searchcommon (cycle, source, facet, field, id, at);
