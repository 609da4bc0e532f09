"""Extensions, and the one definition of what a period with imprecise ends attests."""

from django.contrib.postgres.operations import BtreeGistExtension, TrigramExtension
from django.db import migrations

ATTESTED_PERIOD = """
CREATE FUNCTION attested_period(starts_on date, start_precision text, ends_on date, end_precision text)
RETURNS daterange LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT CASE
        WHEN starts_on IS NULL AND ends_on IS NULL THEN
            CASE WHEN start_precision = 'not-applicable' THEN daterange(NULL, NULL) ELSE 'empty'::daterange END
        WHEN starts_on IS NULL THEN
            CASE WHEN start_precision = 'not-applicable' THEN daterange(NULL, ends_on)
                 ELSE daterange((ends_on - CASE end_precision WHEN 'year' THEN interval '1 year'
                     WHEN 'month' THEN interval '1 month' ELSE interval '1 day' END)::date, ends_on) END
        WHEN ends_on IS NULL AND end_precision IN ('unknown', 'not-applicable') THEN
            daterange(starts_on, (starts_on + CASE start_precision WHEN 'year' THEN interval '1 year'
                WHEN 'month' THEN interval '1 month' ELSE interval '1 day' END)::date)
        WHEN ends_on IS NOT NULL AND ends_on <= starts_on THEN
            daterange(starts_on, (starts_on + CASE end_precision WHEN 'year' THEN interval '1 year'
                WHEN 'month' THEN interval '1 month' ELSE interval '1 day' END)::date)
        ELSE daterange(starts_on, ends_on)
    END
$$;
"""


class Migration(migrations.Migration):
    initial = True
    dependencies = []
    operations = [
        BtreeGistExtension(),
        TrigramExtension(),
        migrations.RunSQL(ATTESTED_PERIOD, "DROP FUNCTION attested_period(date, text, date, text)"),
    ]
