from django.apps import AppConfig


class ApiConfig(AppConfig):
    name = "chengzhi.api"
    label = "api"
