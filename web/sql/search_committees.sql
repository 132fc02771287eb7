-- Reads committees whose name has all words (of the last one its beginning may be enough), and their
-- money: newest official receipts, which PACs and parties have; of a campaign's principal committee
-- those of its candidate; else itemized receipts of the newest cycle. Gives one page of them, the
-- nearest first, then those with most money: id, name, type, designation, party, connected
-- organization, newest cycle, cycle and sum of official receipts, of the candidate's, of itemized
-- receipts, nearness, all.
SELECT c.committee_id, c.name, c.committee_type, c.designation, c.party, c.connected_organization,
       c.newest_cycle, s.cycle, s.receipts, k.cycle, k.receipts, t.cycle, t.amount,
       CASE WHEN c.plain = %(typed)s THEN 0
            WHEN c.plain LIKE ALL(%(each)s)
            THEN CASE WHEN c.plain LIKE %(beginning)s THEN 1 ELSE 2 END
            ELSE 3 END AS nearness,
       count(*) OVER ()
  FROM (SELECT c.*, ' ' || {plain} || ' ' AS plain FROM filings_committee c
         WHERE {words} @@ to_tsquery('simple', %(query)s)
         LIMIT %(looked)s) c
  LEFT JOIN LATERAL
       (SELECT s.cycle, s.receipts FROM filings_committeesummary s
         WHERE s.committee_id = c.committee_id AND s.receipts IS NOT NULL
         ORDER BY s.cycle DESC LIMIT 1) s ON true
  LEFT JOIN LATERAL
       (SELECT s.cycle, s.receipts
          FROM filings_linkage l
          JOIN filings_candidatesummary s ON s.candidate_id = l.candidate_id AND s.cycle = l.cycle
         WHERE c.committee_type IN ('H', 'S', 'P') AND l.committee_id = c.committee_id
           AND l.designation = 'P' AND s.receipts IS NOT NULL
         ORDER BY s.cycle DESC, s.receipts DESC LIMIT 1) k ON true
  LEFT JOIN LATERAL
       (SELECT t.cycle, sum(t.amount) AS amount FROM donations_committeetotal t
         WHERE s.cycle IS NULL AND k.cycle IS NULL AND t.committee_id = c.committee_id AND t.source = ANY(%(receipts)s)
           AND t.counted_as IN ('individual', 'committee', 'transfer')
         GROUP BY t.cycle ORDER BY t.cycle DESC LIMIT 1) t ON true
 ORDER BY nearness, coalesce(s.receipts, k.receipts, t.amount) DESC NULLS LAST, c.newest_cycle DESC, c.name,
          c.committee_id
 LIMIT %(limit)s OFFSET %(offset)s;
