-- Reads the temporary tables readings (what the rules say of each organization) and parents. Writes the
-- organizations that change.
UPDATE donations_organization o
   SET industry_id = r.industry_id, basis = r.basis, rule_id = r.rule_id, against_id = r.against_id,
       confidence = r.confidence
  FROM readings r
 WHERE r.id = o.id
   AND (o.industry_id, o.basis, o.rule_id, o.against_id, o.confidence)
       IS DISTINCT FROM (r.industry_id, r.basis, r.rule_id, r.against_id, r.confidence);

DROP TABLE readings;

UPDATE donations_organization o
   SET parent_id = k.parent_id, name = k.name
  FROM (SELECT c.id, nullif(p.id, c.id) AS parent_id, CASE WHEN p.id = c.id THEN s.name ELSE '' END AS name
          FROM parents s
          JOIN donations_organization c ON c.form = s.form
          JOIN donations_organization p ON p.form = s.parent) k
 WHERE k.id = o.id AND (o.parent_id, o.name) IS DISTINCT FROM (k.parent_id, k.name);

-- A parent that no rule names by itself has its name from its children's rules.
UPDATE donations_organization o
   SET name = s.name
  FROM (SELECT parent, min(name) AS name FROM parents GROUP BY parent) s
 WHERE o.form = s.parent AND o.name = '';

UPDATE donations_organization o
   SET parent_id = NULL
 WHERE parent_id IS NOT NULL AND NOT EXISTS (SELECT FROM parents s WHERE s.form = o.form);

UPDATE donations_organization o
   SET name = ''
 WHERE name <> '' AND NOT EXISTS (SELECT FROM parents s WHERE s.parent = o.form);

DROP TABLE parents;

ANALYZE donations_organization;
