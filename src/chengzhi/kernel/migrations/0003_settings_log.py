"""The log of changed settings, which a trigger keeps from being changed."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

KEPT = """
CREATE FUNCTION kernel_settingschange_stays() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
    RAISE EXCEPTION 'the log of changed settings is never changed' USING ERRCODE = 'check_violation';
END $$;
CREATE TRIGGER kernel_settingschange_kept BEFORE UPDATE OR DELETE ON kernel_settingschange FOR EACH ROW
    EXECUTE FUNCTION kernel_settingschange_stays();
CREATE TRIGGER kernel_settingschange_not_emptied BEFORE TRUNCATE ON kernel_settingschange FOR EACH STATEMENT
    EXECUTE FUNCTION kernel_settingschange_stays();
"""
KEPT_REVERSE = """
DROP TRIGGER kernel_settingschange_not_emptied ON kernel_settingschange;
DROP TRIGGER kernel_settingschange_kept ON kernel_settingschange;
DROP FUNCTION kernel_settingschange_stays();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("kernel", "0002_sign_in_failures"),
    ]

    operations = [
        migrations.CreateModel(
            name="SettingsChange",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField(db_index=True, verbose_name="时间")),
                ("account_name", models.CharField(blank=True, default="", max_length=150, verbose_name="账号名")),
                ("appointment_ref", models.BigIntegerField(null=True, verbose_name="任职")),
                ("person_name", models.CharField(blank=True, default="", max_length=80, verbose_name="姓名")),
                ("post_name", models.CharField(blank=True, default="", max_length=80, verbose_name="岗位")),
                ("unit_name", models.CharField(blank=True, default="", max_length=80, verbose_name="机构")),
                ("setting", models.CharField(max_length=40, verbose_name="设置")),
                ("key", models.CharField(blank=True, default="", max_length=120, verbose_name="键")),
                ("label", models.CharField(max_length=200, verbose_name="哪一项")),
                (
                    "act",
                    models.CharField(
                        choices=[
                            ("created", "增设"),
                            ("changed", "修改"),
                            ("withdrawn", "停用或撤销"),
                            ("imported", "导入"),
                        ],
                        max_length=10,
                        verbose_name="动作",
                    ),
                ),
                ("before", models.JSONField(default=dict, verbose_name="原来")),
                ("after", models.JSONField(default=dict, verbose_name="改为")),
                ("summary", models.JSONField(default=dict, verbose_name="导入结果")),
                ("source", models.CharField(blank=True, default="", max_length=300, verbose_name="来源")),
                ("file_hash", models.CharField(blank=True, default="", max_length=64, verbose_name="文件摘要")),
                (
                    "account",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="账号",
                    ),
                ),
            ],
            options={
                "verbose_name": "设置变更",
                "verbose_name_plural": "设置变更记录",
                "ordering": ["-at", "-id"],
                "indexes": [models.Index(fields=["setting", "-at"], name="setting_change_of")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("act__in", ["created", "changed", "withdrawn", "imported"])),
                        name="setting_change_act_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("setting", ""), _negated=True), models.Q(("label", ""), _negated=True)
                        ),
                        name="setting_change_says_of_what",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("before", {}), _negated=True),
                            models.Q(("after", {}), _negated=True),
                            models.Q(("summary", {}), _negated=True),
                            _connector="OR",
                        ),
                        name="setting_change_changes_something",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("file_hash__regex", "^([0-9a-f]{64})?$")), name="setting_change_hash_shape"
                    ),
                ],
            },
        ),
        migrations.RunSQL(KEPT, KEPT_REVERSE),
    ]
