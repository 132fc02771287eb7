-- Reads the official summaries. Of each committee: cash at the cycle's beginning and what it received from
-- individuals and other non-committees, in cents, and the day through which the figures go. A candidate's
-- figures are the principal campaign committee's here.
SELECT DISTINCT ON (1) committee, opening, individuals, through
  FROM (SELECT substr(s.committee_id, 2)::integer AS committee,
               (greatest(coalesce(s.cash_on_hand_beginning, 0), 0) * 100)::bigint AS opening,
               (greatest(coalesce(s.individual_contributions, 0), 0) * 100)::bigint AS individuals,
               coalesce(s.coverage_end_date, make_date(%(cycle)s, 12, 31)) - date '1970-01-01' AS through
          FROM filings_committeesummary s
         WHERE s.cycle = %(cycle)s AND s.committee_id ~ '^C[0-9]{8}$'
         UNION ALL
        SELECT substr(l.committee_id, 2)::integer,
               (greatest(coalesce(s.cash_on_hand_beginning, 0), 0) * 100)::bigint,
               (greatest(coalesce(s.individual_contributions, 0), 0) * 100)::bigint,
               coalesce(s.coverage_end_date, make_date(%(cycle)s, 12, 31)) - date '1970-01-01'
          FROM filings_linkage l
          JOIN (SELECT DISTINCT ON (candidate_id) * FROM filings_candidatesummary
                 WHERE cycle = %(cycle)s ORDER BY candidate_id, file) s USING (candidate_id)
         WHERE l.cycle = %(cycle)s AND l.designation = 'P' AND l.committee_id ~ '^C[0-9]{8}$') x
 ORDER BY 1, through DESC, individuals DESC
