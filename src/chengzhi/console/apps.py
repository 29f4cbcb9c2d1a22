from django.apps import AppConfig


class ConsoleConfig(AppConfig):
    name = "chengzhi.console"
    label = "console"
