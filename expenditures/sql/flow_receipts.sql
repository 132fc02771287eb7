-- Reads contributions, payments to committees, committees and donors' profiles. What each committee received
-- in a cycle by day and source, in cents, refunds below zero, in the order of committees and days: the
-- receiver's side alone, so that a transfer that both sides report flows once. Memos, conduits' rows,
-- superseded and held ones never flow; refunds from vendors are no income. A source is a committee's number,
-- or below zero what expenditures/money_books.py calls it. A receipt without a day counts as received on the
-- cycle's first.
--
-- A row that does not identify the committee that gave is that of the only committee of that very name, or of
-- the only one that reported paying this amount to the receiver.
WITH named AS (
    SELECT name, min(committee_id) AS committee_id
      FROM filings_committee WHERE name <> '' GROUP BY name HAVING count(*) = 1
), paid AS (
    SELECT recipient_id, disbursement_amount, min(committee_id) AS committee_id
      FROM donations_committeetransaction
     WHERE cycle = {cycle} AND counts AND recipient_id <> ''
     GROUP BY 1, 2 HAVING count(DISTINCT committee_id) = 1
), received AS (
    SELECT substr(c.committee_id, 2)::integer AS committee,
           coalesce(c.contribution_receipt_date, make_date({cycle} - 1, 1, 1)) - date '1970-01-01' AS day,
           CASE WHEN c.counted_as IN ('individual', 'refund_individual') THEN
                     CASE WHEN c.entity_type IN ('', 'IND', 'CAN') THEN -1
                          WHEN i.sector = 'Ideology and Single Issue' OR i.slug = 'nonprofits' THEN -3
                          ELSE -2 END
                WHEN c.counted_as IN ('committee', 'transfer', 'refund_committee') THEN
                     coalesce(substr(substring(coalesce(nullif(c.contributor_id, ''), m.committee_id,
                                                        t.committee_id)
                                               FROM '^C[0-9]{{8}}$'), 2)::integer, -8)
                WHEN c.counted_as = 'candidate' THEN -4
                WHEN c.counted_as = 'candidate_loan' THEN -5
                WHEN c.counted_as = 'loan' THEN -6
                ELSE -7 END AS source,
           CASE WHEN starts_with(c.counted_as, 'refund') THEN -c.contribution_receipt_amount
                ELSE c.contribution_receipt_amount END AS amount
      FROM donations_contribution c
      LEFT JOIN donations_donorprofile p
        ON p.id = c.profile_id AND c.entity_type NOT IN ('', 'IND', 'CAN')
      LEFT JOIN donations_industry i ON i.id = p.industry_id
      LEFT JOIN donations_contributorname n
        ON n.id = c.name_id AND c.contributor_id = ''
       AND c.counted_as IN ('committee', 'transfer', 'refund_committee')
      LEFT JOIN named m ON m.name = n.name AND m.committee_id <> c.committee_id
      LEFT JOIN paid t
        ON n.id IS NOT NULL AND t.recipient_id = c.committee_id
       AND t.disbursement_amount = c.contribution_receipt_amount
     WHERE c.cycle = {cycle} AND c.counts AND c.counted_as <> 'offset'
       AND c.committee_id ~ '^C[0-9]{{8}}$'
)
SELECT committee, day, source, (sum(amount) * 100)::bigint AS cents
  FROM received GROUP BY 1, 2, 3 ORDER BY 1, 2, 3
