-- Reads what rules say of organizations, occupations and committees (organizations, readings and the
-- temporary tables committee_tags, decided_names, decided_pairs, decided_committees of
-- donations/tagging.py), and published proposals. Writes each donor profile's tag, where it changes.
-- The order: a person's decision, the committee, its sponsor, the employer's name, words in it, the
-- occupation, a published proposal. An employer that says nothing (self, none, blank) gives way to the
-- occupation; one that is named and unknown gives way to an occupation that settles it by itself.
-- {scope} is empty, or the condition of the few profiles that a decision is about.
CREATE TEMP TABLE fresh_tags ON COMMIT DROP AS
SELECT p.id, t.*
  FROM donations_donorprofile p
  JOIN donations_organization o ON o.id = p.organization_id
  LEFT JOIN donations_industry oi ON oi.id = o.industry_id
  LEFT JOIN donations_occupationreading r ON r.occupation_id = p.occupation_id
  LEFT JOIN donations_industry ri ON ri.id = r.industry_id
  LEFT JOIN decided_pairs dp ON dp.organization_id = p.organization_id AND dp.occupation_id = p.occupation_id
  LEFT JOIN decided_names dn ON dn.organization_id = p.organization_id
  LEFT JOIN donations_proposal s ON s.profile_id = p.id AND s.is_published
 CROSS JOIN LATERAL (
       SELECT CASE WHEN dp.decision_id IS NOT NULL THEN 1
                   WHEN dn.industry_id <> %(unclassed)s THEN 2
                   -- That a name is of no industry says nothing of who among its donors is retired.
                   WHEN dn.decision_id IS NOT NULL
                   THEN CASE WHEN r.scope = 'any' OR ri.slug IN ('retired', 'homemaker', 'student', 'not-employed')
                             THEN 4 ELSE 2 END
                   WHEN oi.is_industry OR oi.slug IN ('retired', 'homemaker', 'student') THEN 3
                   WHEN oi.slug = 'not-employed'
                   THEN CASE WHEN ri.slug IN ('retired', 'homemaker', 'student') THEN 4 ELSE 3 END
                   WHEN oi.slug = 'self-employed'
                   THEN CASE WHEN r.rule_id IS NOT NULL AND ri.slug <> 'not-given' THEN 4 ELSE 3 END
                   WHEN oi.slug = 'not-given'
                   THEN CASE WHEN r.rule_id IS NOT NULL THEN 4 ELSE 3 END
                   WHEN r.scope = 'any' OR ri.slug IN ('retired', 'homemaker', 'student', 'not-employed') THEN 4
                   -- Where rules contradict each other, a person decides.
                   WHEN s.id IS NOT NULL AND o.against_id IS NULL THEN 5
                   ELSE 6 END AS which
       ) w
 CROSS JOIN LATERAL (
       SELECT CASE w.which WHEN 1 THEN dp.industry_id WHEN 2 THEN dn.industry_id WHEN 3 THEN o.industry_id
                           WHEN 4 THEN r.industry_id WHEN 5 THEN s.industry_id ELSE %(unclassed)s END AS industry_id,
              CASE w.which WHEN 1 THEN 'decision' WHEN 2 THEN 'decision' WHEN 3 THEN o.basis
                           WHEN 4 THEN 'occupation' WHEN 5 THEN 'proposal' ELSE 'none' END AS basis,
              CASE w.which WHEN 3 THEN o.rule_id WHEN 4 THEN r.rule_id END AS rule_id,
              CASE w.which WHEN 1 THEN dp.decision_id WHEN 2 THEN dn.decision_id END AS decision_id,
              CASE w.which WHEN 1 THEN 100 WHEN 2 THEN 100 WHEN 3 THEN o.confidence WHEN 4 THEN r.confidence
                           WHEN 5 THEN (s.probability * 100)::integer END::smallint AS confidence
       ) t
 WHERE p.kind = 'person'{scope};

INSERT INTO fresh_tags
SELECT p.id, t.*
  FROM donations_donorprofile p
  JOIN donations_organization o ON o.id = p.organization_id
  LEFT JOIN donations_industry oi ON oi.id = o.industry_id
  LEFT JOIN decided_names dn ON dn.organization_id = p.organization_id
  LEFT JOIN donations_proposal s ON s.profile_id = p.id AND s.is_published AND o.against_id IS NULL
 CROSS JOIN LATERAL (
       SELECT CASE WHEN dn.decision_id IS NOT NULL THEN 1 WHEN oi.is_industry THEN 2 WHEN s.id IS NOT NULL THEN 3
                   ELSE 4 END AS which
       ) w
 CROSS JOIN LATERAL (
       SELECT CASE w.which WHEN 1 THEN dn.industry_id WHEN 2 THEN o.industry_id WHEN 3 THEN s.industry_id
                           ELSE %(unclassed)s END,
              CASE w.which WHEN 1 THEN 'decision' WHEN 2 THEN o.basis WHEN 3 THEN 'proposal' ELSE 'none' END,
              CASE w.which WHEN 2 THEN o.rule_id END,
              CASE w.which WHEN 1 THEN dn.decision_id END,
              CASE w.which WHEN 1 THEN 100 WHEN 2 THEN o.confidence
                           WHEN 3 THEN (s.probability * 100)::integer END::smallint
       ) AS t
 WHERE p.kind = 'name'{scope};

-- A decision on an organization's name holds for its PAC too, unless the committee's own id or type
-- settles what it is.
INSERT INTO fresh_tags
SELECT p.id, t.*
  FROM donations_donorprofile p
  LEFT JOIN committee_tags c ON c.committee_id = p.committee_id
  LEFT JOIN decided_committees dc ON dc.committee_id = p.committee_id
  LEFT JOIN decided_names dn ON dn.organization_id = c.organization_id AND c.basis <> 'committee'
 CROSS JOIN LATERAL (
       SELECT coalesce(dc.industry_id, dn.industry_id, c.industry_id, %(unclassed)s),
              CASE WHEN coalesce(dc.decision_id, dn.decision_id) IS NOT NULL THEN 'decision'
                   ELSE coalesce(c.basis, 'none') END,
              CASE WHEN coalesce(dc.decision_id, dn.decision_id) IS NULL THEN c.rule_id END,
              coalesce(dc.decision_id, dn.decision_id),
              CASE WHEN coalesce(dc.decision_id, dn.decision_id) IS NOT NULL THEN 100 ELSE c.confidence END::smallint
       ) AS t
 WHERE p.kind = 'committee'{scope};

INSERT INTO fresh_tags
SELECT p.id, i.id, 'none', NULL, NULL, NULL
  FROM donations_donorprofile p
  JOIN donations_industry i ON i.slug = 'candidate-own'
 WHERE p.kind = 'candidate'{scope};

ANALYZE fresh_tags;

UPDATE donations_donorprofile p
   SET industry_id = t.industry_id, basis = t.basis, rule_id = t.rule_id, decision_id = t.decision_id,
       confidence = t.confidence
  FROM fresh_tags t
 WHERE p.id = t.id
   AND (p.industry_id, p.basis, p.rule_id, p.decision_id, p.confidence)
       IS DISTINCT FROM (t.industry_id, t.basis, t.rule_id, t.decision_id, t.confidence);
