-- Reads the staged electioneering communications. Writes "fresh".
-- A row is one candidate's even share of one disbursement. The file has no id of a row: the key is
-- where it stands (image, candidate), with a running number among equals.
CREATE TEMP TABLE fresh ON COMMIT DROP AS
SELECT %(cycle)s::smallint AS cycle,
       k.place || '/' || row_number() OVER (PARTITION BY k.place ORDER BY t.row_hash) AS key,
       left(t.candidate_id, 9) AS candidate_id, left(t.candidate_name, 200) AS candidate_name,
       left(t.candidate_office, 1) AS candidate_office,
       left(t.candidate_state, 2) AS candidate_state,
       left(t.candidate_district, 2) AS candidate_district, left(t.committee_id, 9) AS committee_id,
       left(t.committee_name, 200) AS committee_name, left(t.image_number, 120) AS image_number,
       left(t.payee_name, 200) AS payee_name,
       left(t.purpose_description, 200) AS purpose_description, t.disbursement_date,
       t.communication_date, t.public_distribution_date, t.disbursement_amount,
       t.number_of_candidates,
       coalesce(t.calculated_candidate_share,
                round(t.disbursement_amount / greatest(t.number_of_candidates, 1), 2))
           AS calculated_candidate_share,
       t.row_hash
  FROM ({typed}) t
 CROSS JOIN LATERAL
       (SELECT left(concat_ws('/', t.committee_id, t.image_number, t.candidate_id), 100) AS place) k;
