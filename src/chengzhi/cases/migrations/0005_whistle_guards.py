from django.db import migrations

from chengzhi.kernel.triggers import guard_the_door


class Migration(migrations.Migration):
    dependencies = [("cases", "0004_whistles")]

    operations = [
        guard_the_door("cases_whistle", "cases_whistlestep"),
        guard_the_door("cases_summons", "cases_summonsstep"),
    ]
