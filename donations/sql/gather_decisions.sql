-- Reads the decisions that stand. Writes the temporary tables decided_names, decided_pairs (filled by
-- donations/tagging.py) and decided_committees, until the transaction ends.
CREATE TEMP TABLE decided_names ON COMMIT DROP AS
SELECT o.id AS organization_id, d.industry_id, d.id AS decision_id
  FROM donations_decision d
  JOIN donations_organization o ON o.form = d.form
 WHERE d.reversed_at IS NULL AND d.form <> '' AND d.occupation = '';

CREATE TEMP TABLE decided_pairs (organization_id integer, occupation_id integer, industry_id bigint,
                                 decision_id bigint) ON COMMIT DROP;

CREATE TEMP TABLE decided_committees ON COMMIT DROP AS
SELECT d.committee_id, d.industry_id, d.id AS decision_id
  FROM donations_decision d
 WHERE d.reversed_at IS NULL AND d.committee_id <> '';
