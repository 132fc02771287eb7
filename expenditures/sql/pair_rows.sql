-- Reads two temporary tables. Writes pairs of their rows that agree in the given columns, of those that
-- have no pair yet. A row answers for one row: where several agree they are paired in order.
INSERT INTO {pairs} (left_id, right_id)
SELECT l.id, r.id
  FROM (SELECT id, {left_keys}, row_number() OVER (PARTITION BY {left_values} ORDER BY sorting, id)
               AS place
          FROM {left} WHERE id NOT IN (SELECT left_id FROM {pairs}) AND {where}) l
  JOIN (SELECT id, {right_keys}, row_number() OVER (PARTITION BY {right_values} ORDER BY sorting, id)
               AS place
          FROM {right} WHERE id NOT IN (SELECT right_id FROM {pairs})) r
       USING ({keys}, place);
