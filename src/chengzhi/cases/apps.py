from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "chengzhi.cases"
    label = "cases"
