-- The match key of a name as filed: "SMITH, JOHN A MR. JR" is smith-john-jr. donations/donors.py says
-- the same in Python and why; a test holds the two together. Empty for what is no "LAST, FIRST".
CREATE FUNCTION donations_donor_key(name text) RETURNS text
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE STRICT AS $$
DECLARE
    titles CONSTANT text[] := '{MR,MRS,MS,MISS,DR,HON,HONORABLE,REV,REVEREND,SEN,SENATOR,REP,GOV,PROF,JUDGE,COL,LTC,LT,CAPT,MAJ,RABBI,AMB,AMBASSADOR,THE,MD,PHD,ESQ,ESQUIRE,DDS,CPA,JD,DVM,DMD,RET}';
    suffixes CONSTANT text[] := '{JR,SR,II,III,IV}';
    legal CONSTANT text[] := '{INC,INCORPORATED,LLC,LLP,LLLP,LP,LTD,LIMITED,CORP,CORPORATION,COMPANY,PC,PLLC,PLC}';
    plain text := name;
    comma integer;
    family text[];
    given text[];
    word text;
    suffix text := '';
    first text := '';
BEGIN
    IF octet_length(plain) <> char_length(plain) THEN
        plain := regexp_replace(normalize(translate(plain, '’´', ''), NFKD), '[^\x01-\x7f]', '', 'g');
    END IF;
    plain := translate(upper(plain), '''`.', '');
    -- Few names have other signs, and looking costs less than replacing.
    IF plain ~ '[^A-Z0-9 ,]' THEN
        plain := regexp_replace(plain, '[^A-Z0-9,]', ' ', 'g');
    END IF;
    comma := strpos(plain, ',');
    IF comma = 0 THEN
        RETURN '';
    END IF;
    family := array_remove(string_to_array(left(plain, comma - 1), ' '), '');
    WHILE cardinality(family) > 1
      AND (family[cardinality(family)] = ANY (suffixes) OR family[cardinality(family)] = ANY (titles)) LOOP
        IF family[cardinality(family)] = ANY (suffixes) THEN
            suffix := family[cardinality(family)];
        END IF;
        family := trim_array(family, 1);
    END LOOP;
    given := string_to_array(translate(substr(plain, comma + 1), ',', ' '), ' ');
    FOREACH word IN ARRAY given LOOP
        IF word = '' OR word = ANY (titles) THEN
            CONTINUE;
        ELSIF word = ANY (suffixes) THEN
            IF suffix = '' THEN
                suffix := word;
            END IF;
        ELSIF first = '' THEN
            first := word;
        ELSIF length(first) = 1 AND length(word) > 1 THEN
            first := first || '-' || word;
        END IF;
    END LOOP;
    IF cardinality(family) = 0 OR first = '' OR first = ANY (legal) THEN
        RETURN '';
    END IF;
    RETURN lower(array_to_string(family, '') || '-' || first || CASE WHEN suffix = '' THEN '' ELSE '-' || suffix END);
END
$$;
