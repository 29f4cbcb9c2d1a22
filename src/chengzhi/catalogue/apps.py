from django.apps import AppConfig


class CatalogueConfig(AppConfig):
    name = "chengzhi.catalogue"
    label = "catalogue"
