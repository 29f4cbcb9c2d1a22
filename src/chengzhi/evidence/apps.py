from django.apps import AppConfig


class EvidenceConfig(AppConfig):
    name = "chengzhi.evidence"
    label = "evidence"
