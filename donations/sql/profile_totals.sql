-- Reads a partition of contributions, analyzed. Writes what each donor profile's rows of the file and
-- cycle add up to (donations_profiletotal), and the profiles that are new (donations_donorprofile),
-- whose parts their ids spell out (donations_profile_id). Tags follow later (donations/tagging.py).
CREATE UNLOGGED TABLE staging.profile_totals WITH (autovacuum_enabled = off) AS
SELECT profile_id, counted_as, count(*)::integer AS rows, sum(contribution_receipt_amount) AS amount
  FROM {leaf}
 GROUP BY profile_id, counted_as;

DELETE FROM donations_profiletotal WHERE cycle = %(cycle)s AND source = %(source)s;

INSERT INTO donations_profiletotal (profile_id, cycle, source, counted_as, rows, amount)
SELECT profile_id, %(cycle)s, %(source)s, counted_as, rows, amount
  FROM staging.profile_totals
 ORDER BY profile_id;

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
  FROM (SELECT DISTINCT profile_id AS id FROM staging.profile_totals) n
 WHERE NOT EXISTS (SELECT FROM donations_donorprofile p WHERE p.id = n.id)
 ORDER BY n.id
    ON CONFLICT DO NOTHING;

DROP TABLE staging.profile_totals;

ANALYZE donations_profiletotal, donations_donorprofile;
