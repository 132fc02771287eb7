-- Reads the staged communication costs. Writes "fresh".
CREATE TEMP TABLE fresh ON COMMIT DROP AS
SELECT %(cycle)s::smallint AS cycle,
       k.place || '/' || row_number() OVER (PARTITION BY k.place ORDER BY t.row_hash) AS key,
       left(t.committee_id, 9) AS committee_id, left(t.committee_name, 200) AS committee_name,
       left(t.candidate_id, 9) AS candidate_id, left(t.candidate_name, 200) AS candidate_name,
       left(t.candidate_office, 1) AS candidate_office,
       left(t.candidate_state, 2) AS candidate_state,
       left(t.candidate_district, 2) AS candidate_district, t.transaction_date,
       t.transaction_amount, left(t.transaction_type, 3) AS transaction_type,
       left(t.support_oppose_indicator, 1) AS support_oppose_indicator,
       left(t.communication_type, 40) AS communication_type,
       left(t.communication_class, 40) AS communication_class,
       left(t.image_number, 120) AS image_number, left(t.transaction_id, 40) AS transaction_id,
       t.file_number, t.row_hash
  FROM ({typed}) t
 CROSS JOIN LATERAL
       (SELECT left(concat_ws('/', t.committee_id, t.file_number, t.transaction_id, t.candidate_id), 100) AS place) k;
