-- Reads the temporary table committee_tags. Writes its organizations' ids, and those of the committees'
-- profiles where they change.
UPDATE committee_tags t SET organization_id = o.id FROM donations_organization o WHERE o.form = t.form;

ANALYZE committee_tags;

UPDATE donations_donorprofile p
   SET organization_id = t.organization_id
  FROM committee_tags t
 WHERE p.kind = 'committee' AND p.committee_id = t.committee_id
   AND p.organization_id IS DISTINCT FROM t.organization_id;
