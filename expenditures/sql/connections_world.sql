-- Reads independent expenditures, contributions, linkages, donors' decisions (the temporary table
-- "alias_of") and which election code is of which race ("race_codes"). Writes the temporary tables that
-- every kind of connection is found in. The temporary table "flow" is sql/flow_receipts.sql.
--
-- spent: what each committee spent for ('S') or against ('O') each candidate in each race, each
-- expenditure once.
CREATE TEMP TABLE spent ON COMMIT DROP AS
SELECT r.election_id, x.committee_id AS spender_id, x.candidate_id, x.support_oppose_indicator AS side,
       sum(x.expenditure_amount) AS amount, count(*)::integer AS rows,
       min(coalesce(x.dissemination_date, x.expenditure_date, x.receipt_date)) AS first_day,
       max(coalesce(x.dissemination_date, x.expenditure_date, x.receipt_date)) AS last_day,
       array_agg(DISTINCT x.election_type::text) AS codes
  FROM expenditures_independentexpenditure x
  JOIN race_codes r ON r.candidate_id = x.candidate_id AND r.election_type = x.election_type
 WHERE x.cycle = %(cycle)s AND x.counts AND x.support_oppose_indicator IN ('S', 'O')
   AND x.committee_id ~ '^C[0-9]{{8}}$'
 GROUP BY 1, 2, 3, 4
HAVING sum(x.expenditure_amount) > 0;

-- spenders: all that each committee spent independently, in whatever race, and since when.
CREATE TEMP TABLE spenders ON COMMIT DROP AS
SELECT committee_id AS spender_id, sum(expenditure_amount) AS amount, count(*)::integer AS rows,
       min(coalesce(dissemination_date, expenditure_date, receipt_date)) AS first_day,
       max(coalesce(dissemination_date, expenditure_date, receipt_date)) AS last_day
  FROM expenditures_independentexpenditure
 WHERE cycle = %(cycle)s AND counts AND support_oppose_indicator IN ('S', 'O')
   AND committee_id ~ '^C[0-9]{{8}}$'
 GROUP BY 1
HAVING sum(expenditure_amount) > 0;

-- campaigns: the candidates' own committees; committees that two candidates share are left out.
CREATE TEMP TABLE campaigns ON COMMIT DROP AS
SELECT min(candidate_id) AS candidate_id, committee_id
  FROM filings_linkage WHERE cycle = %(cycle)s AND designation IN ('P', 'A')
 GROUP BY committee_id HAVING count(DISTINCT candidate_id) = 1;

CREATE INDEX ON campaigns (committee_id);

-- received: what each committee received in the cycle, refunds taken off: rows, and where the FEC's
-- official total is larger, that one; and all that it had: that and its cash at the beginning.
CREATE TEMP TABLE received ON COMMIT DROP AS
SELECT committee_id, greatest(max(rows), max(official)) AS amount, max(rows) AS in_rows,
       coalesce(max(official), 0) AS official, coalesce(max(opening), 0) AS opening,
       count(official) > 0 AS is_official,
       coalesce(greatest(max(rows), max(official)), 0) + greatest(max(opening), 0) AS had
  FROM (SELECT 'C' || lpad(committee::text, 8, '0') AS committee_id, sum(cents) / 100.0 AS rows,
               NULL::numeric AS official, NULL::numeric AS opening
          FROM flow GROUP BY 1
         UNION ALL
        SELECT committee_id, NULL, receipts, cash_on_hand_beginning
          FROM filings_committeesummary WHERE cycle = %(cycle)s) x
 GROUP BY committee_id;

CREATE INDEX ON received (committee_id);

-- passed: what each committee received from each other one, as the receiver reported it.
CREATE TEMP TABLE passed ON COMMIT DROP AS
SELECT 'C' || lpad(source::text, 8, '0') AS giver_id, 'C' || lpad(committee::text, 8, '0') AS recipient_id,
       sum(cents) / 100.0 AS amount, min(day) + date '1970-01-01' AS first_day,
       max(day) + date '1970-01-01' AS last_day
  FROM flow WHERE source > 0
 GROUP BY source, committee
HAVING sum(cents) > 0;

CREATE INDEX ON passed (recipient_id);

-- watched: the committees whose givers matter: spenders, campaigns, and who gave to campaigns.
CREATE TEMP TABLE watched ON COMMIT DROP AS
SELECT spender_id AS committee_id FROM spenders
 UNION SELECT committee_id FROM campaigns
 UNION SELECT committee_id FROM gifts_of_committees;

CREATE UNIQUE INDEX ON watched (committee_id);

ANALYZE spent, campaigns, watched, alias_of, taken_out;

-- by_name: people's and organizations' money by name as filed; refunds are taken off.
CREATE TEMP TABLE by_name ON COMMIT DROP AS
SELECT c.committee_id, c.name_id, left(c.contributor_zip, 5) AS zip,
       CASE WHEN c.entity_type IN ('', 'IND', 'CAN') THEN 0 ELSE c.profile_id END AS profile_id,
       sum(CASE c.counted_as WHEN 'individual' THEN c.contribution_receipt_amount
                             ELSE -c.contribution_receipt_amount END) AS amount,
       sum(c.contribution_receipt_amount) FILTER (WHERE c.counted_as = 'individual') AS gross,
       count(*)::integer AS rows,
       min(c.contribution_receipt_date) FILTER (WHERE c.counted_as = 'individual') AS first_day,
       max(c.contribution_receipt_date) FILTER (WHERE c.counted_as = 'individual') AS last_day
  FROM donations_contribution c
  JOIN watched w ON w.committee_id = c.committee_id
 WHERE c.cycle = %(cycle)s AND c.counts AND c.counted_as IN ('individual', 'refund_individual')
 GROUP BY 1, 2, 3, 4;

-- likely: the match keys of names that gave a spender, or a committee that gives to campaigns, enough that a
-- connection may follow, or a fifth of that, before refunds: with six spellings of smaller gifts one would not
-- be seen. Most of a cycle's millions of names are nobody's funders and are left out from here on.
CREATE TEMP TABLE likely ON COMMIT DROP AS
SELECT DISTINCT n.donor_key
  FROM by_name b
  JOIN received r USING (committee_id)
  JOIN donations_contributorname n ON n.id = b.name_id
 WHERE b.profile_id = 0 AND n.donor_key <> ''
   AND (b.committee_id IN (SELECT spender_id FROM spenders)
        OR b.committee_id IN (SELECT committee_id FROM gifts_of_committees))
   AND b.gross >= least(%(least_funding)s, greatest(%(least_gift)s, r.amount * %(least_share)s / 100)) / 5.0;

CREATE UNIQUE INDEX ON likely (donor_key);

ANALYZE by_name, likely;

-- told: who that is. A person is told by match key and ZIP code, or is the one that reviewers joined
-- those with; an organization by its normal form. Who cannot be told is left out.
CREATE TEMP TABLE told ON COMMIT DROP AS
SELECT b.committee_id, b.name_id, b.profile_id, n.name, b.zip, b.amount, b.rows, b.first_day, b.last_day,
       CASE WHEN b.profile_id = 0 THEN 'person' ELSE 'organization' END AS kind,
       CASE WHEN b.profile_id <> 0 THEN coalesce(o.form, upper(n.name))
            WHEN a.key IS NOT NULL THEN a.to_key || ' ' || a.to_zip
            ELSE n.donor_key || ' ' || b.zip END AS key,
       a.key IS NOT NULL AS is_settled
  FROM by_name b
  JOIN donations_contributorname n ON n.id = b.name_id
  LEFT JOIN likely k ON b.profile_id = 0 AND k.donor_key = n.donor_key
  LEFT JOIN alias_of a ON b.profile_id = 0 AND a.key = n.donor_key AND a.zip = b.zip
  LEFT JOIN taken_out t ON b.profile_id = 0 AND t.name = n.name AND t.zip = b.zip
  LEFT JOIN donations_donorprofile p ON p.id = b.profile_id AND b.profile_id <> 0
  LEFT JOIN donations_organization o ON o.id = p.organization_id
 WHERE t.name IS NULL
   AND (b.profile_id <> 0
        OR (b.zip ~ '^[0-9]{{5}}$' AND (k.donor_key IS NOT NULL OR a.key IS NOT NULL)));

CREATE INDEX ON told (committee_id, name_id);

CREATE INDEX ON told (kind, key);

ANALYZE told;

CREATE TEMP TABLE donors ON COMMIT DROP AS
SELECT row_number() OVER (ORDER BY kind, key)::integer AS donor_id, kind, key,
       (array_agg(name ORDER BY amount DESC, name))[1] AS name, bool_or(is_settled) AS is_settled
  FROM told GROUP BY kind, key;

CREATE UNIQUE INDEX ON donors (kind, key);

-- gifts: what each donor gave to each watched committee, and under which names.
CREATE TEMP TABLE gifts ON COMMIT DROP AS
SELECT d.donor_id, t.committee_id, sum(t.amount) AS amount, sum(t.rows)::integer AS rows,
       min(t.first_day) AS first_day, max(t.last_day) AS last_day,
       array_agg(DISTINCT t.name) AS names, array_agg(DISTINCT t.name_id) AS name_ids,
       array_agg(DISTINCT t.zip) AS zips
  FROM told t JOIN donors d USING (kind, key)
 GROUP BY 1, 2
HAVING sum(t.amount) >= %(least_gift)s;

CREATE INDEX ON gifts (committee_id);

CREATE INDEX ON gifts (donor_id);

-- funders: the larger givers of each spender: people, organizations and committees alike.
CREATE TEMP TABLE funders ON COMMIT DROP AS
SELECT s.spender_id, g.donor_id, NULL::text AS giver_id, g.amount, g.first_day, g.last_day,
       100 * g.amount / r.had AS share
  FROM spenders s
  JOIN gifts g ON g.committee_id = s.spender_id
  JOIN received r ON r.committee_id = s.spender_id
 WHERE r.had > 0
   AND (g.amount >= %(least_funding)s OR 100 * g.amount / r.had >= %(least_share)s)
 UNION ALL
SELECT s.spender_id, NULL, p.giver_id, p.amount, p.first_day, p.last_day, 100 * p.amount / r.had
  FROM spenders s
  JOIN passed p ON p.recipient_id = s.spender_id AND p.giver_id <> s.spender_id
  JOIN received r ON r.committee_id = s.spender_id
 WHERE r.had > 0 AND p.amount >= %(least_gift)s
   AND (p.amount >= %(least_funding)s OR 100 * p.amount / r.had >= %(least_share)s);

CREATE INDEX ON funders (spender_id);

-- to_campaigns: what donors and committees gave to candidates' own campaigns. A committee is left out with a
-- candidate where a row looks like money that came back: nobody can tell what the campaign kept.
CREATE TEMP TABLE to_campaigns ON COMMIT DROP AS
SELECT c.candidate_id, d.donor_id, NULL::text AS giver_id, sum(t.amount) AS amount,
       sum(t.rows)::integer AS rows, min(t.first_day) AS first_day, max(t.last_day) AS last_day,
       array_agg(DISTINCT t.name) AS names, array_agg(DISTINCT t.zip) AS zips
  FROM told t JOIN campaigns c USING (committee_id) JOIN donors d USING (kind, key)
 GROUP BY 1, 2
HAVING sum(t.amount) >= %(least_gift)s
 UNION ALL
SELECT candidate_id, NULL, committee_id, sum(amount), count(*)::integer, min(day), max(day), '{{}}', '{{}}'
  FROM gifts_of_committees
 GROUP BY 1, 3
HAVING sum(amount) >= %(least_gift)s AND NOT bool_or(looks_refunded);

CREATE INDEX ON to_campaigns (donor_id);

CREATE INDEX ON to_campaigns (giver_id);

ANALYZE spent, spenders, received, passed, donors, gifts, funders, to_campaigns;
