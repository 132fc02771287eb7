-- Reads committees' registrations of a cycle, their newest electronic ones by its end (Form 1), linkages, and
-- the temporary tables of sql/connections_world.sql. Pairs of committees in one race that have a treasurer, an
-- address or a bank in common: race, the group and what it spent, the other committee and what that spent or
-- whose campaign it is, what they share, in words, and how many committees of the cycle share it.
WITH registered AS (
    SELECT DISTINCT ON (committee_id) committee_id, file_number, cover
      FROM filings_filing
     WHERE form = 'F1' AND committee_id <> '' AND NOT is_held AND received_at < make_date(%(cycle)s + 1, 1, 1)
     ORDER BY committee_id, received_at DESC NULLS LAST, file_number DESC
), things AS (
    SELECT committee_id, 'treasurer' AS what,
           coalesce(nullif(donations_donor_key(treasurer_name), ''), upper(btrim(treasurer_name))) AS value,
           treasurer_name AS words, NULL::integer AS file_number
      FROM filings_committeehistory
     WHERE cycle = %(cycle)s AND btrim(treasurer_name) <> ''
     UNION ALL
    SELECT committee_id, 'ZIP code', zip, left(zip, 5) || '-' || right(zip, 4), NULL
      FROM filings_committeehistory
     WHERE cycle = %(cycle)s AND zip ~ '^[0-9]{{9}}$' AND right(zip, 4) <> '0000'
     UNION ALL
    SELECT committee_id, 'address',
           regexp_replace(upper((cover ->> 'street_1') || ' ' || coalesce(cover ->> 'street_2', '')),
                          '[^A-Z0-9]+', ' ', 'g') || left(cover ->> 'zip_code', 5),
           initcap(cover ->> 'city') || ', ' || (cover ->> 'state'), file_number
      FROM registered WHERE cover ->> 'street_1' <> '' AND length(cover ->> 'zip_code') >= 5
     UNION ALL
    SELECT committee_id, 'bank',
           regexp_replace(upper(cover ->> 'bank_name'), '[^A-Z0-9]+', ' ', 'g')
           || left(cover ->> 'bank_zip_code', 5),
           (cover ->> 'bank_name') || ', ' || initcap(cover ->> 'bank_city') || ', '
           || (cover ->> 'bank_state'), file_number
      FROM registered WHERE cover ->> 'bank_name' <> '' AND length(cover ->> 'bank_zip_code') >= 5
), counted AS (
    SELECT what, value, count(DISTINCT committee_id) AS sharing FROM things
     GROUP BY what, value HAVING count(DISTINCT committee_id) BETWEEN 2 AND %(shared_most)s
), groups AS (
    SELECT election_id, spender_id AS committee_id, sum(amount) AS amount
      FROM spent GROUP BY 1, 2 HAVING sum(amount) >= %(least_spent)s
), others AS (
    SELECT election_id, committee_id, amount, '' AS candidate_id FROM groups
     UNION ALL
    SELECT e.election_id, c.committee_id, 0, c.candidate_id
      FROM campaigns c JOIN filings_electioncandidate e USING (candidate_id)
     WHERE e.election_id IN (SELECT election_id FROM groups)
       AND NOT EXISTS (SELECT FROM groups g
                        WHERE g.election_id = e.election_id AND g.committee_id = c.committee_id)
)
SELECT g.election_id, g.committee_id, g.amount, o.committee_id, o.amount, o.candidate_id,
       t.what, t.words, n.sharing, t.file_number, u.file_number
  FROM groups g
  JOIN things t ON t.committee_id = g.committee_id
  JOIN counted n ON n.what = t.what AND n.value = t.value
  JOIN things u ON u.what = t.what AND u.value = t.value AND u.committee_id <> t.committee_id
  JOIN others o ON o.election_id = g.election_id AND o.committee_id = u.committee_id
  LEFT JOIN filings_committee a ON a.committee_id = g.committee_id
  LEFT JOIN filings_committee b ON b.committee_id = o.committee_id
 -- Of two groups the one that spent more stands first.
 WHERE (o.candidate_id <> '' OR (g.amount, o.committee_id) > (o.amount, g.committee_id))
   -- Committees of one party, and committees of one candidate, are known to belong together.
   AND NOT (a.committee_type IN ('X', 'Y', 'Z') AND b.committee_type IN ('X', 'Y', 'Z')
            AND a.party = b.party)
   AND NOT EXISTS (SELECT FROM filings_linkage l JOIN filings_linkage m USING (candidate_id, cycle)
                    WHERE l.cycle = %(cycle)s AND l.committee_id = g.committee_id
                      AND m.committee_id = o.committee_id)
 ORDER BY 1, 2, 4, 7, 8;
