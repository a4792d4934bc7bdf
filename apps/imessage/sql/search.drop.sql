DROP TRIGGER imessage_keep_grams ON imessage_messagebody;
DROP TRIGGER imessage_erase_grams ON imessage_messagebody;
DROP FUNCTION imessage_keep_grams();
DROP FUNCTION imessage_grams(text);
DROP FUNCTION imessage_plain(text);
