-- Reads electronic registrations (Form 1), contributions of the cycle before, and the temporary tables of
-- sql/connections_world.sql. Groups that spent in a race whose day of the vote is known (the temporary table
-- "votes"), and that were registered or first funded in the last days before it: race, group, what it spent
-- there, the vote, the day of its first registration and that filing's number, the day of its first money.
-- Where the official total is much above the rows, or not there, small gifts may have come before.
WITH registered AS (
    SELECT DISTINCT ON (committee_id) committee_id, received_at::date AS day, file_number
      FROM filings_filing
     WHERE form = 'F1' AND amendment_indicator = 'N' AND received_at IS NOT NULL AND NOT is_held
     ORDER BY committee_id, received_at, file_number
), funded AS (
    SELECT 'C' || lpad(f.committee::text, 8, '0') AS committee_id, min(f.day) + date '1970-01-01' AS day
      FROM flow f WHERE f.cents > 0 GROUP BY f.committee
), groups AS (
    SELECT s.election_id, s.spender_id, sum(s.amount) AS amount, v.day AS vote
      FROM spent s JOIN votes v USING (election_id)
     GROUP BY s.election_id, s.spender_id, v.day
    HAVING sum(s.amount) >= %(least_spent)s
)
SELECT g.election_id, g.spender_id, g.amount, g.vote, r.day, r.file_number, f.day
  FROM groups g
  LEFT JOIN registered r
         ON r.committee_id = g.spender_id AND r.day BETWEEN g.vote - %(late_days)s AND g.vote
  LEFT JOIN (SELECT funded.* FROM funded LEFT JOIN received r USING (committee_id)
              WHERE r.opening = 0 AND r.is_official
                AND r.official <= r.in_rows * (100 + %(small_share)s) / 100.0) f
         ON f.committee_id = g.spender_id AND f.day BETWEEN g.vote - %(late_days)s AND g.vote
        AND NOT EXISTS (SELECT FROM donations_contribution c
                         WHERE c.committee_id = g.spender_id AND c.cycle = %(cycle)s - 2)
 WHERE r.day IS NOT NULL OR f.day IS NOT NULL
 ORDER BY 1, 2;
