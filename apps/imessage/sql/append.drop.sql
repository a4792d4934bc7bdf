DROP FUNCTION imessage_append;
