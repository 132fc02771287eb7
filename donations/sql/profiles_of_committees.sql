-- Reads the committees. Writes a donor profile for each, gave it something or not, so that each has a tag.
INSERT INTO donations_donorprofile (id, kind, committee_id, basis)
SELECT -1099511627776 - substr(committee_id, 2)::bigint, 'committee', committee_id, ''
  FROM filings_committee
 WHERE committee_id ~ '^C[0-9]{{8}}$'
    ON CONFLICT DO NOTHING;
