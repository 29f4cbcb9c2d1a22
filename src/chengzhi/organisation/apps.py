from django.apps import AppConfig


class OrganisationConfig(AppConfig):
    name = "chengzhi.organisation"
    label = "organisation"
