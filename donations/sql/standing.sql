-- Reads "files_out" and "committees_due". Writes the bulk files' rows of these committees:
-- out of the totals where their filing was amended or is held, and back in where that has changed.
UPDATE {leaf} t
   SET counts = false, counted_as = o.state
  FROM files_out o
 WHERE t.committee_id = o.committee_id AND t.file_number = o.file_number AND t.counts;

UPDATE {leaf} t
   SET counts = true,
       counted_as = CASE WHEN t.{kind} IN ('10', '30', '31', '32')
                          AND t.entity_type IN ('PAC', 'PTY', 'CCM', 'COM')
                         THEN 'committee' ELSE k.counted_as END
  FROM (VALUES {types}) AS k(code, counted_as)
 WHERE t.committee_id IN (SELECT committee_id FROM committees_due)
   AND t.counted_as IN ('superseded', 'held') AND k.code = t.{kind}
   AND NOT EXISTS (SELECT FROM files_out o
                    WHERE o.committee_id = t.committee_id AND o.file_number = t.file_number);
