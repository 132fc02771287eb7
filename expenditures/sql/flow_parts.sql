-- Reads independent expenditures. What each committee spent for ('S') and against ('O') each candidate under
-- each election code of a cycle, in cents, each expenditure once, and the day of the newest of them.
SELECT committee_id, (sum(expenditure_amount) * 100)::bigint,
       max(coalesce(dissemination_date, expenditure_date, receipt_date)), candidate_id,
       support_oppose_indicator, election_type
  FROM expenditures_independentexpenditure
 WHERE cycle = %(cycle)s AND counts AND support_oppose_indicator IN ('S', 'O')
   AND committee_id ~ '^C[0-9]{8}$' AND candidate_id <> ''
 GROUP BY committee_id, candidate_id, support_oppose_indicator, election_type
HAVING sum(expenditure_amount) > 0
 ORDER BY 2 DESC, 1, 4, 5, 6
