-- Reads contributions, names, profiles' organizations and donors' decisions (the temporary tables "alias_of"
-- and "taken_out"). Writes the temporary tables "flow_donor", who is who among those who gave a committee
-- {least} dollars or more in the cycle, and "flow_gift", what they gave to it by day, in cents, refunds
-- below zero. A person is told by match key and ZIP code, or is the one whom reviewers joined with those; an
-- organization by its normal form.
CREATE TEMP TABLE flow_named ON COMMIT DROP AS
SELECT c.committee_id, c.name_id, left(c.contributor_zip, 5) AS zip,
       CASE WHEN c.entity_type IN ('', 'IND', 'CAN') THEN 0 ELSE c.profile_id END AS profile_id,
       coalesce(c.contribution_receipt_date, make_date({cycle} - 1, 1, 1)) - date '1970-01-01' AS day,
       (sum(CASE c.counted_as WHEN 'individual' THEN c.contribution_receipt_amount
                              ELSE -c.contribution_receipt_amount END) * 100)::bigint AS cents
  FROM donations_contribution c
 WHERE c.cycle = {cycle} AND c.counts AND c.counted_as IN ('individual', 'refund_individual')
   AND c.committee_id ~ '^C[0-9]{{8}}$'
 GROUP BY 1, 2, 3, 4, 5;

-- Spellings of less than a fifth of what is listed are not gathered: five of them would not add up to it.
CREATE TEMP TABLE flow_spelling ON COMMIT DROP AS
SELECT s.committee_id, s.name_id, s.zip, s.profile_id, n.name, s.cents,
       CASE WHEN s.profile_id = 0 THEN 'person' ELSE 'organization' END AS kind,
       CASE WHEN s.profile_id <> 0 THEN coalesce(o.form, upper(n.name))
            WHEN a.key IS NOT NULL THEN a.to_key || ' ' || a.to_zip
            WHEN n.donor_key <> '' AND s.zip ~ '^[0-9]{{5}}$' AND t.name IS NULL
                 THEN n.donor_key || ' ' || s.zip
            ELSE n.name || ' ' || s.zip END AS key
  FROM (SELECT committee_id, name_id, zip, profile_id, sum(cents) AS cents FROM flow_named
         GROUP BY 1, 2, 3, 4 HAVING sum(cents) >= {least} * 20) s
  JOIN donations_contributorname n ON n.id = s.name_id
  LEFT JOIN alias_of a ON s.profile_id = 0 AND a.key = n.donor_key AND a.zip = s.zip
  LEFT JOIN taken_out t ON s.profile_id = 0 AND t.name = n.name AND t.zip = s.zip
  LEFT JOIN donations_donorprofile p ON p.id = s.profile_id AND s.profile_id <> 0
  LEFT JOIN donations_organization o ON o.id = p.organization_id;

CREATE TEMP TABLE flow_donor ON COMMIT DROP AS
SELECT row_number() OVER (ORDER BY kind, key)::integer AS donor_id, kind, key,
       (array_agg(name ORDER BY cents DESC, name))[1] AS name, array_agg(DISTINCT name) AS names,
       CASE WHEN count(DISTINCT zip) = 1 THEN min(zip) ELSE '' END AS zip
  FROM flow_spelling GROUP BY kind, key;

CREATE UNIQUE INDEX ON flow_donor (kind, key);

CREATE TEMP TABLE flow_large ON COMMIT DROP AS
SELECT s.committee_id, s.name_id, s.zip, s.profile_id, d.donor_id
  FROM flow_spelling s JOIN flow_donor d USING (kind, key)
  JOIN (SELECT committee_id, kind, key FROM flow_spelling GROUP BY 1, 2, 3
        HAVING sum(cents) >= {least} * 100) g USING (committee_id, kind, key);

ANALYZE flow_named, flow_large;

CREATE TEMP TABLE flow_gift ON COMMIT DROP AS
SELECT substr(n.committee_id, 2)::integer AS committee, l.donor_id AS donor, n.day, sum(n.cents)::bigint AS cents
  FROM flow_named n JOIN flow_large l USING (committee_id, name_id, zip, profile_id)
 GROUP BY 1, 2, 3;

ANALYZE flow_donor
