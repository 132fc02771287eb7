-- Reads "files_out" and "committees_due". Writes the same of operating expenditures (see standing.sql).
UPDATE {leaf} t
   SET standing = o.state, counts = false
  FROM files_out o
 WHERE t.committee_id = o.committee_id AND t.file_number = o.file_number AND t.standing <> o.state;

UPDATE {leaf} t
   SET standing = '', counts = t.memo_code <> 'X'
 WHERE t.committee_id IN (SELECT committee_id FROM committees_due) AND t.standing <> ''
   AND NOT EXISTS (SELECT FROM files_out o
                    WHERE o.committee_id = t.committee_id AND o.file_number = t.file_number);
