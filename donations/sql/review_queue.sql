-- Reads profiles with their tags and totals, organizations, proposals, corrections, decisions, and the
-- temporary table committee_tags (what the rules say of the committees decided on). Writes what waits for
-- a person (donations_reviewitem), at most %(most)s items a reason, those with most dollars.
-- `fingerprint` says what a person saw: what was skipped or closed comes back only when it changes.
CREATE TEMP TABLE stakes ON COMMIT DROP AS
SELECT p.id, p.kind, p.organization_id, coalesce(p.committee_id, '') AS committee_id, p.industry_id, p.basis,
       p.confidence, i.slug, i.is_industry, sum(t.amount) AS amount, sum(t.rows)::integer AS rows
  FROM donations_profiletotal t
  JOIN donations_donorprofile p ON p.id = t.profile_id
  LEFT JOIN donations_industry i ON i.id = p.industry_id
 WHERE t.counted_as IN ('individual', 'committee', 'transfer')
 GROUP BY p.id, i.id;

CREATE INDEX ON stakes (organization_id);

CREATE INDEX ON stakes (committee_id);

ANALYZE stakes;

CREATE TEMP TABLE fresh_items (reason text, organization_id bigint, committee_id text, correction_id bigint,
                               proposed_id bigint, probability numeric, amount numeric, rows integer,
                               fingerprint text) ON COMMIT DROP;

-- Names that no rule classes, by what the classifier proposes for the largest part of their dollars.
INSERT INTO fresh_items
SELECT 'untagged', n.organization_id, '', NULL, s.industry_id, s.probability, n.amount, n.rows,
       coalesce(s.slug, '')
  FROM (SELECT k.organization_id, sum(k.amount) AS amount, sum(k.rows) AS rows
          FROM stakes k
          JOIN donations_organization o ON o.id = k.organization_id
         WHERE k.kind <> 'committee' AND k.basis <> 'decision' AND coalesce(k.slug, 'not-classed') = 'not-classed'
           AND o.industry_id IS NULL AND o.against_id IS NULL AND o.form <> ''
         GROUP BY 1
         ORDER BY 2 DESC
         LIMIT %(most)s) n
  LEFT JOIN LATERAL (SELECT p.industry_id, p.probability, i.slug
                       FROM stakes k
                       JOIN donations_proposal p ON p.profile_id = k.id
                       JOIN donations_industry i ON i.id = p.industry_id
                      WHERE k.organization_id = n.organization_id
                      ORDER BY k.amount DESC, k.id
                      LIMIT 1) s ON true;

INSERT INTO fresh_items
SELECT 'untagged', NULL, committee_id, NULL, NULL, NULL, amount, rows, ''
  FROM stakes
 WHERE kind = 'committee' AND basis <> 'decision' AND coalesce(slug, 'not-classed') = 'not-classed'
 ORDER BY amount DESC
 LIMIT %(most)s;

-- Industries that rules are not sure of: each name by the one that most of its dollars have.
INSERT INTO fresh_items
SELECT DISTINCT ON (k.organization_id) 'low', k.organization_id, '', NULL, k.industry_id, NULL,
       sum(sum(k.amount)) OVER (PARTITION BY k.organization_id), sum(sum(k.rows)) OVER (PARTITION BY k.organization_id),
       concat_ws(' ', k.slug, k.basis)
  FROM stakes k
  JOIN donations_organization o ON o.id = k.organization_id
  LEFT JOIN donations_industry oi ON oi.id = o.industry_id
 WHERE k.kind <> 'committee' AND k.basis <> 'decision' AND k.is_industry AND k.confidence < %(low)s
   AND o.form <> '' AND oi.is_industry IS NOT FALSE
 GROUP BY k.organization_id, k.industry_id, k.slug, k.basis
 ORDER BY k.organization_id, sum(k.amount) DESC, k.slug;

INSERT INTO fresh_items
SELECT 'low', NULL, committee_id, NULL, industry_id, NULL, amount, rows, concat_ws(' ', slug, basis)
  FROM stakes
 WHERE kind = 'committee' AND basis <> 'decision' AND is_industry AND confidence < %(low)s;

INSERT INTO fresh_items
SELECT 'rules', o.id, '', NULL, r.industry_id, NULL, sum(k.amount), sum(k.rows), concat_ws(' ', ri.slug, ai.slug)
  FROM donations_organization o
  JOIN donations_rule r ON r.id = o.rule_id
  JOIN donations_rule a ON a.id = o.against_id
  JOIN donations_industry ri ON ri.id = r.industry_id
  JOIN donations_industry ai ON ai.id = a.industry_id
  JOIN stakes k ON k.organization_id = o.id AND k.basis <> 'decision'
 GROUP BY o.id, r.industry_id, ri.slug, ai.slug;

-- Proposals stand from the night: a name may have been tagged by a rule since.
INSERT INTO fresh_items
SELECT DISTINCT ON (k.organization_id) 'classifier', k.organization_id, '', NULL, s.industry_id, s.probability,
       sum(k.amount) OVER (PARTITION BY k.organization_id), sum(k.rows) OVER (PARTITION BY k.organization_id),
       concat_ws(' ', k.slug, i.slug)
  FROM stakes k
  JOIN donations_proposal s ON s.profile_id = k.id
  JOIN donations_industry i ON i.id = s.industry_id
  JOIN donations_organization o ON o.id = k.organization_id
 WHERE s.probability >= 0.8 AND k.is_industry AND k.basis NOT IN ('none', 'proposal', 'decision')
   AND s.industry_id <> k.industry_id AND o.form <> ''
 ORDER BY k.organization_id, k.amount DESC, k.id;

INSERT INTO fresh_items
SELECT 'public', o.id, c.committee_id, c.id, c.wanted_id, NULL, coalesce(k.amount, 0), coalesce(k.rows, 0),
       c.id::text
  FROM donations_correction c
  LEFT JOIN donations_organization o ON o.form = c.form AND c.form <> ''
  LEFT JOIN LATERAL (SELECT sum(k.amount) AS amount, sum(k.rows) AS rows
                       FROM stakes k
                      WHERE k.organization_id = o.id
                         OR c.committee_id <> '' AND k.committee_id = c.committee_id) k ON true
 WHERE c.closed_at IS NULL;

-- Decisions that rules now contradict. Where the rules said so when it was decided, the person knew. A decision
-- on one occupation alone is an exception from what the rules say of the name, and no contradiction.
INSERT INTO fresh_items
SELECT DISTINCT ON (o.id) 'decision', o.id, '', NULL, o.industry_id, NULL, k.amount, k.rows,
       concat_ws(' ', d.id, i.slug)
  FROM donations_decision d
  JOIN donations_organization o ON o.form = d.form
  JOIN donations_industry i ON i.id = o.industry_id AND i.slug <> 'not-classed'
 CROSS JOIN LATERAL (SELECT coalesce(sum(k.amount), 0) AS amount, coalesce(sum(k.rows), 0) AS rows
                       FROM stakes k
                      WHERE k.organization_id = o.id) k
 WHERE d.reversed_at IS NULL AND d.form <> '' AND d.occupation = '' AND d.industry_id <> o.industry_id
   AND o.confidence >= %(sure)s
   AND NOT EXISTS (SELECT
                     FROM donations_decision e
                    WHERE e.form = d.form AND e.occupation = d.occupation AND e.before = i.slug)
 ORDER BY o.id, d.id;

INSERT INTO fresh_items
SELECT 'decision', NULL, d.committee_id, NULL, c.industry_id, NULL, coalesce(k.amount, 0), coalesce(k.rows, 0),
       concat_ws(' ', d.id, i.slug)
  FROM donations_decision d
  JOIN committee_tags c ON c.committee_id = d.committee_id
  JOIN donations_industry i ON i.id = c.industry_id AND i.slug <> 'not-classed'
  LEFT JOIN stakes k ON k.committee_id = d.committee_id
 WHERE d.reversed_at IS NULL AND d.industry_id <> c.industry_id AND c.confidence >= %(sure)s
   AND NOT EXISTS (SELECT
                     FROM donations_decision e
                    WHERE e.committee_id = d.committee_id AND e.before = i.slug);

DELETE FROM fresh_items f
 USING (SELECT ctid, row_number() OVER (PARTITION BY reason ORDER BY amount DESC, rows DESC) AS rank
          FROM fresh_items) r
 WHERE r.ctid = f.ctid AND r.rank > %(most)s;

DELETE FROM donations_reviewitem r
 WHERE r.state = 'open'
   AND NOT EXISTS (SELECT
                     FROM fresh_items f
                    WHERE f.reason = r.reason AND f.committee_id = r.committee_id
                      AND coalesce(f.organization_id, 0) = coalesce(r.organization_id, 0)
                      AND coalesce(f.correction_id, 0) = coalesce(r.correction_id, 0));

INSERT INTO donations_reviewitem AS r
       (reason, state, organization_id, committee_id, correction_id, proposed_id, probability, amount, rows,
        fingerprint)
SELECT reason, 'open', organization_id, committee_id, correction_id, proposed_id, probability, amount, rows,
       left(fingerprint, 120)
  FROM fresh_items
    ON CONFLICT (reason, organization_id, committee_id, correction_id) DO UPDATE
   SET proposed_id = EXCLUDED.proposed_id, probability = EXCLUDED.probability, amount = EXCLUDED.amount,
       rows = EXCLUDED.rows, fingerprint = EXCLUDED.fingerprint,
       state = CASE WHEN r.fingerprint = EXCLUDED.fingerprint THEN r.state ELSE 'open' END,
       decision_id = CASE WHEN r.fingerprint = EXCLUDED.fingerprint THEN r.decision_id END,
       changed_by_id = CASE WHEN r.fingerprint = EXCLUDED.fingerprint THEN r.changed_by_id END,
       changed_at = CASE WHEN r.fingerprint = EXCLUDED.fingerprint THEN r.changed_at END
 WHERE (r.proposed_id, r.probability, r.amount, r.rows, r.fingerprint)
       IS DISTINCT FROM (EXCLUDED.proposed_id, EXCLUDED.probability, EXCLUDED.amount, EXCLUDED.rows,
                         EXCLUDED.fingerprint);

DROP TABLE stakes, fresh_items;

ANALYZE donations_reviewitem;
