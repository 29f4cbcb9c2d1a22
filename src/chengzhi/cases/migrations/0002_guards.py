from django.db import migrations

from chengzhi.kernel.triggers import guard_the_door


class Migration(migrations.Migration):
    dependencies = [("cases", "0001_initial")]

    operations = [guard_the_door("cases_case", "cases_casestep")]
