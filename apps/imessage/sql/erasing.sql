-- What hangs on the words of a message goes with them, whoever erases: the file that it names, when no other row of the
-- conversation names it.
CREATE FUNCTION imessage_erase_file() RETURNS trigger LANGUAGE plpgsql AS $erase$
BEGIN
    DELETE FROM imessage_talkfile f
     WHERE f.conversation_id = OLD.conversation_id AND f.digest = OLD.body ->> 'digest'
       AND NOT EXISTS (SELECT FROM imessage_messagebody b
                        WHERE b.conversation_id = OLD.conversation_id AND b.body ->> 'digest' = f.digest);
    RETURN NULL;
END $erase$;
CREATE TRIGGER imessage_erase_file AFTER UPDATE OF body ON imessage_messagebody
    FOR EACH ROW WHEN (NEW.body IS NULL AND OLD.body ? 'digest') EXECUTE FUNCTION imessage_erase_file();
