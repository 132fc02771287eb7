-- Reads and writes the rows of one filing. An earmarked gift stands in two rows: the donor's, and a memo
-- with the conduit that passed it on, which refers to the first. The donor's row gets the conduit, so that
-- donor, conduit and recipient stand in one.
UPDATE filings_filingrow d
   SET conduit_name = CASE WHEN d.conduit_name = '' THEN m.name ELSE d.conduit_name END,
       other_committee_id = CASE WHEN d.other_committee_id = '' THEN m.other_committee_id
                                 ELSE d.other_committee_id END
  FROM (SELECT back_reference_transaction_id AS donor, max(name) AS name,
               max(other_committee_id) AS other_committee_id
          FROM filings_filingrow
         WHERE file_number = %(file_number)s AND schedule = 'A' AND memo_code = 'X'
           AND back_reference_transaction_id <> ''
           AND (other_committee_id <> '' OR entity_type IN ('PAC', 'COM', 'CCM', 'PTY', 'ORG'))
           AND (memo_text ILIKE '%%earmark%%' OR purpose ILIKE '%%earmark%%'
                OR memo_text ILIKE '%%conduit%%' OR purpose ILIKE '%%conduit%%')
         GROUP BY back_reference_transaction_id) m
 WHERE d.file_number = %(file_number)s AND d.schedule = 'A' AND d.transaction_id = m.donor
   AND d.memo_code <> 'X' AND d.entity_type IN ('', 'IND', 'ORG', 'CAN');

-- Other filers write the conduit into the donor's memo text, and its id in a memo row of their own.
UPDATE filings_filingrow d
   SET conduit_name = upper(k.name),
       other_committee_id = CASE WHEN d.other_committee_id = '' THEN coalesce(m.committee, '')
                                 ELSE d.other_committee_id END
  FROM (SELECT line, btrim(coalesce(substring(memo_text FROM '(?i)earmarked through (.+)$'),
                                    substring(purpose FROM '(?i)earmarked through (.+)$'))) AS name
          FROM filings_filingrow
         WHERE file_number = %(file_number)s AND schedule = 'A' AND memo_code <> 'X'
           AND conduit_name = '' AND entity_type IN ('', 'IND', 'ORG', 'CAN')
           AND (memo_text ILIKE '%%earmarked through%%' OR purpose ILIKE '%%earmarked through%%')) k
  LEFT JOIN (SELECT upper(name) AS name, max(other_committee_id) AS committee
               FROM filings_filingrow
              WHERE file_number = %(file_number)s AND schedule = 'A'
                AND entity_type NOT IN ('IND', 'CAN')
              GROUP BY upper(name)) m ON m.name = upper(k.name)
 WHERE d.file_number = %(file_number)s AND d.line = k.line AND k.name <> '';

-- On paper the conduit's memo row just follows the donor's.
UPDATE filings_filingrow d
   SET conduit_name = m.name, other_committee_id = m.other_committee_id
  FROM filings_filingrow m
 WHERE d.file_number = %(file_number)s AND d.schedule = 'A' AND d.memo_code <> 'X'
   AND d.conduit_name = '' AND d.transaction_id = '' AND d.memo_text ILIKE '%%earmark%%see below%%'
   AND m.file_number = d.file_number AND m.line = d.line + 1 AND m.memo_code = 'X'
   AND m.memo_text ILIKE '%%above contribution earmark%%'
