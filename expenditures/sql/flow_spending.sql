-- Reads independent expenditures. What each committee spent for ('S') and against ('O') each candidate under
-- each election code of a cycle and day, in cents, each expenditure once. Days count from 1970; those without
-- one count as the cycle's first, and are said to have none.
SELECT substr(committee_id, 2)::integer, candidate_id, support_oppose_indicator, election_type,
       coalesce(spent_on, make_date(%(cycle)s - 1, 1, 1)) - date '1970-01-01', spent_on,
       (sum(expenditure_amount) * 100)::bigint
  FROM (SELECT *, coalesce(dissemination_date, expenditure_date, receipt_date) AS spent_on
          FROM expenditures_independentexpenditure) e
 WHERE cycle = %(cycle)s AND counts AND support_oppose_indicator IN ('S', 'O')
   AND committee_id ~ '^C[0-9]{8}$'
 GROUP BY 1, 2, 3, 4, spent_on
 ORDER BY 1, 2, 3, 4, 5
