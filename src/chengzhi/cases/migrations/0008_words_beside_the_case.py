"""Move the words a case is found by out of the case's own row, which every step rewrites."""

import django.contrib.postgres.indexes
import django.db.models.deletion
from django.db import migrations, models

import chengzhi.kernel.models.words


class Migration(migrations.Migration):
    dependencies = [("cases", "0007_whole_positions")]

    operations = [
        migrations.CreateModel(
            name="CaseWords",
            fields=[
                (
                    "case",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="index_words",
                        serialize=False,
                        to="cases.case",
                        verbose_name="案卷",
                    ),
                ),
                ("vector", chengzhi.kernel.models.words.WordsField(verbose_name="检索词")),
            ],
            options={"verbose_name": "案卷检索词", "verbose_name_plural": "案卷检索词"},
        ),
        migrations.RunSQL(
            "INSERT INTO cases_casewords (case_id, vector)"
            " SELECT id, search_vector FROM cases_case WHERE search_vector IS NOT NULL;"
            " SET CONSTRAINTS ALL IMMEDIATE",
            "UPDATE cases_case c SET search_vector = w.vector FROM cases_casewords w WHERE w.case_id = c.id",
        ),
        migrations.AddIndex(
            model_name="casewords",
            index=django.contrib.postgres.indexes.GinIndex(fields=["vector"], name="case_words_vector"),
        ),
        migrations.RemoveIndex(model_name="case", name="case_words"),
        migrations.RemoveField(model_name="case", name="search_vector"),
    ]
