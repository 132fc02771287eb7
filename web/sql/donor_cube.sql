-- Reads the receipts and refunds of some spellings at some ZIP codes: the rows of one donor. Gives
-- them grouped by all that the donor's page tells apart, so that each of its figures is a sum of
-- groups: cycle, year, committee, whether they count and as what, election code, employer,
-- occupation, profile, conduit; then rows, amount, first and last day.
SELECT c.cycle, date_part('year', c.contribution_receipt_date)::integer, c.committee_id, c.counts,
       c.counted_as, c.election_type, c.employer_id, c.occupation_id, c.profile_id,
       CASE WHEN c.receipt_type = ANY(%(conduit_types)s) AND c.contributor_id LIKE 'C%%'
            THEN c.contributor_id ELSE '' END,
       count(*), sum(c.contribution_receipt_amount),
       min(c.contribution_receipt_date), max(c.contribution_receipt_date)
  FROM donations_contribution c
 WHERE c.name_id = ANY(%(names)s)
   AND (c.name_id || ' ' || left(c.contributor_zip, 5)) = ANY(%(pairs)s)
   AND c.counted_as NOT IN ('committee', 'transfer', 'refund_committee')
 GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10
