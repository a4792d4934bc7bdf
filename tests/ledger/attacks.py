"""What an attacker with plain SQL would try, and the SQLSTATE that he meets."""

APPEND_ONLY, UNBALANCED, SEALED, CLOSED, ASSET = "EY001", "EY010", "EY011", "EY012", "EY013"
LEGS, BALANCE, FIXED, GL_CODE, AMOUNT = "EY014", "EY015", "EY016", "EY017", "EY019"
KEY_REUSED, CONTROL, _, NO_JOURNAL, REVERSAL, REVERSED, NOT_EMPTY, DAY = (f"EY02{n}" for n in range(8))
NO_MOVE, NOT_CLOSING, DAY_ROWS = "EY002", "EY028", "EY029"
HOLD_FIXED, NO_FLOOR, NO_HOLD, HOLD_ENDED, FROZEN, HOLD_SHORT, INTEREST_OPEN = (f"EY03{n}" for n in range(7))
CHECK, UNIQUE, FOREIGN_KEY, NOT_NULL, OVERFLOW = "23514", "23505", "23503", "23502", "22003"

# Words of an attacker: a header of his own and legs for it, written past the functions.
HEADER = """INSERT INTO ledger_journal (id, idempotency_key, body_hash, kind, summary, asset, business_date, value_date,
    created_at) VALUES (%(mine)s, 'mine', '\\x00', 'x', 'x', 'CNY', '2026-03-02', '2026-03-02', now());"""
ACCOUNT = """INSERT INTO ledger_account (id, owner_kind, owner_id, asset, gl_code, balance, held, floor, version,
    is_hot, has_freeze, opened_on) """
COPY = "COPY ledger_entry (journal_id, leg, account_id, amount, balance_after, version) FROM STDIN"
LEG = "INSERT INTO ledger_entry (journal_id, leg, account_id, amount, balance_after, version) VALUES "
EVENT = "INSERT INTO ledger_holdevent (hold_id, number, kind, delta, held_after, closes, at) VALUES "
POST = "SELECT ledger_post(%(mine)s, %(key)s, 'x', 'x', '2026-03-02', '2026-03-02', now(), 'CNY', "
POST_HELD = POST + "ARRAY[%(held)s, %(b)s]::uuid[], "
BATCH = "SELECT ledger_post_batch(%(mine)s, 'mine', 'x', 'x', '2026-03-02', '2026-03-02', now(), 'CNY', %(a)s, "
REVERSE = ", 'x', 'x', '2026-03-02', '2026-03-02', now())"

ATTACKS: dict[str, tuple[str, str]] = {
    # what is written stays as it is
    "an entry's amount": ("UPDATE ledger_entry SET amount = amount + 1 WHERE account_id = %(a)s", APPEND_ONLY),
    "an entry's balance": ("UPDATE ledger_entry SET balance_after = 0", APPEND_ONLY),
    "an entry's account": ("UPDATE ledger_entry SET account_id = %(b)s WHERE account_id = %(a)s", APPEND_ONLY),
    "an entry deleted": ("DELETE FROM ledger_entry WHERE account_id = %(a)s", APPEND_ONLY),
    "entries truncated": ("TRUNCATE ledger_entry", APPEND_ONLY),
    "a journal's date": ("UPDATE ledger_journal SET business_date = '2026-01-01'", APPEND_ONLY),
    "a journal's key": ("UPDATE ledger_journal SET idempotency_key = 'free' WHERE id = %(old)s", APPEND_ONLY),
    "a journal deleted": ("DELETE FROM ledger_journal WHERE id = %(old)s", APPEND_ONLY),
    "journals truncated": ("TRUNCATE ledger_journal CASCADE", APPEND_ONLY),
    "an account deleted": ("DELETE FROM ledger_account WHERE id = %(empty)s", APPEND_ONLY),
    "accounts truncated": ("TRUNCATE ledger_account CASCADE", APPEND_ONLY),
    # balances follow entries
    "a balance": ("UPDATE ledger_account SET balance = balance + 1 WHERE id = %(a)s", BALANCE),
    "two balances that keep the sum": (
        "UPDATE ledger_account SET balance = balance + CASE WHEN id = %(a)s THEN -1 ELSE 1 END"
        " WHERE id IN (%(a)s, %(b)s)",
        BALANCE,
    ),
    "a balance to itself": ("UPDATE ledger_account SET balance = balance", BALANCE),
    "a version": ("UPDATE ledger_account SET version = version + 1 WHERE id = %(a)s", BALANCE),
    "a balance by MERGE": (
        "MERGE INTO ledger_account t USING (SELECT %(a)s::uuid AS id) s ON t.id = s.id"
        " WHEN MATCHED THEN UPDATE SET balance = 0",
        BALANCE,
    ),
    "a balance by upsert": (
        "INSERT INTO ledger_account SELECT * FROM ledger_account WHERE id = %(empty)s"
        " ON CONFLICT (id) DO UPDATE SET balance = 1",
        BALANCE,
    ),
    "a balance from a function": (
        "DO $$ BEGIN UPDATE ledger_account SET balance = 0 WHERE version > 0; END $$",
        BALANCE,
    ),
    # an account keeps what it was opened with
    "what is held": ("UPDATE ledger_account SET held = 1 WHERE id = %(a)s", BALANCE),
    "a freeze forgotten": ("UPDATE ledger_account SET has_freeze = false WHERE id = %(frozen)s", BALANCE),
    "a cold account made hot": ("UPDATE ledger_account SET is_hot = true WHERE id = %(a)s", FIXED),
    "a hot account with a floor": (
        "INSERT INTO ledger_account (id, owner_kind, owner_id, asset, gl_code, balance, held, floor, version, is_hot,"
        " has_freeze, opened_on) VALUES (%(mine)s, 'x', %(mine)s, 'CNY', '2011.02', 0, 0, 0, 0, true, false,"
        " '2026-03-02')",
        FIXED,
    ),
    # what waits for hot accounts follows entries
    "a delta from nowhere": ("INSERT INTO ledger_hotdelta (account_id, amount) VALUES (%(house)s, 5)", BALANCE),
    "a delta changed": ("UPDATE ledger_hotdelta SET amount = 0", BALANCE),
    "deltas deleted": ("DELETE FROM ledger_hotdelta", BALANCE),
    "deltas truncated": ("TRUNCATE ledger_hotdelta", APPEND_ONLY),
    "a fold changed": ("UPDATE ledger_hotfold SET amount = 0", APPEND_ONLY),
    "a fold deleted": ("DELETE FROM ledger_hotfold", APPEND_ONLY),
    "a refusal forgotten": ("DELETE FROM ledger_batchrefusal", APPEND_ONLY),
    # holds follow their events
    "a hold emptied": ("UPDATE ledger_hold SET held = 0 WHERE id = %(hold)s", BALANCE),
    "a hold closed by hand": ("UPDATE ledger_hold SET is_open = false WHERE id = %(hold)s", BALANCE),
    "a hold of less": ("UPDATE ledger_hold SET wanted = 1 WHERE id = %(hold)s", HOLD_FIXED),
    "a freeze made a hold": ("UPDATE ledger_hold SET is_freeze = false WHERE id = %(freeze)s", HOLD_FIXED),
    "a freeze that ends earlier": (
        "UPDATE ledger_hold SET expires_at = '2026-03-01' WHERE id = %(freeze)s",
        HOLD_FIXED,
    ),
    "a hold deleted": ("DELETE FROM ledger_hold WHERE id = %(hold)s", APPEND_ONLY),
    "holds truncated": ("TRUNCATE ledger_hold CASCADE", APPEND_ONLY),
    "a hold's event changed": ("UPDATE ledger_holdevent SET delta = 0", APPEND_ONLY),
    "a hold's event deleted": ("DELETE FROM ledger_holdevent", APPEND_ONLY),
    "a hold that begins full": (
        "INSERT INTO ledger_hold (id, idempotency_key, body_hash, account_id, number, kind, is_freeze, yields,"
        " wanted, held, taken, events, is_open, subject_kind, subject_id, placed_at) VALUES (%(mine)s, 'mine',"
        " '\\x00', %(a)s, 9, 'PLEDGE', false, false, 5, 5, 0, 0, true, 'x', %(mine)s, now())",
        HOLD_FIXED,
    ),
    "an event out of order": (EVENT + "(%(hold)s, 5, 'RELEASED', -50, 0, true, now())", BALANCE),
    "an event that leaves something": (EVENT + "(%(hold)s, 2, 'RELEASED', -49, 1, true, now())", BALANCE),
    "an event that takes more": (EVENT + "(%(hold)s, 2, 'COMMITTED', -51, -1, false, now())", BALANCE),
    "an event of a hold that ended": (EVENT + "(%(ended)s, 3, 'CAUGHT', 5, 5, false, now())", BALANCE),
    "a hold that ends twice": (EVENT + "(%(ended)s, 3, 'EXPIRED', 0, 0, true, now())", UNIQUE),
    "a hold over the balance": (
        "SELECT ledger_hold_place(%(mine)s, 'mine', %(a)s, 'PLEDGE', 20000, false, false, false, 'x', %(mine)s, NULL,"
        " now(), now())",
        CHECK,
    ),
    "a hold of nothing": (
        "SELECT ledger_hold_place(%(mine)s, 'mine', %(a)s, 'PLEDGE', 0, false, false, false, 'x', %(mine)s, NULL,"
        " now(), now())",
        AMOUNT,
    ),
    "a hold on an account without a floor": (
        "SELECT ledger_hold_place(%(mine)s, 'mine', %(house)s, 'PLEDGE', 1, false, false, false, 'x', %(mine)s, NULL,"
        " now(), now())",
        NO_FLOOR,
    ),
    "a hold spent by another posting": (POST + "ARRAY[%(held)s, %(b)s]::uuid[], ARRAY[-60, 60])", CHECK),
    "a floor": ("UPDATE ledger_account SET floor = NULL WHERE id = %(a)s", FIXED),
    "an asset": ("UPDATE ledger_account SET asset = 'USD' WHERE id = %(a)s", FIXED),
    "an owner": ("UPDATE ledger_account SET owner_id = %(mine)s WHERE id = %(a)s", FIXED),
    "a code": ("UPDATE ledger_account SET gl_code = '6021.01' WHERE id = %(a)s", FIXED),
    "a closing with money": ("UPDATE ledger_account SET closed_on = '2026-03-02' WHERE id = %(a)s", FIXED),
    "a re-opening": ("UPDATE ledger_account SET closed_on = NULL WHERE id = %(closed)s", FIXED),
    "an account with money from nowhere": (
        ACCOUNT + "VALUES (%(mine)s, 'x', %(mine)s, 'CNY', '2011.02', 100, 0, 0, 0, false, false, '2026-03-02')",
        FIXED,
    ),
    "a second account of an owner": (
        ACCOUNT + "SELECT %(mine)s, owner_kind, owner_id, asset, gl_code, 0, 0, 0, 0, false, false, opened_on"
        " FROM ledger_account WHERE id = %(a)s",
        UNIQUE,
    ),
    "a customer's account without a floor": (
        ACCOUNT + "VALUES (%(mine)s, 'x', %(mine)s, 'CNY', '2011.02', 0, 0, NULL, 0, false, false, '2026-03-02')",
        FIXED,
    ),
    "an account under a memo code": (
        ACCOUNT + "VALUES (%(mine)s, 'x', %(mine)s, 'CNY', '9101', 0, 0, NULL, 0, false, false, '2026-03-02')",
        FIXED,
    ),
    "a code's floor": ("UPDATE ledger_glaccount SET floor = NULL WHERE code = '2011.02'", FIXED),
    "a code made hot": ("UPDATE ledger_glaccount SET is_hot = true WHERE code = '6411'", FIXED),
    "a code that is none": (
        ACCOUNT + "VALUES (%(mine)s, 'x', %(mine)s, 'CNY', '2011.99', 0, 0, 0, 0, false, false, '2026-03-02')",
        FOREIGN_KEY,
    ),
    "a memo code": (
        "SELECT ledger_open_account(%(mine)s, 'x', %(mine)s, '9101', 'CNY', '2026-03-02')",
        GL_CODE,
    ),
    "a closing on a day that is over": (
        "UPDATE ledger_account SET closed_on = '2026-03-01' WHERE id = %(empty)s",
        DAY,
    ),
    "a closing by the view with money": (
        "INSERT INTO ledger_closing (account, day) VALUES (%(a)s, '2026-03-02')",
        NOT_EMPTY,
    ),
    "a closing by the door with money": ("SELECT ledger_close_account(%(a)s, '2026-03-02')", NOT_EMPTY),
    # journals
    "a day that is over": (HEADER.replace("'2026-03-02', '2026-03-02'", "'2026-03-01', '2026-03-02'"), DAY),
    "a day to come": (HEADER.replace("'2026-03-02', '2026-03-02'", "'2026-03-03', '2026-03-02'"), DAY),
    "the close's own kind on a day that is over": (
        HEADER.replace("'x', 'x', 'CNY', '2026-03-02'", "'close.x', 'x', 'CNY', '2026-03-01'"),
        DAY,
    ),
    "a header alone": (HEADER, LEGS),
    "a header of another transaction": (
        HEADER.replace("created_at)", "created_at, xact)").replace("now());", "now(), '3');"),
        SEALED,
    ),
    "one leg": (HEADER + LEG + "(%(mine)s, 1, %(a)s, 5, 10005, 2)", LEGS),
    "one leg by COPY": (COPY, LEGS),
    "legs that do not balance": (
        HEADER + LEG + "(%(mine)s, 1, %(a)s, -5, 9995, 2), (%(mine)s, 2, %(b)s, 6, 10006, 2)",
        UNBALANCED,
    ),
    "leg by leg": (
        HEADER + LEG + "(%(mine)s, 1, %(a)s, -5, 9995, 2);" + LEG + "(%(mine)s, 2, %(b)s, 5, 10005, 2)",
        LEGS,
    ),
    "a late pair of legs": (
        LEG + "(%(old)s, 3, %(a)s, -5, 9995, 2), (%(old)s, 4, %(b)s, 5, 10005, 2)",
        SEALED,
    ),
    "legs of a journal that is none": (
        LEG + "(%(mine)s, 1, %(a)s, -5, 9995, 2), (%(mine)s, 2, %(b)s, 5, 10005, 2)",
        FOREIGN_KEY,
    ),
    "two journals that balance together": (
        HEADER
        + HEADER.replace("%(mine)s, 'mine'", "%(other)s, 'other'")
        + LEG
        + "(%(mine)s, 1, %(a)s, -5, 9995, 2), (%(other)s, 1, %(b)s, 5, 10005, 2)",
        UNBALANCED,
    ),
    "a balance that does not follow": (
        HEADER + LEG + "(%(mine)s, 1, %(a)s, -5, 9999, 2), (%(mine)s, 2, %(b)s, 5, 10005, 2)",
        BALANCE,
    ),
    "a version left out": (
        HEADER + LEG + "(%(mine)s, 1, %(a)s, -5, 9995, 3), (%(mine)s, 2, %(b)s, 5, 10005, 2)",
        BALANCE,
    ),
    "a version twice": (
        HEADER + LEG + "(%(mine)s, 1, %(a)s, -5, 9995, 1), (%(mine)s, 2, %(b)s, 5, 10005, 2)",
        UNIQUE,
    ),
    "a leg without an amount": (
        HEADER
        + LEG
        + "(%(mine)s, 1, %(a)s, -5, 9995, 2), (%(mine)s, 2, %(b)s, 5, 10005, 2), (%(mine)s, 3, %(empty)s, 0, 0, 3)",
        AMOUNT,
    ),
    "a leg without a balance": (
        HEADER + LEG + "(%(mine)s, 1, %(a)s, -5, NULL, 2), (%(mine)s, 2, %(b)s, 5, 10005, 2)",
        BALANCE,
    ),
    "a leg as if on a hot account": (
        HEADER + LEG + "(%(mine)s, 1, %(a)s, -5, NULL, NULL), (%(mine)s, 2, %(b)s, 5, 10005, 2)",
        BALANCE,
    ),
    "a leg in a hot account's chain": (
        HEADER + LEG + "(%(mine)s, 1, %(a)s, -5, 9995, 2), (%(mine)s, 2, %(house)s, 5, 5, 1)",
        BALANCE,
    ),
    "a leg on a closed account": (
        HEADER + LEG + "(%(mine)s, 1, %(a)s, -5, 9995, 2), (%(mine)s, 2, %(closed)s, 5, 5, 1)",
        CLOSED,
    ),
    "a leg in another asset": (
        HEADER + LEG + "(%(mine)s, 1, %(a)s, -5, 9995, 2), (%(mine)s, 2, %(points)s, 5, 5, 1)",
        ASSET,
    ),
    "a leg under the floor": (
        HEADER + LEG + "(%(mine)s, 1, %(a)s, -10001, -1, 2), (%(mine)s, 2, %(b)s, 10001, 20001, 2)",
        CHECK,
    ),
    "a journal that claims a reversal": (
        HEADER.replace("created_at)", "created_at, reverses_id)").replace("now());", "now(), %(old)s);"),
        LEGS,
    ),
    "a journal that takes back more than there was": (
        HEADER.replace("created_at)", "created_at, reverses_id)").replace("now());", "now(), %(old)s);")
        + LEG
        + "(%(mine)s, 2, %(empty)s, -1, -1, 3), (%(mine)s, 1, %(house)s, 1, NULL, NULL)",
        CHECK,
    ),
    "a reversal of legs that are not there": (
        HEADER.replace("created_at)", "created_at, reverses_id)").replace("now());", "now(), %(fund)s);")
        + LEG
        + "(%(mine)s, 7, %(a)s, -5, 9995, 2), (%(mine)s, 8, %(b)s, 5, 10005, 2)",
        REVERSED,
    ),
    # the door itself
    "an overdraft": (POST + "ARRAY[%(a)s, %(b)s]::uuid[], ARRAY[-10001, 10001])", CHECK),
    "a key with another body": (
        POST.replace("%(key)s", "'old'") + "ARRAY[%(a)s, %(b)s]::uuid[], ARRAY[-1, 1])",
        KEY_REUSED,
    ),
    "more money than there can be": (
        POST + "ARRAY[%(b)s, %(house)s]::uuid[], ARRAY[9223372036854775807, -9223372036854775807])",
        OVERFLOW,
    ),
    "accounts without amounts": (POST + "ARRAY[%(a)s, %(b)s]::uuid[], ARRAY[-1]::bigint[])", LEGS),
    "a batch of another count": (BATCH + "ARRAY[%(b)s]::uuid[], ARRAY[5], ARRAY[NULL]::uuid[], 2, 5)", CONTROL),
    "a batch of another sum": (BATCH + "ARRAY[%(b)s]::uuid[], ARRAY[5], ARRAY[NULL]::uuid[], 1, 6)", CONTROL),
    "more taken back of a leg than it moved": (
        "SELECT ledger_reverse(%(mine)s, 'mine', %(fund)s, 'x', 'x', '2026-03-02', '2026-03-02', now(), NULL,"
        " ARRAY[1, 2], ARRAY[10001, 10001])",
        REVERSED,
    ),
    "a part taken back on one side": (
        "SELECT ledger_reverse(%(mine)s, 'mine', %(fund)s, 'x', 'x', '2026-03-02', '2026-03-02', now(), NULL,"
        " ARRAY[1, 2], ARRAY[5, 6])",
        UNBALANCED,
    ),
    "more out of a hold than it holds": (
        POST_HELD + "ARRAY[-51, 51], NULL, NULL, NULL, ARRAY[%(hold)s, NULL]::uuid[])",
        HOLD_SHORT,
    ),
    "out of a hold that ended": (
        POST_HELD + "ARRAY[-5, 5], NULL, NULL, NULL, ARRAY[%(ended)s, NULL]::uuid[])",
        HOLD_ENDED,
    ),
    "out of a hold of another account": (
        POST + "ARRAY[%(a)s, %(b)s]::uuid[], ARRAY[-5, 5], NULL, NULL, NULL, ARRAY[%(hold)s, NULL]::uuid[])",
        NO_HOLD,
    ),
    "a second reversal": ("SELECT ledger_reverse(%(mine)s, 'again', %(old)s" + REVERSE, REVERSED),
    "a reversal of a reversal": ("SELECT ledger_reverse(%(mine)s, 'again', %(mirror)s" + REVERSE, REVERSAL),
    "a reversal of nothing": ("SELECT ledger_reverse(%(mine)s, 'again', %(mine)s" + REVERSE, NO_JOURNAL),
}

# What he would try on bank days, of which one is closed, the next is being closed and the third is open.
BANK_DAY = "UPDATE core_bankday SET "
DAY_WORK = "INSERT INTO ledger_daywork (work, day) VALUES "
EARNED = "INSERT INTO ledger_accrual (business_date, account_id, rate_ppm, product, fen, accrued, carry) VALUES "
KEPT = "INSERT INTO ledger_snapshot (account_id, business_date, balance, entries) VALUES "
PROVED = """INSERT INTO ledger_dayproof (business_date, journals, entries, accounts, turnover, figures, digest,
    proved_at) VALUES (%(closing)s, 0, 0, 0, '{}', '{}', '\\x00', now())"""

DAY_ATTACKS: dict[str, tuple[str, str]] = {
    # a bank day
    "an open day closed at once": (BANK_DAY + "state = 'CLOSED', closed_at = now() WHERE state = 'OPEN'", NO_MOVE),
    "a day closed before its steps": (BANK_DAY + "state = 'CLOSED', closed_at = now() WHERE state = 'CUTOFF'", NO_MOVE),
    "a day closed at no time": (BANK_DAY + "state = 'CLOSED' WHERE state = 'CUTOFF'", NO_MOVE),
    "a cut-off taken back": (BANK_DAY + "state = 'OPEN', cut_off_at = NULL WHERE state = 'CUTOFF'", NO_MOVE),
    "a closed day opened again": (BANK_DAY + "state = 'OPEN', closed_at = NULL WHERE state = 'CLOSED'", NO_MOVE),
    "a closed day closing again": (BANK_DAY + "state = 'CUTOFF' WHERE state = 'CLOSED'", NO_MOVE),
    "a day's time changed": (BANK_DAY + "closed_at = now() WHERE state = 'CLOSED'", NO_MOVE),
    "a day moved": (BANK_DAY + "business_date = '2026-06-20' WHERE state = 'OPEN'", NO_MOVE),
    "a second day closing": (BANK_DAY + "state = 'CUTOFF', cut_off_at = now() WHERE state = 'OPEN'", UNIQUE),
    "a second open day": ("INSERT INTO core_bankday VALUES ('2026-03-05', 'OPEN', now())", NO_MOVE),
    "the open day again": ("INSERT INTO core_bankday VALUES (%(open)s, 'OPEN', now())", UNIQUE),
    "a day of the past": ("INSERT INTO core_bankday VALUES ('2026-02-01', 'CLOSED', now(), now(), now())", NO_MOVE),
    "a day deleted": ("DELETE FROM core_bankday WHERE state = 'CLOSED'", APPEND_ONLY),
    "days truncated": ("TRUNCATE core_bankday", APPEND_ONLY),
    # what a day keeps comes from its own work
    "interest from nowhere": (EARNED + "(%(closing)s, %(a)s, 500, 0, 100, 100, 0)", DAY_ROWS),
    "interest said to be paid": (
        "INSERT INTO ledger_interestpaid (business_date, account_id, fen) VALUES (%(closing)s, %(a)s, 5)",
        DAY_ROWS,
    ),
    "a balance of a day that nobody had": (KEPT + "(%(a)s, %(closing)s, 1, 1)", DAY_ROWS),
    "a proof of nothing": (PROVED, DAY_ROWS),
    "a proof copied": (
        "INSERT INTO ledger_dayproof SELECT '2026-02-01', journals, entries, accounts, turnover, figures, digest,"
        " proved_at FROM ledger_dayproof",
        DAY_ROWS,
    ),
    "interest past the day's work": ("SELECT ledger_accrue_interest(%(closing)s, 500)", DAY_ROWS),
    "a payment past the day's work": (
        "SELECT ledger_pay_interest(%(closing)s, 0, 1, %(mine)s, now(), %(house)s)",
        DAY_ROWS,
    ),
    "balances past the day's work": ("SELECT ledger_take_snapshots(%(closing)s)", DAY_ROWS),
    "interest of a day that is not over": (DAY_WORK + "('accrue', %(open)s)", NOT_CLOSING),
    "interest of a day that is closed": (DAY_WORK + "('accrue', %(closed)s)", NOT_CLOSING),
    "a settlement of an open day": (DAY_WORK + "('pay', %(open)s)", NOT_CLOSING),
    "balances of a day to come": (DAY_WORK + "('snapshots', '2026-03-09')", NOT_CLOSING),
    "a second proof": (DAY_WORK + "('proof', %(closed)s)", NOT_CLOSING),
    "work that there is not": (DAY_WORK + "('sweep', %(closing)s)", "20000"),
    "an account closed on what it is owed": (
        "UPDATE ledger_account SET closed_on = %(open)s WHERE id = %(rich)s",
        INTEREST_OPEN,
    ),
    # ... and stays
    "a day's interest changed": ("UPDATE ledger_accrual SET accrued = accrued + 1", APPEND_ONLY),
    "a day's interest deleted": ("DELETE FROM ledger_accrual", APPEND_ONLY),
    "interest truncated": ("TRUNCATE ledger_accrual", APPEND_ONLY),
    "payments truncated": ("TRUNCATE ledger_interestpaid", APPEND_ONLY),
    "a balance of a day changed": ("UPDATE ledger_snapshot SET balance = 1 WHERE account_id = %(a)s", APPEND_ONLY),
    "a balance of a day deleted": ("DELETE FROM ledger_snapshot", APPEND_ONLY),
    "balances truncated": ("TRUNCATE ledger_snapshot", APPEND_ONLY),
    "a proof changed": ("UPDATE ledger_dayproof SET digest = '\\x00'", APPEND_ONLY),
    "a proof deleted": ("DELETE FROM ledger_dayproof", APPEND_ONLY),
    "proofs truncated": ("TRUNCATE ledger_dayproof", APPEND_ONLY),
}
