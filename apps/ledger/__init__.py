"""The books: accounts, journals, entries. Money moves by the SQL functions behind api.py and in no other way."""
