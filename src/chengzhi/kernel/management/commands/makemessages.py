"""Collect the words to translate, those behind the short names of this code as well."""

from django.core.management.commands import makemessages

ALIASES = ("_lazy", "now_")


class Command(makemessages.Command):
    """Knows the names under which modules import ``gettext`` beside ``_``: without them their English would be dropped."""

    xgettext_options = [*makemessages.Command.xgettext_options, *(f"--keyword={name}" for name in ALIASES)]
