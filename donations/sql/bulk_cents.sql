-- Reads "in_bulk". Writes cents, and a date where it was blank, into the bulk files' rows of filings that
-- came after them. A row that could be two is left alone.
UPDATE {leaf} t
   SET {amount} = CASE WHEN trunc(b.amount) = t.{amount} THEN b.amount ELSE t.{amount} END,
       {day} = coalesce(t.{day}, b.date)
  FROM in_bulk b
 WHERE b.is_sure AND t.sub_id = b.bulk_id
   AND ((trunc(b.amount) = t.{amount} AND b.amount <> t.{amount})
        OR (t.{day} IS NULL AND b.date IS NOT NULL));
