-- Reads a partition of contributions, analyzed. Writes the donor search's roll-ups of its file and cycle
-- (donations_searchplace, _searchseries, _searchgrid, _searchheavy, _searchcommon), so that an exact count and sum of
-- a broad search (a state, a span of days, "RETIRED") costs no look at its rows.
-- Each grouping is a CREATE TABLE AS first, because a plain INSERT never runs its SELECT in parallel,
-- and is inserted in the order of the index, which then grows at its end.
CREATE UNLOGGED TABLE staging.search_days WITH (autovacuum_enabled = off) AS
SELECT contributor_state AS state, counted_as, election_type, counts,
       contribution_receipt_date AS day, count(*) AS rows, sum(contribution_receipt_amount) AS amount
  FROM {leaf}
 GROUP BY contributor_state, counted_as, election_type, counts, contribution_receipt_date;

CREATE UNLOGGED TABLE staging.search_amounts WITH (autovacuum_enabled = off) AS
SELECT contributor_state AS state, counted_as, election_type, counts,
       contribution_receipt_amount AS value, count(*) AS rows
  FROM {leaf}
 GROUP BY contributor_state, counted_as, election_type, counts, contribution_receipt_amount;

CREATE UNLOGGED TABLE staging.search_grid WITH (autovacuum_enabled = off) AS
SELECT contribution_receipt_date AS day, contribution_receipt_amount AS value,
       CASE WHEN NOT counts THEN 0 WHEN starts_with(counted_as, 'refund') THEN 2 ELSE 1 END AS class,
       count(*) AS rows
  FROM {leaf}
 WHERE contribution_receipt_date IS NOT NULL
 GROUP BY 1, 2, 3;

DELETE FROM donations_searchplace WHERE cycle = %(cycle)s AND source = %(source)s;

INSERT INTO donations_searchplace
SELECT %(cycle)s, %(source)s, state, counted_as, election_type,
       CASE WHEN NOT counts THEN 0 WHEN starts_with(counted_as, 'refund') THEN 2 ELSE 1 END,
       sum(rows), sum(amount)
  FROM staging.search_days
 GROUP BY state, counted_as, election_type, counts;

DELETE FROM donations_searchseries WHERE cycle = %(cycle)s AND source = %(source)s;

INSERT INTO donations_searchseries
SELECT %(cycle)s, %(source)s, 'cents', 'state', state, '', '',
       CASE WHEN NOT counts THEN 0 WHEN starts_with(counted_as, 'refund') THEN 2 ELSE 1 END AS class,
       (value * 100)::bigint AS at, sum(rows), sum(rows) * value
  FROM staging.search_amounts
 GROUP BY state, class, value
 ORDER BY state, at;

INSERT INTO donations_searchseries
SELECT %(cycle)s, %(source)s, 'cents', 'type', '', counted_as, election_type,
       CASE WHEN NOT counts THEN 0 WHEN starts_with(counted_as, 'refund') THEN 2 ELSE 1 END AS class,
       (value * 100)::bigint AS at, sum(rows), sum(rows) * value
  FROM staging.search_amounts
 GROUP BY counted_as, election_type, class, value
 ORDER BY at;

INSERT INTO donations_searchseries
SELECT %(cycle)s, %(source)s, 'day', 'state', state, '', '',
       CASE WHEN NOT counts THEN 0 WHEN starts_with(counted_as, 'refund') THEN 2 ELSE 1 END AS class,
       day - date '1970-01-01' AS at, sum(rows), sum(amount)
  FROM staging.search_days
 WHERE day IS NOT NULL
 GROUP BY state, class, day
 ORDER BY state, at;

INSERT INTO donations_searchseries
SELECT %(cycle)s, %(source)s, 'day', 'type', '', counted_as, election_type,
       CASE WHEN NOT counts THEN 0 WHEN starts_with(counted_as, 'refund') THEN 2 ELSE 1 END AS class,
       day - date '1970-01-01' AS at, sum(rows), sum(amount)
  FROM staging.search_days
 WHERE day IS NOT NULL
 GROUP BY counted_as, election_type, class, day
 ORDER BY at;

DELETE FROM donations_searchgrid WHERE cycle = %(cycle)s AND source = %(source)s;

INSERT INTO donations_searchgrid
SELECT %(cycle)s, %(source)s, class, day - date '1970-01-01', rows, (value * 100)::bigint
  FROM staging.search_grid
 ORDER BY day, value;

-- Which texts are common is known from ANALYZE; one that it missed only makes a search slower.
CREATE UNLOGGED TABLE staging.search_heavy WITH (autovacuum_enabled = off) AS
SELECT replace(s.attname, '_id', '') AS field, v.id
  FROM pg_stats s
  JOIN pg_class t ON t.oid = '{leaf}'::regclass AND t.relname = s.tablename
  JOIN pg_namespace n ON n.oid = t.relnamespace AND n.nspname = s.schemaname
 CROSS JOIN LATERAL unnest(s.most_common_vals::text::integer[], s.most_common_freqs) AS v(id, share)
 WHERE s.attname IN ('employer_id', 'occupation_id', 'city_id') AND v.share * t.reltuples >= 20000;

ANALYZE staging.search_heavy;

CREATE UNLOGGED TABLE staging.search_places WITH (autovacuum_enabled = off) AS
SELECT coalesce(e.id, 0) AS employer, coalesce(o.id, 0) AS occupation, contributor_state AS state,
       counted_as, election_type, counts, count(*) AS rows, sum(contribution_receipt_amount) AS amount
  FROM {leaf} l
  LEFT JOIN staging.search_heavy e ON e.field = 'employer' AND e.id = l.employer_id
  LEFT JOIN staging.search_heavy o ON o.field = 'occupation' AND o.id = l.occupation_id
 WHERE e.id IS NOT NULL OR o.id IS NOT NULL
 GROUP BY 1, 2, 3, 4, 5, 6;

CREATE UNLOGGED TABLE staging.search_common_days WITH (autovacuum_enabled = off) AS
SELECT coalesce(e.id, 0) AS employer, coalesce(o.id, 0) AS occupation,
       CASE WHEN NOT counts THEN 0 WHEN starts_with(counted_as, 'refund') THEN 2 ELSE 1 END AS class,
       contribution_receipt_date AS day, count(*) AS rows, sum(contribution_receipt_amount) AS amount
  FROM {leaf} l
  LEFT JOIN staging.search_heavy e ON e.field = 'employer' AND e.id = l.employer_id
  LEFT JOIN staging.search_heavy o ON o.field = 'occupation' AND o.id = l.occupation_id
 WHERE (e.id IS NOT NULL OR o.id IS NOT NULL) AND contribution_receipt_date IS NOT NULL
 GROUP BY 1, 2, 3, 4;

CREATE UNLOGGED TABLE staging.search_common_amounts WITH (autovacuum_enabled = off) AS
SELECT coalesce(e.id, 0) AS employer, coalesce(o.id, 0) AS occupation,
       CASE WHEN NOT counts THEN 0 WHEN starts_with(counted_as, 'refund') THEN 2 ELSE 1 END AS class,
       contribution_receipt_amount AS value, count(*) AS rows
  FROM {leaf} l
  LEFT JOIN staging.search_heavy e ON e.field = 'employer' AND e.id = l.employer_id
  LEFT JOIN staging.search_heavy o ON o.field = 'occupation' AND o.id = l.occupation_id
 WHERE e.id IS NOT NULL OR o.id IS NOT NULL
 GROUP BY 1, 2, 3, 4;

CREATE UNLOGGED TABLE staging.search_cities WITH (autovacuum_enabled = off) AS
SELECT city_id AS id,
       CASE WHEN NOT counts THEN 0 WHEN starts_with(counted_as, 'refund') THEN 2 ELSE 1 END AS class,
       count(*) AS rows, sum(contribution_receipt_amount) AS amount
  FROM {leaf}
 WHERE city_id IN (SELECT id FROM staging.search_heavy WHERE field = 'city')
 GROUP BY 1, 2;

DELETE FROM donations_searchcommon WHERE cycle = %(cycle)s AND source = %(source)s;

INSERT INTO donations_searchcommon
SELECT %(cycle)s, %(source)s, f.field, f.id, 'state', p.state, '', '', 0, 0,
       CASE WHEN NOT counts THEN 0 WHEN starts_with(counted_as, 'refund') THEN 2 ELSE 1 END AS class,
       sum(p.rows), sum(p.amount)
  FROM staging.search_places p
 CROSS JOIN LATERAL (VALUES ('employer', employer), ('occupation', occupation)) AS f(field, id)
 WHERE f.id <> 0
 GROUP BY f.field, f.id, p.state, class;

INSERT INTO donations_searchcommon
SELECT %(cycle)s, %(source)s, f.field, f.id, 'type', '', p.counted_as, p.election_type, 0, 0,
       CASE WHEN NOT counts THEN 0 WHEN starts_with(counted_as, 'refund') THEN 2 ELSE 1 END AS class,
       sum(p.rows), sum(p.amount)
  FROM staging.search_places p
 CROSS JOIN LATERAL (VALUES ('employer', employer), ('occupation', occupation)) AS f(field, id)
 WHERE f.id <> 0
 GROUP BY f.field, f.id, p.counted_as, p.election_type, class;

INSERT INTO donations_searchcommon
SELECT %(cycle)s, %(source)s, 'employer', employer, 'occupation', '', '', '', occupation, 0,
       CASE WHEN NOT counts THEN 0 WHEN starts_with(counted_as, 'refund') THEN 2 ELSE 1 END AS class,
       sum(rows), sum(amount)
  FROM staging.search_places
 WHERE employer <> 0 AND occupation <> 0
 GROUP BY employer, occupation, class;

INSERT INTO donations_searchcommon
SELECT %(cycle)s, %(source)s, f.field, f.id, 'day', '', '', '', 0, d.day - date '1970-01-01', d.class,
       sum(d.rows), sum(d.amount)
  FROM staging.search_common_days d
 CROSS JOIN LATERAL (VALUES ('employer', employer), ('occupation', occupation)) AS f(field, id)
 WHERE f.id <> 0
 GROUP BY f.field, f.id, d.day, d.class
 ORDER BY f.field, f.id, d.day;

INSERT INTO donations_searchcommon
SELECT %(cycle)s, %(source)s, f.field, f.id, 'cents', '', '', '', 0, (a.value * 100)::bigint, a.class,
       sum(a.rows), sum(a.rows) * a.value
  FROM staging.search_common_amounts a
 CROSS JOIN LATERAL (VALUES ('employer', employer), ('occupation', occupation)) AS f(field, id)
 WHERE f.id <> 0
 GROUP BY f.field, f.id, a.value, a.class
 ORDER BY f.field, f.id, a.value;

DELETE FROM donations_searchheavy WHERE cycle = %(cycle)s AND source = %(source)s;

INSERT INTO donations_searchheavy
SELECT cycle, source, field, class, id, sum(rows), sum(amount)
  FROM donations_searchcommon
 WHERE cycle = %(cycle)s AND source = %(source)s AND facet = 'state'
 GROUP BY cycle, source, field, class, id
 UNION ALL
SELECT %(cycle)s, %(source)s, 'city', class, id, rows, amount FROM staging.search_cities;

DROP TABLE staging.search_days, staging.search_amounts, staging.search_grid, staging.search_heavy,
           staging.search_places, staging.search_common_days, staging.search_common_amounts,
           staging.search_cities;

ANALYZE donations_searchplace, donations_searchseries, donations_searchgrid, donations_searchheavy,
        donations_searchcommon;
