-- Reads a partition. Writes the roll-up of its file and cycle (donations_committeetotal).
DELETE FROM donations_committeetotal WHERE cycle = %(cycle)s AND source = %(source)s;

INSERT INTO donations_committeetotal
       (cycle, source, committee_id, counted_as, election_type, rows, amount)
SELECT %(cycle)s, %(source)s, committee_id, {counted_as}, election_type, count(*), sum({amount})
  FROM {leaf}
 GROUP BY committee_id, {counted_as}, election_type;

ANALYZE donations_committeetotal;
