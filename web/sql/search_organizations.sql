-- Reads organizations (normal forms of employers' and giving organizations' names) in which each word
-- begins one, and the roll-up of what their people and committees gave. Gives one page of them, the
-- nearest first, then those with most money: form, name, industry's name, dollars given, rows,
-- nearness, whether not all were looked at, all.
WITH matching AS MATERIALIZED (
    SELECT o.id, o.form, o.name, o.industry_id, o.parent_id
      FROM donations_organization o
     WHERE {each}
     LIMIT %(looked)s),
-- Names that rules know, or committees have, and that nobody gave under are left out.
found AS MATERIALIZED (
    SELECT o.*,
           CASE WHEN o.form = %(typed)s THEN 0
                WHEN o.form LIKE %(next)s THEN 1
                WHEN o.form LIKE %(beginning)s THEN 2
                ELSE 3 END AS nearness
      FROM matching o
     -- A scalar query is answered row by row, where EXISTS would be hashed over all donors.
     WHERE (SELECT true
              FROM (SELECT o.id UNION ALL
                    SELECT k.id FROM donations_organization k WHERE k.parent_id = o.id) m
              JOIN donations_donorprofile p ON p.organization_id = m.id
              JOIN donations_profiletotal t ON t.profile_id = p.id
             WHERE t.counted_as <> ALL(%(left_out)s) LIMIT 1)),
-- The largest givers of each industry and cycle tell which names are worth adding up.
nearest AS MATERIALIZED (
    SELECT f.*, g.amount AS guessed, count(*) OVER () AS total
      FROM found f
      LEFT JOIN (SELECT organization_id, sum(amount) AS amount FROM donations_industrygiver
                  WHERE organization_id IN (SELECT id FROM found) GROUP BY 1) g
             ON g.organization_id = f.id
     ORDER BY f.nearness, g.amount DESC NULLS LAST, length(f.form), f.form
     LIMIT %(limit)s OFFSET %(offset)s)
SELECT n.form, n.name, i.name, t.amount, t.rows, n.nearness,
       (SELECT count(*) FROM matching) >= %(looked)s, n.total
  FROM nearest n
  LEFT JOIN donations_industry i ON i.id = n.industry_id
  LEFT JOIN LATERAL
       (SELECT sum(t.amount) AS amount, sum(t.rows)::bigint AS rows
          FROM donations_donorprofile p JOIN donations_profiletotal t ON t.profile_id = p.id
         WHERE p.organization_id IN
               -- What belongs to it counts with it, unless it belongs to another itself.
               (SELECT n.id UNION ALL
                SELECT k.id FROM donations_organization k
                 WHERE k.parent_id = n.id AND (n.parent_id IS NULL OR n.parent_id = n.id))
           AND t.counted_as <> ALL(%(left_out)s)) t ON true
 ORDER BY n.nearness, t.amount DESC NULLS LAST, n.guessed DESC NULLS LAST, length(n.form), n.form;
