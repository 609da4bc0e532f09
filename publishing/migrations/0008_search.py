"""Search in English and Russian, by dates and by whatever an entry refers to; what it is narrowed by; its vocabulary.

One rewrite of the editions' table: all columns change in one statement. Nothing of today's code is used: what this
migration does stays what it was. Whoever changes how words sound learns them anew in a migration of their own.
"""

import re
import unicodedata

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.contrib.postgres.search
from django.contrib.postgres.search import SearchVector
from django.db import migrations, models
from django.db.models import F, Func, Value

CONFIG = "russian"
MONTHS = "January,February,March,April,May,June,July,August,September,October,November,December"
RUSSIAN = "января,февраля,марта,апреля,мая,июня,июля,августа,сентября,октября,ноября,декабря"

# In plpgsql, as spelling: a function in plain SQL would be inlined and a cast of text to a day is not immutable.
# Only the years of what somebody held are counted through: who chaired in 2022 may have begun in 2021.
CONTEXT = f"""
CREATE FUNCTION edition_context(canonical text) RETURNS text LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE COST 1000 AS $$
DECLARE
    document jsonb := canonical::jsonb;
    day text := document #>> '{{dates,from}}';
    known text := document #>> '{{dates,precision,from}}';
    month integer := CASE WHEN known IN ('day', 'month') THEN substr(day, 6, 2)::integer END;
BEGIN
    IF NOT document ? 'title' THEN
        RETURN '';
    END IF;
    RETURN concat_ws(' ; ',
        document->>'kind', document->>'type', document->>'status', document->>'format', document->>'city',
        document->>'venue', document->>'iso3', document->>'short_name', document->>'abbreviation',
        CASE WHEN document->>'kind' IN ('organisation', 'institution', 'force')
             THEN substring(regexp_replace(document->>'title', '[^A-Z]', '', 'g') FROM '^.{{3,6}}$') END,
        CASE WHEN known = 'day' THEN concat_ws(' ', day, ';', ltrim(substr(day, 9, 2), '0')) END,
        ('{{{MONTHS}}}'::text[])[month], left(day, 4), ('{{{RUSSIAN}}}'::text[])[month],
        (SELECT string_agg(DISTINCT title #>> '{{}}', ' ; ') FROM jsonb_path_query(
            document, 'strict $.** ? (exists(@.id) && exists(@.kind) && exists(@.title)).title') title),
        (SELECT string_agg(DISTINCT concat_ws(' ', fact->>'kind', fact #>> '{{value,status}}', year), ' ; ')
         FROM jsonb_array_elements(document->'facts') fact,
         LATERAL (SELECT left(fact #>> '{{valid,from}}', 4)::integer AS first,
                         left(((fact #>> '{{valid,to}}')::date - 1)::text, 4)::integer AS last) span,
         LATERAL generate_series(first, CASE WHEN fact->>'kind' IN ('tenure', 'chairmanship')
                                             THEN least(coalesce(last, first), first + 60) ELSE first END) year)
    );
END
$$;
"""
INVOLVES = """
CREATE FUNCTION edition_involves(canonical text, kind text) RETURNS uuid[]
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE COST 1000 AS $$
BEGIN
    RETURN ARRAY(
        SELECT DISTINCT (id #>> '{}')::uuid FROM jsonb_path_query(
            canonical::jsonb, 'strict $.** ? (@.kind == $kind && exists(@.title)).id', jsonb_build_object('kind', kind)
        ) id
    );
END
$$;
"""
MADE = """
ALTER TABLE publishing_edition
    DROP COLUMN search,
    ADD COLUMN states uuid[] GENERATED ALWAYS AS (edition_involves(canonical, 'state')) STORED,
    ADD COLUMN people uuid[] GENERATED ALWAYS AS (edition_involves(canonical, 'person')) STORED,
    ADD COLUMN search tsvector GENERATED ALWAYS AS (
        setweight(to_tsvector('russian'::regconfig, coalesce(names, '')), 'A')
        || setweight(to_tsvector('russian'::regconfig, coalesce(summary, '')), 'B')
        || setweight(to_tsvector('russian'::regconfig, coalesce(text, '')), 'C')
        || setweight(to_tsvector('russian'::regconfig, coalesce(edition_context(canonical), '')), 'D')
    ) STORED
"""
UNMADE = """
ALTER TABLE publishing_edition
    DROP COLUMN states, DROP COLUMN people, DROP COLUMN search,
    ADD COLUMN search tsvector GENERATED ALWAYS AS (
        setweight(to_tsvector('simple'::regconfig, coalesce(names, '')), 'A')
        || setweight(to_tsvector('english'::regconfig, coalesce(title, '')), 'A')
        || setweight(to_tsvector('english'::regconfig, coalesce(summary, '')), 'B')
        || setweight(to_tsvector('english'::regconfig, coalesce(text, '')), 'C')
    ) STORED
"""
UUIDS = django.contrib.postgres.fields.ArrayField(models.UUIDField())


def generated(expression, output):
    return models.GeneratedField(expression=expression, output_field=output, db_persist=True)


def search_vector():
    context = Func(F("canonical"), function="edition_context", output_field=models.TextField())
    return (
        SearchVector("names", weight="A", config=CONFIG)
        + SearchVector("summary", weight="B", config=CONFIG)
        + SearchVector("text", weight="C", config=CONFIG)
        + SearchVector(context, weight="D", config=CONFIG)
    )


def involved(kind):
    ids = django.contrib.postgres.fields.ArrayField(models.UUIDField())
    return Func(F("canonical"), Value(kind), function="edition_involves", output_field=ids)


LETTERS = dict(
    zip(
        "абвгдезиклмнопрстуфхцыэіїәғқңөұүһҷҳҡўӯӣ"
        "աբգդեզէըթիլծկհձղմյնոպջռսվտրցւփքօֆ"
        "აბგდევზთიკლმნოპჟრსტუფქღყძჯჰ",
        "abvgdeziklmnoprstufhcieiiagknouuhjhkuui"
        "abgdezeitilckhdgminopjrsvtrcvpkof"
        "abgdevztiklmnopjrstufkgkdjh",
        strict=True,
    )
) | {
    "ж": "j", "ч": "ch", "ш": "sh", "щ": "sh", "ю": "iu", "я": "ia", "є": "e", "ъ": "", "ь": "", "ʻ": "", "ʼ": "",
    "’": "",
    "‘": "", "'": "", "ժ": "j", "խ": "h", "ճ": "ch", "շ": "sh", "չ": "ch", "შ": "sh", "ჩ": "ch", "ც": "c", "წ": "c",
    "ჭ": "ch", "ხ": "h", "ә": "a", "ђ": "dj", "ј": "i", "љ": "l", "њ": "n", "ћ": "ch", "џ": "j",
}  # fmt: skip
HEARD = str.maketrans(LETTERS)
# How the same sound is written, in order.
SPELLINGS = [
    (re.compile(written), heard)
    for written, heard in (
        ("sch|tsch", "sh"), ("kh", "h"), ("dzh|zh|dj", "j"), ("ts|tz", "c"), ("gh", "g"), ("ph", "f"), ("ck|q", "k"),
        ("c(?=[aoulrkt]|$)", "k"), ("w", "v"), ("x", "ks"), ("j(?=[aou](n|$))", "i"), ("y", "i"),
        (r"(.)\1+", r"\1"), ("i(?=[aeou])", ""), ("(?<=.{7})[ao]$", ""),
    )
]  # fmt: skip


def fold(text):
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))


def sound(word):
    heard = fold(word).translate(HEARD)
    for written, sounded in SPELLINGS:
        heard = written.sub(sounded, heard)
    return heard


def words_of(names, summary):
    return re.findall(r"[^\W\d_]{2,40}", f"{names} {fold(summary)}")


def learn_all(apps, schema_editor):
    """The words of what was ever released, in batches; the rows are read and never written."""
    Edition, Word = apps.get_model("publishing", "Edition"), apps.get_model("publishing", "Word")
    released = Edition.objects.filter(position__isnull=False).values_list("names", "summary")
    known: set[str] = set()
    for names, summary in released.iterator(chunk_size=5000):
        new = set(words_of(names, summary)) - known
        known |= new
        rows = [Word(word=word, sound=sound(word)[:60]) for word in sorted(new)]
        Word.objects.bulk_create(rows, ignore_conflicts=True)


def index(*fields, **kwargs):
    return django.contrib.postgres.indexes.GinIndex(*fields, **kwargs)


class Migration(migrations.Migration):
    dependencies = [("publishing", "0007_dropped")]

    operations = [
        migrations.RunSQL(CONTEXT, "DROP FUNCTION edition_context(text)"),
        migrations.RunSQL(INVOLVES, "DROP FUNCTION edition_involves(text, text)"),
        migrations.RemoveIndex(model_name="edition", name="publishing_edition_search"),
        migrations.RemoveIndex(model_name="edition", name="publishing_edition_names"),
        migrations.RemoveIndex(model_name="edition", name="publishing_edition_name_words"),
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.RunSQL(MADE, UNMADE)],
            state_operations=[
                migrations.RemoveField(model_name="edition", name="search"),
                migrations.AddField(
                    "edition", "search", generated(search_vector(), django.contrib.postgres.search.SearchVectorField())
                ),
                migrations.AddField("edition", "states", generated(involved("state"), UUIDS)),
                migrations.AddField("edition", "people", generated(involved("person"), UUIDS)),
            ],
        ),
        migrations.AddIndex("edition", index(fields=["search"], name="publishing_edition_search")),
        migrations.AddIndex("edition", index(fields=["states"], name="publishing_edition_states")),
        migrations.AddIndex("edition", index(fields=["people"], name="publishing_edition_people")),
        migrations.AddIndex(
            "edition",
            index(
                SearchVector("names", config=CONFIG),
                name="publishing_edition_name_words",
            ),
        ),
        migrations.CreateModel(
            name="Word",
            fields=[
                ("word", models.CharField(max_length=40, primary_key=True, serialize=False)),
                ("sound", models.CharField(max_length=60)),
            ],
            options={"default_permissions": ()},
        ),
        migrations.AddIndex(
            "word",
            index(django.contrib.postgres.indexes.OpClass("sound", name="gin_trgm_ops"), name="publishing_word_sound"),
        ),
        migrations.AddIndex(
            "word",
            models.Index(
                django.contrib.postgres.indexes.OpClass("word", name="text_pattern_ops"),
                name="publishing_word_beginning",
            ),
        ),
        migrations.RunPython(learn_all, migrations.RunPython.noop),
    ]
