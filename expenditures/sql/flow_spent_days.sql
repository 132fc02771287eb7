-- Reads independent expenditures. What each committee spent for and against candidates of a cycle on each day,
-- in cents, each expenditure once; days count from 1970, and those without one count as the cycle's first.
SELECT substr(committee_id, 2)::integer,
       coalesce(dissemination_date, expenditure_date, receipt_date, make_date({cycle} - 1, 1, 1))
       - date '1970-01-01',
       (sum(expenditure_amount) * 100)::bigint
  FROM expenditures_independentexpenditure
 WHERE cycle = {cycle} AND counts AND support_oppose_indicator IN ('S', 'O')
   AND committee_id ~ '^C[0-9]{{8}}$'
 GROUP BY 1, 2
