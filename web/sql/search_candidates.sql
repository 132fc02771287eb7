-- Reads candidates whose name has all words (of the last one its beginning may be enough), and their
-- newest official receipts. Gives one page of them, the nearest first, then those with most money:
-- id, name, party, office, state, district, newest cycle, cycle and sum of the receipts, nearness, all.
SELECT c.candidate_id, c.name, c.party, c.office, c.state, c.district, c.newest_cycle, s.cycle,
       s.receipts,
       CASE WHEN c.plain LIKE ALL(%(each)s)
            THEN CASE WHEN split_part(upper(c.name), ',', 1) = ANY(%(words)s) THEN 0 ELSE 1 END
            WHEN split_part(upper(c.name), ',', 1) LIKE %(beginning)s THEN 2
            ELSE 3 END AS nearness,
       count(*) OVER ()
       -- To look for each word in a short text costs a tenth of making it a vector of words.
  FROM (SELECT c.*, ' ' || {plain} || ' ' AS plain FROM filings_candidate c
         WHERE {words} @@ to_tsquery('simple', %(query)s)
         LIMIT %(looked)s) c
  LEFT JOIN LATERAL
       -- A candidate for Congress stands in both files, with the same receipts.
       (SELECT s.cycle, s.receipts FROM filings_candidatesummary s
         WHERE s.candidate_id = c.candidate_id AND s.receipts IS NOT NULL
         ORDER BY s.cycle DESC, s.file LIMIT 1) s ON true
 WHERE (%(party)s = '' OR c.party = %(party)s OR %(party)s = 'DEM' AND c.party = 'DFL')
   AND (%(office)s = '' OR c.office = %(office)s)
   -- Somebody who ran elsewhere before, or in a special election, is found by either place.
   AND (%(state)s = '' OR c.state = %(state)s AND %(district)s IN ('', c.district)
        OR EXISTS (SELECT FROM filings_electioncandidate x JOIN filings_election e ON e.id = x.election_id
                    WHERE x.candidate_id = c.candidate_id AND e.state = %(state)s
                      AND %(district)s IN ('', e.district)))
   AND (%(cycle)s = 0 OR EXISTS (SELECT FROM filings_candidacy y
                                  WHERE y.candidate_id = c.candidate_id AND y.cycle = %(cycle)s))
 ORDER BY nearness, s.receipts DESC NULLS LAST, c.newest_cycle DESC, c.name, c.candidate_id
 LIMIT %(limit)s OFFSET %(offset)s;
