"""Keep only the indexes that a question of the loop uses: a step writes each of them."""

import django.contrib.postgres.indexes
import django.db.models.deletion
import django.db.models.functions.text
from django.conf import settings
from django.db import migrations, models

# Nobody asks for numbers or keys by their beginning, and every step would write these anew.
WITHOUT_PREFIXES = """
DO $$
DECLARE one record;
BEGIN
    FOR one IN
        SELECT c.relname AS name FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
        WHERE i.indrelid IN ('cases_case'::regclass, 'cases_report'::regclass) AND c.relname LIKE '%\\_like'
    LOOP
        EXECUTE format('DROP INDEX %I', one.name);
    END LOOP;
END $$
"""


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0008_words_beside_the_case"),
        ("catalogue", "0001_initial"),
        ("organisation", "0004_api_tokens"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RunSQL(WITHOUT_PREFIXES, migrations.RunSQL.noop),
        migrations.RemoveIndex(
            model_name="case",
            name="case_open_by_state",
        ),
        migrations.AlterField(
            model_name="case",
            name="channel",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="cases.channel",
                verbose_name="来源",
            ),
        ),
        migrations.AlterField(
            model_name="case",
            name="handler",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="organisation.appointment",
                verbose_name="处置员",
            ),
        ),
        migrations.AlterField(
            model_name="case",
            name="handling_unit",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="organisation.unit",
                verbose_name="处置单位",
            ),
        ),
        migrations.AlterField(
            model_name="case",
            name="merged_into",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="cases.case",
                verbose_name="并入",
            ),
        ),
        migrations.AlterField(
            model_name="case",
            name="patroller",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="organisation.appointment",
                verbose_name="核实核查人",
            ),
        ),
        migrations.AlterField(
            model_name="case",
            name="standard",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="catalogue.filingstandard",
                verbose_name="立案条件",
            ),
        ),
        migrations.AlterField(
            model_name="casestep",
            name="account",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="账号",
            ),
        ),
        migrations.AlterField(
            model_name="casestep",
            name="appointment",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="organisation.appointment",
                verbose_name="任职",
            ),
        ),
        migrations.AlterField(
            model_name="casestep",
            name="subject",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="steps",
                to="cases.case",
                verbose_name="案卷",
            ),
        ),
        migrations.AlterField(
            model_name="report",
            name="channel",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="cases.channel",
                verbose_name="来源",
            ),
        ),
        migrations.AlterField(
            model_name="summonsstep",
            name="account",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="账号",
            ),
        ),
        migrations.AlterField(
            model_name="whistlestep",
            name="account",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="账号",
            ),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                condition=models.Q(("is_open", True)),
                fields=["state", "due_at", "id"],
                include=(
                    "is_open",
                    "handling_unit",
                    "handler",
                    "patroller",
                    "reported_by",
                    "cell_code",
                    "supervision",
                    "warn_at",
                    "is_clock_paused",
                ),
                name="case_open_by_state",
            ),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                models.OrderBy(models.F("due_at")),
                models.OrderBy(models.F("supervision"), descending=True),
                models.OrderBy(models.F("id")),
                condition=models.Q(("is_open", True)),
                name="case_open_by_due",
            ),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                condition=models.Q(("is_open", False)), fields=["-moved_at", "-id"], name="case_ended_by_move"
            ),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                condition=models.Q(("is_open", False), models.Q(("state", "closed"), _negated=True)),
                fields=["-moved_at", "-id"],
                name="case_void_by_move",
            ),
        ),
        migrations.AddIndex(
            model_name="casestep",
            index=models.Index(fields=["appointment", "-taken_at"], name="case_step_by_person"),
        ),
        migrations.AddIndex(
            model_name="report",
            index=models.Index(
                django.contrib.postgres.indexes.OpClass(
                    django.db.models.functions.text.Reverse("reporter_phone"), "text_pattern_ops"
                ),
                condition=models.Q(("reporter_phone", ""), _negated=True),
                name="report_by_last_digits",
            ),
        ),
    ]
