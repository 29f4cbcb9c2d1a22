from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "chengzhi.portal"
    label = "portal"
