"""Migrating an empty database in a third of the time.

Django renders a model and all its relations anew whenever an index or a constraint joins it, though neither changes a
field, and whenever a model is added, though nothing that stands refers to it yet. With a hundred of each that is most
of the work of a first start. Here the rendered classes stay and get what is new; a test compares the tables.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from typing import Any

from django.db.migrations.state import ModelState, ProjectState


def _append_option(self: ProjectState, app_label: str, model_name: str, option_name: str, given: Any) -> None:
    state = self.models[app_label, model_name]
    state.options[option_name] = [*state.options[option_name], given]
    if "apps" in self.__dict__:
        rendered = self.apps.get_model(app_label, model_name)._meta
        setattr(rendered, option_name, list(state.options[option_name]))


def _add_model(self: ProjectState, model_state: ModelState) -> None:
    key = model_state.app_label, model_state.name_lower
    self.models[key] = model_state
    if self.__dict__["_relations"] is not None:
        self.resolve_model_relations(key)
    if "apps" in self.__dict__:
        self.apps.render_multiple([model_state])


QUICKER: Mapping[str, Callable[..., None]] = {"_append_option": _append_option, "add_model": _add_model}


@contextmanager
def quickly() -> Iterator[None]:
    """Let models, indexes and constraints join the state without rendering what stands, inside the block."""
    with ExitStack() as afterwards:
        for name, quicker in QUICKER.items():
            afterwards.callback(setattr, ProjectState, name, getattr(ProjectState, name))
            setattr(ProjectState, name, quicker)
        yield
