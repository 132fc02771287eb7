-- Reads contributions and the temporary tables of sql/connections_world.sql. Groups without cash or receipts
-- of before, whose first money came no more than some days before their first expenditure: the group, what it
-- spent, the days of its first money and first expenditure, what it had received by the later of the two; and
-- a funder of half or more of that, with what it had given by then: as much as makes a funder elsewhere.
-- Where the official total is much above the rows, or not there, small gifts may have come before.
WITH began AS (
    SELECT 'C' || lpad(committee::text, 8, '0') AS committee_id, min(day) + date '1970-01-01' AS day
      FROM flow WHERE cents > 0 GROUP BY committee
), launched AS (
    SELECT s.spender_id, s.amount, s.first_day AS first_spent, b.day AS first_money,
           greatest(s.first_day, b.day) AS by_day, r.amount AS received
      FROM spenders s
      JOIN began b ON b.committee_id = s.spender_id
      JOIN received r ON r.committee_id = s.spender_id
     WHERE s.amount >= %(least_spent)s AND r.amount > 0 AND r.opening = 0
       AND r.is_official AND r.official <= r.in_rows * (100 + %(small_share)s) / 100.0
       AND b.day >= s.first_day - %(launch_days)s
       AND NOT EXISTS (SELECT FROM donations_contribution c
                        WHERE c.committee_id = s.spender_id AND c.cycle = %(cycle)s - 2)
), had AS (
    SELECT l.spender_id, sum(f.cents) / 100.0 AS amount
      FROM launched l
      JOIN flow f ON f.committee = substr(l.spender_id, 2)::integer
                 AND f.day + date '1970-01-01' <= l.by_day
     GROUP BY 1
    HAVING sum(f.cents) > 0
), given AS (
    SELECT l.spender_id, NULL::text AS giver_id, t.kind, t.key,
           sum(CASE c.counted_as WHEN 'individual' THEN c.contribution_receipt_amount
                                 ELSE -c.contribution_receipt_amount END) AS amount,
           count(*)::integer AS rows, min(c.contribution_receipt_date) AS first_day,
           max(c.contribution_receipt_date) AS last_day,
           array_agg(DISTINCT t.name) AS names, array_agg(DISTINCT t.zip) AS zips
      FROM launched l
      JOIN donations_contribution c
        ON c.committee_id = l.spender_id AND c.cycle = %(cycle)s AND c.counts
       AND c.counted_as IN ('individual', 'refund_individual')
       AND coalesce(c.contribution_receipt_date, make_date(%(cycle)s - 1, 1, 1)) <= l.by_day
      JOIN told t ON t.committee_id = c.committee_id AND t.name_id = c.name_id
                 AND t.zip = left(c.contributor_zip, 5)
                 AND t.profile_id = CASE WHEN c.entity_type IN ('', 'IND', 'CAN') THEN 0 ELSE c.profile_id END
     GROUP BY 1, 3, 4
     UNION ALL
    SELECT l.spender_id, 'C' || lpad(f.source::text, 8, '0'), NULL, NULL, sum(f.cents) / 100.0, 0,
           min(f.day) + date '1970-01-01', max(f.day) + date '1970-01-01', NULL, NULL
      FROM launched l
      JOIN flow f ON f.committee = substr(l.spender_id, 2)::integer AND f.source > 0
                 AND f.source <> f.committee AND f.day + date '1970-01-01' <= l.by_day
     GROUP BY 1, 2
)
SELECT l.spender_id, l.amount, g.giver_id, d.kind, d.key, d.name, d.is_settled, g.amount AS gave,
       100 * g.amount / h.amount AS share, g.first_day, g.last_day, g.rows, g.names, g.zips,
       h.amount AS had, l.first_money, l.first_spent
  FROM launched l
  JOIN had h USING (spender_id)
  JOIN given g USING (spender_id)
  LEFT JOIN donors d USING (kind, key)
 WHERE 100 * g.amount / h.amount >= %(main_share)s
   AND (g.amount >= %(least_funding)s
        OR (g.amount >= %(least_gift)s AND 100 * g.amount >= l.received * %(least_share)s))
 ORDER BY 1, 3, 5;
