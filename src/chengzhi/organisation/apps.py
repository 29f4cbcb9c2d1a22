from django.apps import AppConfig


class OrganisationConfig(AppConfig):
    name = "chengzhi.organisation"
    label = "organisation"

    def ready(self) -> None:
        from chengzhi.kernel.permissions import register
        from chengzhi.organisation.permissions import Permission

        register(Permission)
