-- Search in what was said: each row's words as one- and two-letter grams under a GIN index, kept and erased with the body.
-- Plain text: NFKC (half width), lower case, without blanks.
CREATE FUNCTION imessage_plain(said text) RETURNS text IMMUTABLE PARALLEL SAFE LANGUAGE sql AS $plain$
    SELECT regexp_replace(lower(normalize(said, NFKC)), '\s+', '', 'g')
$plain$;

CREATE FUNCTION imessage_grams(said text) RETURNS text[] IMMUTABLE PARALLEL SAFE LANGUAGE sql AS $grams$
    SELECT coalesce(array_agg(DISTINCT gram), '{}')
      FROM (SELECT imessage_plain(said) AS plain) words, generate_series(1, length(plain)) place,
           LATERAL (VALUES (substr(plain, place, 1)), (substr(plain, place, 2))) letters(gram)
$grams$;

CREATE FUNCTION imessage_keep_grams() RETURNS trigger LANGUAGE plpgsql AS $keep$
BEGIN
    IF TG_OP = 'UPDATE' THEN
        DELETE FROM imessage_messagegrams g WHERE g.conversation_id = NEW.conversation_id AND g.seq = NEW.seq;
    ELSIF NEW.body ? 'text' OR NEW.body ? 'name' AND NEW.body ? 'digest' THEN
        INSERT INTO imessage_messagegrams (conversation_id, seq, grams) -- the conversation is one of them: it narrows the index
        VALUES (NEW.conversation_id, NEW.seq,
                imessage_grams(coalesce(NEW.body ->> 'text', NEW.body ->> 'name')) || NEW.conversation_id::text);
    END IF;
    RETURN NULL;
END $keep$;
CREATE TRIGGER imessage_keep_grams AFTER INSERT ON imessage_messagebody
    FOR EACH ROW EXECUTE FUNCTION imessage_keep_grams();
CREATE TRIGGER imessage_erase_grams AFTER UPDATE OF body ON imessage_messagebody
    FOR EACH ROW WHEN (NEW.body IS NULL) EXECUTE FUNCTION imessage_keep_grams();

INSERT INTO imessage_messagegrams (conversation_id, seq, grams)
SELECT conversation_id, seq, imessage_grams(coalesce(body ->> 'text', body ->> 'name')) || conversation_id::text
  FROM imessage_messagebody WHERE body ? 'text' OR body ? 'name' AND body ? 'digest';
