DROP TRIGGER imessage_erase_file ON imessage_messagebody;
DROP FUNCTION imessage_erase_file();
