-- Reads the filings of some committees. Writes which filing of each amendment chain is current.
-- A chain is decided as a whole, from the filings as they stand: the order of arrival plays no part.
--
-- An amendment names the original filing; some name an earlier amendment instead, so that the walk goes
-- on to the end. A base that is not here is the chain's name all the same. Periodic reports of one
-- committee, form and period without such a name are one report filed more than once.
DROP TABLE IF EXISTS pg_temp.chain_links;

CREATE TEMP TABLE chain_links ON COMMIT DROP AS
SELECT f.file_number, f.committee_id,
       coalesce(nullif(f.amends, f.file_number), nullif(p.first_of_period, f.file_number)) AS before,
       f.is_held,
       coalesce(f.amendment_number,
                CASE WHEN f.amends IS NOT NULL OR f.amendment_indicator = 'A' THEN 1 ELSE 0 END) AS number
  FROM filings_filing f
  LEFT JOIN (SELECT file_number,
                    first_value(file_number) OVER (PARTITION BY committee_id, form, coverage_from,
                                                                coverage_through
                                                   ORDER BY amendment_indicator = 'A', is_paper,
                                                            abs(file_number)) AS first_of_period
               FROM filings_filing
              WHERE committee_id = ANY(%(committees)s) AND amends IS NULL AND report_code <> ''
                AND coverage_from IS NOT NULL AND coverage_through IS NOT NULL
                AND form IN ('F3', 'F3P', 'F3X', 'F3L', 'F4', 'F7', 'F13')) p USING (file_number)
 WHERE f.committee_id = ANY(%(committees)s) AND f.committee_id <> '';

ANALYZE chain_links;

DROP TABLE IF EXISTS pg_temp.chain_bases;

CREATE TEMP TABLE chain_bases ON COMMIT DROP AS
WITH RECURSIVE walk AS (
    SELECT committee_id, file_number, file_number AS base, before FROM chain_links
     UNION
    SELECT w.committee_id, w.file_number, w.before, l.before
      FROM walk w LEFT JOIN chain_links l
        ON l.committee_id = w.committee_id AND l.file_number = w.before
     WHERE w.before IS NOT NULL
)
SELECT committee_id, file_number,
       -- Filings that name each other in a circle have no first one.
       coalesce(min(base) FILTER (WHERE before IS NULL), min(base)) AS base
  FROM walk GROUP BY committee_id, file_number;

ANALYZE chain_bases;

-- The highest number wins, of equal ones the newest filing. A held filing replaces nothing, as long as
-- another one stands.
DROP TABLE IF EXISTS pg_temp.chain_ends;

CREATE TEMP TABLE chain_ends ON COMMIT DROP AS
SELECT b.file_number, b.committee_id, b.base, l.is_held,
       first_value(b.file_number) OVER chain AS newest,
       first_value(l.is_held) OVER chain AS newest_is_held,
       row_number() OVER (PARTITION BY b.committee_id, b.base
                          ORDER BY l.number DESC, abs(b.file_number) DESC) AS place
  FROM chain_bases b JOIN chain_links l USING (file_number)
WINDOW chain AS (PARTITION BY b.committee_id, b.base
                 ORDER BY l.is_held, l.number DESC, abs(b.file_number) DESC);

UPDATE filings_filing f
   SET chain_base = d.base, base_missing = d.base_missing, superseded_by = d.superseded_by,
       is_current = d.superseded_by IS NULL,
       counts = d.superseded_by IS NULL AND NOT f.is_held,
       facts_due = f.facts_due OR f.counts <> (d.superseded_by IS NULL AND NOT f.is_held),
       changed_at = CASE WHEN f.counts <> (d.superseded_by IS NULL AND NOT f.is_held)
                         THEN clock_timestamp() ELSE f.changed_at END
  FROM (SELECT e.file_number, e.base,
               NOT EXISTS (SELECT FROM filings_filing o WHERE o.file_number = e.base) AS base_missing,
               -- A held filing above the one that stands waits beside it.
               CASE WHEN e.newest = e.file_number
                    -- An amendment that was not taken in itself, and that a bulk file has.
                    THEN (SELECT o.overtaken_by FROM filings_filing o
                           WHERE o.file_number = e.file_number AND NOT e.is_held)
                    WHEN e.is_held AND NOT e.newest_is_held
                         AND e.place < n.place THEN NULL
                    ELSE e.newest END AS superseded_by
          FROM chain_ends e
          JOIN chain_ends n ON n.file_number = e.newest) d
 WHERE d.file_number = f.file_number
   AND (f.chain_base, f.base_missing, f.superseded_by, f.counts)
       IS DISTINCT FROM (d.base, d.base_missing, d.superseded_by,
                         d.superseded_by IS NULL AND NOT f.is_held);
