"""Find the holds whose day has come without reading every request there ever was."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0009_lean_indexes"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="caserequest",
            index=models.Index(
                condition=models.Q(("is_granted", True)),
                fields=["kind", "until", "case"],
                name="request_granted_until",
            ),
        ),
    ]
