"""Migrating an empty database in half the time.

Django renders a model and all its relations anew whenever an index or a constraint joins it, though neither changes a
field; with a hundred constraints that is most of the work of a first start.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db.migrations.state import ProjectState


def _append_option(self: ProjectState, app_label: str, model_name: str, option_name: str, given: Any) -> None:
    state = self.models[app_label, model_name]
    state.options[option_name] = [*state.options[option_name], given]
    if "apps" in self.__dict__:
        rendered = self.apps.get_model(app_label, model_name)._meta
        setattr(rendered, option_name, list(state.options[option_name]))


@contextmanager
def quickly() -> Iterator[None]:
    """Let indexes and constraints join a model's state, and its rendered class, as they are, inside the block."""
    name = "_append_option"
    original = getattr(ProjectState, name)
    setattr(ProjectState, name, _append_option)
    try:
        yield
    finally:
        setattr(ProjectState, name, original)
