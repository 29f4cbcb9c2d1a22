from django.apps import AppConfig


class OperationsConfig(AppConfig):
    name = "chengzhi.operations"
    label = "operations"
