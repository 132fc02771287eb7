-- Reads contributions and donor profiles' tags. Writes receipts by industry: of each committee
-- (donations_industrytotal), by month (_industrymonth) and by organization (_industrygiver).
-- Each grouping is a CREATE TABLE AS first, because a plain INSERT never runs its SELECT in parallel.
CREATE UNLOGGED TABLE staging.industry_committees WITH (autovacuum_enabled = off) AS
SELECT c.source, c.committee_id, c.counted_as, c.election_type, p.industry_id,
       date_trunc('month', c.contribution_receipt_date)::date AS month,
       count(*)::integer AS rows, sum(c.contribution_receipt_amount) AS amount
  FROM donations_contribution c
  JOIN (SELECT id, coalesce(industry_id, %(unclassed)s)::integer AS industry_id FROM donations_donorprofile) p
       ON p.id = c.profile_id
 WHERE c.cycle = %(cycle)s AND c.counts
 GROUP BY 1, 2, 3, 4, 5, 6;

DELETE FROM donations_industrytotal WHERE cycle = %(cycle)s;

INSERT INTO donations_industrytotal (cycle, source, committee_id, counted_as, election_type, industry_id, rows,
                                     amount)
SELECT %(cycle)s, source, committee_id, counted_as, election_type, industry_id, sum(rows), sum(amount)
  FROM staging.industry_committees
 GROUP BY source, committee_id, counted_as, election_type, industry_id
 ORDER BY committee_id;

DELETE FROM donations_industrymonth WHERE cycle = %(cycle)s;

-- The same money twice is left out: a transfer is no gift, and a refund is none either.
INSERT INTO donations_industrymonth (cycle, industry_id, part, month, rows, amount)
SELECT %(cycle)s, industry_id, CASE counted_as WHEN 'individual' THEN 'people' ELSE 'committees' END,
       month, sum(rows), sum(amount)
  FROM staging.industry_committees
 WHERE counted_as IN ('individual', 'committee')
 GROUP BY industry_id, 3, month
 ORDER BY industry_id, month;

DROP TABLE staging.industry_committees;

CREATE TEMP TABLE givers ON COMMIT DROP AS
SELECT coalesce(p.industry_id, %(unclassed)s) AS industry_id, coalesce(o.parent_id, o.id) AS organization_id,
       sum(t.rows)::integer AS rows,
       coalesce(sum(t.amount) FILTER (WHERE t.counted_as = 'individual'), 0) AS people,
       coalesce(sum(t.amount) FILTER (WHERE t.counted_as = 'committee'), 0) AS committees,
       sum(t.amount) AS amount
  FROM donations_profiletotal t
  JOIN donations_donorprofile p ON p.id = t.profile_id
  LEFT JOIN donations_organization o ON o.id = p.organization_id
 WHERE t.cycle = %(cycle)s AND t.counted_as IN ('individual', 'committee')
 GROUP BY 1, 2;

DELETE FROM donations_industrygiver WHERE cycle = %(cycle)s;

INSERT INTO donations_industrygiver (cycle, industry_id, organization_id, rows, people, committees, amount, rank)
SELECT %(cycle)s, industry_id, organization_id, rows, people, committees, amount, rank
  FROM (SELECT *, row_number() OVER (PARTITION BY industry_id ORDER BY amount DESC, organization_id) AS rank
          FROM givers) g
 WHERE rank <= %(most_givers)s;

-- What candidates got, of their principal and authorized committees, and of committees' gifts to them
-- (the temporary table gifts_of_committees).
DELETE FROM donations_candidateindustry WHERE cycle = %(cycle)s;

INSERT INTO donations_candidateindustry (cycle, candidate_id, part, election_type, industry_id, rows, amount)
SELECT %(cycle)s, c.candidate_id, CASE t.counted_as WHEN 'individual' THEN 'people' ELSE 'refunds' END,
       t.election_type, t.industry_id, sum(t.rows), sum(t.amount)
  FROM (SELECT DISTINCT candidate_id, committee_id FROM filings_linkage
         WHERE cycle = %(cycle)s AND designation IN ('P', 'A')) c
  JOIN donations_industrytotal t ON t.committee_id = c.committee_id AND t.cycle = %(cycle)s
 WHERE t.counted_as IN ('individual', 'refund_individual')
 GROUP BY c.candidate_id, t.counted_as, t.election_type, t.industry_id;

INSERT INTO donations_candidateindustry (cycle, candidate_id, part, election_type, industry_id, rows, amount)
SELECT %(cycle)s, g.candidate_id, 'committees', g.election_type, coalesce(p.industry_id, %(unclassed)s),
       count(*), sum(g.amount)
  FROM gifts_of_committees g
  LEFT JOIN donations_donorprofile p
         ON p.id = CASE WHEN g.committee_id ~ '^C[0-9]{{8}}$'
                        THEN -1099511627776 - substr(g.committee_id, 2)::bigint END
 GROUP BY g.candidate_id, g.election_type, 5;

ANALYZE donations_industrytotal, donations_industrymonth, donations_industrygiver, donations_candidateindustry;
