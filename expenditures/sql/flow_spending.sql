-- Reads independent expenditures. What each committee spent for and against candidates in a cycle, in cents,
-- each expenditure once, and the day of its newest one.
SELECT committee_id, (sum(expenditure_amount) * 100)::bigint,
       max(coalesce(dissemination_date, expenditure_date, receipt_date))
  FROM expenditures_independentexpenditure
 WHERE cycle = %(cycle)s AND counts AND support_oppose_indicator IN ('S', 'O')
   AND committee_id ~ '^C[0-9]{8}$'
 GROUP BY committee_id
HAVING sum(expenditure_amount) > 0
 ORDER BY 2 DESC, 1
