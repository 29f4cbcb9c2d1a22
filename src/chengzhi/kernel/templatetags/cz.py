"""Template tags of the design system: thin doors to the wording, the components and templates/cz/."""

import logging
import secrets
import uuid
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from django import template
from django.core.paginator import Page
from django.template.context import RequestContext
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils.html import format_html, format_html_join, json_script
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from chengzhi.kernel import clock as present
from chengzhi.kernel import components, lights, wording
from chengzhi.kernel.access import Capacity
from chengzhi.kernel.script_words import script_words
from chengzhi.kernel.templatetags import cz_words

register = template.Library()
register.filters.update(cz_words.register.filters)
logger = logging.getLogger(__name__)
Items = Sequence[Any]


@register.filter
def part(source: Any, name: str) -> Any:
    """Return a member of a mapping or an attribute, by a name known only at run time."""
    return components.part(source, name, "")


@register.filter
def named(thing: Any) -> str:
    """Return the name of a thing in the language of the reader, where it has one in that language."""
    english = getattr(thing, "name_en", "") if (get_language() or "").startswith("en") else ""
    return english or str(getattr(thing, "name", ""))


@register.simple_tag(takes_context=True)
def html_attributes(context: RequestContext) -> SafeString:
    request = context.get("request")
    cookies: Mapping[str, str] = request.COOKIES if request else {}
    pairs = components.html_attributes(context.get("cz_door") or "portal", cookies).items()
    return format_html_join(" ", '{}="{}"', pairs)


@register.simple_tag
def words_for_scripts() -> SafeString:
    return json_script(script_words(), "cz-words")


@register.simple_tag
def server_time() -> str:
    """Return the present moment for scripts that count down, which must not trust the device's clock."""
    return present.now().isoformat(timespec="seconds")


@register.simple_tag
def error_number() -> str:
    """Return a number to quote for an unforeseen fault; the same number is in the log beside its cause."""
    number = f"E-{secrets.token_hex(2).upper()}"
    logger.error("the visitor was shown error number %s", number)
    return number


@register.simple_tag(takes_context=True)
def preference(context: RequestContext, name: str) -> str:
    request = context.get("request")
    return components.preferences(request.COOKIES if request else {})[name]


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """Draw an icon of the sprite; without a label it is decoration."""
    return _icon(name, str(label))


@lru_cache(maxsize=512)
def _icon(name: str, label: str) -> SafeString:
    spoken = format_html('role="img" aria-label="{}"', label) if label else mark_safe('aria-hidden="true"')
    sprite = static("vendor/tabler-icons/sprite.svg")
    return format_html('<svg class="cz-icon" {}><use href="{}#{}"/></svg>', spoken, sprite, name)


@register.inclusion_tag("cz/nav_link.html", takes_context=True)
def nav_link(
    context: RequestContext, name: str, text: str, count: int | None = None, key: str = "", icon: str = ""
) -> dict[str, Any]:
    """Link to a named view and mark it where the visitor is; nothing when it is not here or not for this capacity."""
    request = context.get("request")
    url = components.address_for(getattr(request, "capacity", None), name)
    is_root = "/" not in url.strip("/")
    here = bool(url and request and (request.path == url or (not is_root and request.path.startswith(url))))
    return {"url": url, "text": text, "count": count, "key": key, "icon": icon, "is_here": here}


@register.simple_tag
def address(name: str, *args: Any) -> str:
    """Return the address of a named view, or nothing where it does not exist."""
    return components.address(name, *args)


@register.simple_tag
def light(clock: Any = None, *, show: str = "full", **given: Any) -> SafeString:
    """Show light, word, time left and deadline of an open matter."""
    return lights.light(components.face_of(clock, given), present.now(), show)


@register.simple_tag
def light_mark(code: str, *, count: int | None = None, word: str = "") -> SafeString:
    return lights.mark(code, count=count, word=word)


@register.simple_tag(takes_context=True)
def keys_dialog(context: RequestContext) -> SafeString:
    """Show the keys of the console; every page carries this dialog, so it is made once in each language."""
    return _keys_dialog(get_language(), preference(context, "cz_keys"))


@lru_cache(maxsize=16)
def _keys_dialog(_language: str | None, keys: str) -> SafeString:
    return render_to_string("cz/keys_dialog.html", {"keys": keys})


@register.inclusion_tag("cz/refusals.html")
def refusals(items: Items, title: str = "") -> dict[str, Any]:
    return {"items": items, "title": title}


@register.inclusion_tag("cz/acts.html", takes_context=True)
def acts(context: RequestContext, primary: Any, others: Items = (), title: str = "") -> dict[str, Any]:
    return {"primary": primary, "others": others, "title": title, "csrf_token": context.get("csrf_token")}


@register.inclusion_tag("cz/timeline.html")
def timeline(rows: Items) -> dict[str, Any]:
    return {"rows": rows}


@register.inclusion_tag("cz/chips.html")
def chips(items: Items, clear_url: str = "") -> dict[str, Any]:
    return {"items": items, "clear_url": clear_url}


@register.inclusion_tag("cz/pages.html", takes_context=True)
def pages(context: RequestContext, page: Page[Any], unit: str = "") -> dict[str, Any]:
    """Show which rows these are of how many; ``unit`` is the word they are counted by, cases without one."""
    return {"page": page, "request": context.get("request"), "unit": unit}


@register.inclusion_tag("cz/cursor_pages.html")
def cursor_pages(**given: Any) -> dict[str, Any]:
    """Show first, last, total (or more_than) and the links previous and next."""
    return given


@register.inclusion_tag("cz/sort_head.html", takes_context=True)
def sort_head(context: RequestContext, key: str, label: str, css: str = "") -> dict[str, Any]:
    """Head a sortable column; ``?sort=key`` rises, ``?sort=-key`` falls."""
    request = context.get("request")
    current = request.GET.get("sort", "") if request else ""
    order = {key: "ascending", f"-{key}": "descending"}.get(current, "none")
    turned = f"-{key}" if order == "ascending" else key
    return {"label": label, "order": order, "turned": turned, "request": request, "css": css}


@register.inclusion_tag("cz/empty_state.html")
def empty_state(text: str, link_url: str = "", link_label: str = "") -> dict[str, Any]:
    return {"text": text, "link_url": link_url, "link_label": link_label}


@register.inclusion_tag("cz/error_summary.html")
def error_summary(form: Any = None, errors: Mapping[str, Sequence[str]] | None = None) -> dict[str, Any]:
    """List every error with a link to its field; takes focus when the page opens."""
    found = components.form_errors(form) if form is not None and form.is_bound else []
    return {"errors": found + (components.given_errors(errors, form) if errors else [])}


@register.inclusion_tag("cz/form_error.html")
def form_error(error: Exception | None, form: Any = None) -> dict[str, Any]:
    return components.explain(error, form) if error else {"kind": ""}


@register.inclusion_tag("cz/status.html")
def status(kind: str, text: str, link_url: str = "", link_label: str = "") -> dict[str, Any]:
    """Show one line of truth; kind is ok, wait, off, late or info."""
    return {"kind": kind, "text": text, "link_url": link_url, "link_label": link_label}


@register.inclusion_tag("cz/photo_pair.html")
def photo_pair(before: Items, after: Items, *, placeholder: str = "", pair_id: str = "pair") -> dict[str, Any]:
    return {"before": before, "after": after, "placeholder": placeholder, "pair_id": pair_id}


@register.inclusion_tag("cz/photo_strip.html")
def photo_strip(photos: Items) -> dict[str, Any]:
    return {"photos": photos}


@register.inclusion_tag("cz/meter.html")
def meter(used: float, limit: float, *, label: str = "", text: str = "", light: str = "") -> dict[str, Any]:
    share = min(round(100 * used / limit), 100) if limit else 0
    return {"share": share, "label": label, "text": text, "light": light}


@register.inclusion_tag("cz/tabs.html")
def tabs(items: Items) -> dict[str, Any]:
    return {"items": items}


@register.inclusion_tag("cz/figure.html")
def figure(label: str, value: Any, **given: Any) -> dict[str, Any]:
    """Show a figure that opens its cases: url, as_of (its moment), note, light."""
    shown = wording.count(value) if isinstance(value, int) else value
    return {**given, "label": label, "value": shown}


@register.inclusion_tag("cz/reveal.html")
def reveal(text: str, url: str) -> dict[str, Any]:
    """Show a masked value with the way to the whole one, which asks for a purpose and is logged."""
    return {"text": text, "url": url}


@register.inclusion_tag("cz/path_bar.html")
def path_bar(stages: Items) -> dict[str, Any]:
    return {"stages": stages}


@register.inclusion_tag("cz/confirm.html", takes_context=True)
def confirm(context: RequestContext, dialog_id: str, **given: Any) -> dict[str, Any]:
    """Ask before a destructive act: title, consequence, action (address), verb, harmless, reason, seen."""
    given.setdefault("reason", True)
    return {**given, "dialog_id": dialog_id, "csrf_token": context.get("csrf_token")}


@register.simple_tag
def idempotency(seen: int | None = None) -> SafeString:
    """Make a repeated request harmless; ``seen`` is the last step the visitor has read."""
    key = format_html('<input type="hidden" name="idempotency_key" value="{}">', uuid.uuid4())
    return key if seen is None else key + format_html('<input type="hidden" name="seen" value="{}">', seen)


@register.filter
def may(capacity: Capacity | None, permission: str) -> bool:
    """Tell whether the visitor's capacity holds a right, so that no page offers what it would refuse."""
    return capacity is not None and capacity.may(permission)
