"""A bank day opens behind the one that is cut off, is cut off, closes when its steps are done, and stays: the database
refuses every other move (EY002)."""

from django.db import migrations

GUARD = """
CREATE FUNCTION core_check_bankday() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (CASE WHEN TG_OP = 'INSERT' THEN
            NEW.state = 'OPEN' AND num_nulls(NEW.cut_off_at, NEW.closed_at) = 2
            AND (NEW.business_date - 1 = (SELECT business_date FROM core_bankday WHERE state = 'CUTOFF')
                 OR NOT EXISTS (SELECT FROM core_bankday))
        WHEN (NEW.business_date, NEW.opened_at) <> (OLD.business_date, OLD.opened_at) THEN false
        WHEN OLD.state = 'OPEN' THEN
            NEW.state = 'CUTOFF' AND NEW.cut_off_at IS NOT NULL AND NEW.closed_at IS NULL
        WHEN OLD.state = 'CUTOFF' THEN
            NEW.state = 'CLOSED' AND NEW.cut_off_at = OLD.cut_off_at AND NEW.closed_at IS NOT NULL
            AND NOT EXISTS (SELECT FROM core_closestep WHERE business_date = NEW.business_date AND state <> 'DONE')
        END) IS NOT TRUE THEN
        RAISE EXCEPTION 'bank day %: this is no move of it', NEW.business_date USING ERRCODE = 'EY002';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER bankday_moves BEFORE INSERT OR UPDATE ON core_bankday
    FOR EACH ROW EXECUTE FUNCTION core_check_bankday();
CREATE TRIGGER bankday_stays BEFORE DELETE ON core_bankday
    FOR EACH ROW EXECUTE FUNCTION core_refuse_change();
CREATE TRIGGER bankdays_stay BEFORE TRUNCATE ON core_bankday
    FOR EACH STATEMENT EXECUTE FUNCTION core_refuse_change();
"""
GONE = """
DROP TRIGGER bankdays_stay ON core_bankday;
DROP TRIGGER bankday_stays ON core_bankday;
DROP TRIGGER bankday_moves ON core_bankday;
DROP FUNCTION core_check_bankday();
"""


class Migration(migrations.Migration):
    dependencies = [("core", "0006_parameter_lapsed")]
    operations = [migrations.RunSQL(GUARD, GONE)]
