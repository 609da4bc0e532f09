"""Names of working copies are found in any script and misspelt: the indexes, and what they are made of."""

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import migrations

from publishing.spelling import FROM, TO, Spelling

# As publishing.spelling.spelling. Not in plain SQL: such a function would be inlined, and its index not recognised.
FUNCTION = rf"""
CREATE FUNCTION spelling(name text) RETURNS text LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE COST 100 AS $$
BEGIN
    RETURN translate(regexp_replace(normalize(lower(name), NFKD), '[\u0300-\u036f]', '', 'g'), '{FROM}', '{TO}');
END
$$;
"""


class Migration(migrations.Migration):
    dependencies = [("publishing", "0004_history_begins")]

    operations = [
        migrations.RunSQL(FUNCTION, "DROP FUNCTION spelling(text)"),
        migrations.AddIndex(
            model_name="alias",
            index=GinIndex(OpClass(Spelling("name"), name="gin_trgm_ops"), name="publishing_alias_spelling"),
        ),
        migrations.AddIndex(
            model_name="entry",
            index=GinIndex(OpClass(Spelling("title"), name="gin_trgm_ops"), name="publishing_entry_spelling"),
        ),
    ]
