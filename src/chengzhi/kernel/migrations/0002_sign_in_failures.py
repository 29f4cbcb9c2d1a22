"""The log of failed sign-ins, which a trigger keeps from being changed."""

from django.db import migrations, models

KEPT = """
CREATE FUNCTION kernel_signinfailure_stays() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
    RAISE EXCEPTION 'the log of failed sign-ins is never changed' USING ERRCODE = 'check_violation';
END $$;
CREATE TRIGGER kernel_signinfailure_kept BEFORE UPDATE OR DELETE ON kernel_signinfailure FOR EACH ROW
    EXECUTE FUNCTION kernel_signinfailure_stays();
CREATE TRIGGER kernel_signinfailure_not_emptied BEFORE TRUNCATE ON kernel_signinfailure FOR EACH STATEMENT
    EXECUTE FUNCTION kernel_signinfailure_stays();
"""
KEPT_REVERSE = """
DROP TRIGGER kernel_signinfailure_not_emptied ON kernel_signinfailure;
DROP TRIGGER kernel_signinfailure_kept ON kernel_signinfailure;
DROP FUNCTION kernel_signinfailure_stays();
"""


class Migration(migrations.Migration):
    dependencies = [("kernel", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="SignInFailure",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("username", models.CharField(blank=True, default="", max_length=64, verbose_name="所试账号")),
                ("address", models.GenericIPAddressField(verbose_name="来源地址")),
                (
                    "reason",
                    models.CharField(
                        choices=[
                            ("wrong", "账号或密码不对"),
                            ("locked", "失败太多，暂时锁定"),
                            ("inactive", "账号已停用"),
                        ],
                        max_length=10,
                        verbose_name="原因",
                    ),
                ),
                ("at", models.DateTimeField(db_index=True, verbose_name="时间")),
            ],
            options={
                "verbose_name": "登录失败",
                "verbose_name_plural": "登录失败记录",
                "ordering": ["-at", "-id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("reason__in", ["wrong", "locked", "inactive"])),
                        name="sign_in_failure_reason_known",
                    )
                ],
            },
        ),
        migrations.RunSQL(KEPT, KEPT_REVERSE),
    ]
