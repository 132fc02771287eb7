-- Reads contributions and donors' profiles. What each committee received in a cycle by day and source, in
-- cents, refunds below zero, in the order of committees and days: the receiver's side alone, so that a
-- transfer that both sides report flows once. Memos, conduits' rows, superseded and held ones never flow;
-- refunds from vendors are no income. A source is a committee's number, or below zero what
-- expenditures/money_books.py calls it. A receipt without a day counts as received on the cycle's first.
SELECT substr(c.committee_id, 2)::integer AS committee,
       coalesce(c.contribution_receipt_date, make_date({cycle} - 1, 1, 1)) - date '1970-01-01' AS day,
       CASE WHEN c.counted_as IN ('individual', 'refund_individual') THEN
                 CASE WHEN c.entity_type IN ('', 'IND', 'CAN') THEN -1
                      WHEN i.sector = 'Ideology and Single Issue' OR i.slug = 'nonprofits' THEN -3
                      ELSE -2 END
            WHEN c.counted_as IN ('committee', 'transfer', 'refund_committee') THEN
                 CASE WHEN c.contributor_id ~ '^C[0-9]{{8}}$' THEN substr(c.contributor_id, 2)::integer
                      ELSE -8 END
            WHEN c.counted_as = 'candidate' THEN -4
            WHEN c.counted_as = 'candidate_loan' THEN -5
            WHEN c.counted_as = 'loan' THEN -6
            ELSE -7 END AS source,
       (sum(CASE WHEN starts_with(c.counted_as, 'refund') THEN -c.contribution_receipt_amount
                 ELSE c.contribution_receipt_amount END) * 100)::bigint AS cents
  FROM donations_contribution c
  LEFT JOIN donations_donorprofile p
    ON p.id = c.profile_id AND c.entity_type NOT IN ('', 'IND', 'CAN')
  LEFT JOIN donations_industry i ON i.id = p.industry_id
 WHERE c.cycle = {cycle} AND c.counts AND c.counted_as <> 'offset'
   AND c.committee_id ~ '^C[0-9]{{8}}$'
 GROUP BY 1, 2, 3
 ORDER BY 1, 2, 3
