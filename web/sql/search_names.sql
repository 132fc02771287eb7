-- Reads contributors' names that have all words (of the last one its beginning); no more of them than
-- can be read while somebody types. Gives those first in which the last word typed begins the name.
SELECT n.name
  FROM (SELECT c.name FROM donations_contributorname c
         WHERE {words} @@ to_tsquery('simple', %(query)s) LIMIT %(looked)s) n
 ORDER BY n.name LIKE %(beginning)s DESC, length(n.name), n.name
 LIMIT %(limit)s;
