from django.apps import AppConfig


class GridConfig(AppConfig):
    name = "chengzhi.grid"
    label = "grid"
