from django.apps import AppConfig


class FieldConfig(AppConfig):
    name = "chengzhi.field"
    label = "field"
