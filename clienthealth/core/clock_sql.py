"""The database's clock, as SQL that migration 0001 installs.

`clienthealth_now()` is the instant at which a transaction learns something:

1. All rows of one transaction share one instant, so that the end of an old row and the beginning of the
   row that replaces it are the same, and no cut between them sees both or neither.
2. The first call takes a shared advisory lock, and only then reads the clock. Closing a day takes the lock
   exclusively, so it waits for the writers in flight; and whoever holds no lock yet will learn later than now, which
   is what lets a reader know up to which instant it has seen everything (`clienthealth.core.api.changes`).
3. The instant is never before the cut of the last closed day: a transaction that began before midnight and
   first wrote after the closing belongs to the next day.
4. `clienthealth.now` (a session setting) replaces the wall clock in tests and in the demo.
"""

CLOSING_LOCK = 7_201_533

NOW = f"""
CREATE OR REPLACE FUNCTION clienthealth_now() RETURNS timestamptz LANGUAGE plpgsql VOLATILE AS $$
DECLARE
    held text := current_setting('clienthealth.tx_now', true);
    closed timestamptz;
    moment timestamptz;
BEGIN
    IF held IS NOT NULL AND held <> '' THEN
        RETURN held::timestamptz;
    END IF;
    PERFORM pg_advisory_xact_lock_shared({CLOSING_LOCK});
    SELECT max(cut) INTO closed FROM core_closedday;
    moment := greatest(
        coalesce(nullif(current_setting('clienthealth.now', true), '')::timestamptz, clock_timestamp()), closed);
    PERFORM set_config('clienthealth.tx_now', moment::text, true);
    RETURN moment;
END $$;
"""  # noqa: S608 - our own text

CREATE = f"""
{NOW}
CREATE FUNCTION clienthealth_declared() RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT coalesce(current_setting('clienthealth.known_when_happened', true), '') = 'on'
$$;
"""

DROP = """
DROP FUNCTION clienthealth_declared();
DROP FUNCTION clienthealth_now();
"""
