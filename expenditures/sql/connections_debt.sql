-- Reads independent expenditures and the temporary tables of sql/connections_world.sql and "votes". Groups
-- that by the day of a vote had spent more for and against candidates, in whatever race, than they had
-- received and held, and that received money after it: the race of that day in which they had spent most,
-- group, vote, what they had spent by then, what they had by then, and what they received later. Gifts too
-- small to be itemized have no day, and are taken to have come in before.
WITH days AS (
    SELECT DISTINCT s.spender_id, v.day AS vote FROM spent s JOIN votes v USING (election_id)
), by_then AS (
    SELECT d.spender_id, d.vote, sum(x.expenditure_amount) AS spent
      FROM days d
      JOIN expenditures_independentexpenditure x
        ON x.committee_id = d.spender_id AND x.cycle = %(cycle)s AND x.counts
       AND x.support_oppose_indicator IN ('S', 'O')
       AND coalesce(x.dissemination_date, x.expenditure_date, x.receipt_date) <= d.vote
     GROUP BY 1, 2
), money AS (
    SELECT b.spender_id, b.vote, b.spent,
           sum(f.cents) FILTER (WHERE f.day + date '1970-01-01' <= b.vote) / 100.0 AS before,
           sum(f.cents) FILTER (WHERE f.day + date '1970-01-01' > b.vote AND f.cents > 0) / 100.0 AS after
      FROM by_then b
      JOIN flow f ON f.committee = substr(b.spender_id, 2)::integer
     GROUP BY 1, 2, 3
), had AS (
    -- What the official total has beyond the rows came in on a day that nobody knows.
    SELECT m.*, coalesce(m.before, 0) + r.opening
                + CASE WHEN r.official > 0 THEN greatest(r.official - r.in_rows, 0) ELSE 0 END AS had
      FROM money m JOIN received r ON r.committee_id = m.spender_id
), largest AS (
    SELECT DISTINCT ON (s.spender_id, v.day) s.spender_id, v.day AS vote, s.election_id, sum(s.amount) AS amount
      FROM spent s JOIN votes v USING (election_id)
     GROUP BY s.spender_id, v.day, s.election_id
     ORDER BY s.spender_id, v.day, sum(s.amount) DESC, s.election_id
)
SELECT l.election_id, h.spender_id, l.amount, h.vote, h.spent, h.had, h.after
  FROM had h JOIN largest l USING (spender_id, vote)
 WHERE h.spent - h.had >= %(least_spent)s AND h.after > 0 AND l.amount >= %(least_spent)s
 ORDER BY 1, 2;
