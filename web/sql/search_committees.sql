-- Reads committees whose name has all words (of the last one its beginning may be enough), and their
-- money: newest official receipts (PACs and parties have them), else itemized receipts of the newest
-- cycle. Gives one page of them, the nearest first, then those with most money: id, name, type,
-- designation, party, connected organization, newest cycle, cycle and sum of official receipts, cycle
-- and sum of itemized receipts, nearness, all.
SELECT c.committee_id, c.name, c.committee_type, c.designation, c.party, c.connected_organization,
       c.newest_cycle, s.cycle, s.receipts, t.cycle, t.amount,
       CASE WHEN c.plain = %(typed)s THEN 0
            WHEN c.whole AND c.plain LIKE %(beginning)s THEN 1
            WHEN c.whole THEN 2
            ELSE 3 END AS nearness,
       count(*) OVER ()
  FROM (SELECT c.*, {words} @@ to_tsquery('simple', %(whole)s) AS whole, {plain} AS plain
          FROM filings_committee c
         WHERE {words} @@ to_tsquery('simple', %(query)s)
         LIMIT %(looked)s) c
  LEFT JOIN LATERAL
       (SELECT s.cycle, s.receipts FROM filings_committeesummary s
         WHERE s.committee_id = c.committee_id AND s.receipts IS NOT NULL
         ORDER BY s.cycle DESC LIMIT 1) s ON true
  LEFT JOIN LATERAL
       (SELECT t.cycle, sum(t.amount) AS amount FROM donations_committeetotal t
         WHERE s.cycle IS NULL AND t.committee_id = c.committee_id AND t.source = ANY(%(receipts)s)
           AND t.counted_as IN ('individual', 'committee', 'transfer')
         GROUP BY t.cycle ORDER BY t.cycle DESC LIMIT 1) t ON true
 ORDER BY nearness, coalesce(s.receipts, t.amount) DESC NULLS LAST, c.newest_cycle DESC, c.name,
          c.committee_id
 LIMIT %(limit)s OFFSET %(offset)s;
