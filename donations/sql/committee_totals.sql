-- Reads a partition. Writes the roll-up of its file and cycle (donations_committeetotal).
-- The grouping is a CREATE TABLE AS, because a plain INSERT never runs its SELECT in parallel.
CREATE TEMP TABLE committee_totals ON COMMIT DROP AS
SELECT committee_id, {counted_as} AS counted_as, election_type, count(*) AS rows,
       sum({amount}) AS amount
  FROM {leaf}
 GROUP BY committee_id, {counted_as}, election_type;

DELETE FROM donations_committeetotal WHERE cycle = %(cycle)s AND source = %(source)s;

INSERT INTO donations_committeetotal
       (cycle, source, committee_id, counted_as, election_type, rows, amount)
SELECT %(cycle)s, %(source)s, committee_id, counted_as, election_type, rows, amount
  FROM committee_totals;

DROP TABLE committee_totals;

ANALYZE donations_committeetotal;
