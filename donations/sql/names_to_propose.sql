-- Reads profiles. Gives those that name an organization which neither rules nor decisions class: profile,
-- normal form, occupation. Those that a proposal tagged are asked anew.
SELECT p.id, o.form, coalesce(k.name, '')
  FROM donations_donorprofile p
  JOIN donations_organization o ON o.id = p.organization_id
  LEFT JOIN donations_occupation k ON k.id = p.occupation_id
 WHERE p.basis IN ('none', 'proposal') AND o.form <> '' AND o.industry_id IS NULL
   AND p.kind IN ('person', 'name')
 ORDER BY p.id;
