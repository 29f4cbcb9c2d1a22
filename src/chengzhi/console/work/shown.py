"""The context of the page of one case: facts, acts as links, refusals with the way to remove each reason."""

from typing import Any, cast

from django.utils.translation import gettext as _

from chengzhi.cases.models import Case
from chengzhi.cases.permissions import Permission
from chengzhi.cases.selectors.caseacts import CaseActs, acts_elsewhere, case_acts
from chengzhi.cases.selectors.casepage import page_of
from chengzhi.cases.selectors.nextacts import waiting_for
from chengzhi.cases.selectors.timeline import TimelineRow, timeline
from chengzhi.cases.selectors.worklists import Neighbours, neighbours
from chengzhi.cases.services.personal import may_read_contact
from chengzhi.console.errors import named
from chengzhi.console.work.pictures import pictures
from chengzhi.console.work.trail import Trail
from chengzhi.kernel.models import Account
from chengzhi.kernel.procedures import Choice, Refusal, Step
from chengzhi.kernel.web import StaffRequest
from chengzhi.organisation.selectors import capacities_of

Context = dict[str, Any]
SHOWN_OF_STEP = ("at", "act", "person", "capacity", "unit", "detail", "basis", "used", "limit", "is_late")


def case_context(request: StaffRequest, case: Case, acts: CaseActs | None = None) -> Context:
    """Return what the page of a ``whole_case`` shows to this viewer.

    Whoever has judged the acts already hands them in: judging them again costs as much as the rest of the page.
    """
    viewer, trail = request.capacity, Trail.read(request)
    page = page_of(viewer, case)
    acts = acts or case_acts(viewer, case)
    return {
        "page": page,
        "case": case,
        "clock": _clock(case),
        "photos": pictures(page),
        "has_media": any(page.media.values()),
        "timeline": timeline_rows(case),
        "trail": trail,
        "list_url": trail.list_url(),
        "neighbours": _neighbours(request, trail, case.number),
        "near": [(one, one.metres, trail.case_url(one.number)) for one in page.near],
        "may_reveal": may_read_contact(case, viewer),
        "may_export": viewer.may(Permission.EXPORT),
        **acts_context(request, case, acts, trail),
    }


def acts_context(request: StaffRequest, case: Case, acts: CaseActs, trail: Trail) -> Context:
    """Return the acts as the components want them."""
    link = _Links(case, acts, trail)
    return {
        "primary": link.act(acts.primary.step) if acts.primary else None,
        "others": [link.act(one.step) for one in acts.others],
        "blocked": link.blocked(acts.blocked),
        "waiting": "" if acts.primary or not case.is_open else waiting_for(case),
        "elsewhere": [] if acts.primary else _elsewhere(request, case, trail),
    }


class _Links:
    """Turns steps and refusals of one case into links that keep the trail."""

    def __init__(self, case: Case, acts: CaseActs, trail: Trail) -> None:
        self.case, self.acts, self.trail = case, acts, trail

    def act(self, step: Step[Any]) -> Context:
        url = self.trail.act_url(self.case.number, step.name)
        return {"label": step.label, "url": url, "danger": step.is_destructive, "name": step.name}

    def blocked(self, choices: list[Choice]) -> list[Context]:
        """Return the refused acts, those with the very same reasons under one title."""
        found: dict[tuple[Refusal, ...], list[Choice]] = {}
        for choice in choices:
            found.setdefault(choice.refusals, []).append(choice)
        return [self._panel(reasons, group) for reasons, group in found.items()]

    def _panel(self, reasons: tuple[Refusal, ...], group: list[Choice]) -> Context:
        title = _("现在不能办：%(act)s") % {"act": _("、").join(str(one.step.label) for one in group)}
        return {"title": title, "items": [self.refusal(one, group[0].step) for one in reasons]}

    def refusal(self, refusal: Refusal, step: Step[Any]) -> Context:
        name, label = self._way(refusal, step)
        url = self.trail.act_url(self.case.number, name) if name else ""
        shown = {"reason": refusal.reason, "basis": refusal.basis, "helper": refusal.helper}
        return {**shown, "action_url": url, "action_label": label}

    def _way(self, refusal: Refusal, step: Step[Any]) -> tuple[str, Any]:
        """Return the act by which this viewer can remove a reason, or by which they can ask for it."""
        if refusal.action in self.acts.open_names:
            return refusal.action, refusal.action_label
        if refusal.action in {one.name for one in step.inputs} and step.name in self.acts.open_names:
            return step.name, refusal.action_label
        if refusal.helper and "urge" in self.acts.open_names:
            return "urge", _("催办")
        return "", ""


def refusals_of(case: Case, refusals: list[Refusal], step: Step[Any], acts: CaseActs, trail: Trail) -> list[Context]:
    """Return reasons against a step, each with the way to remove it."""
    links = _Links(case, acts, trail)
    return [links.refusal(one, step) for one in refusals]


def alternatives(case: Case, acts: CaseActs, step: Step[Any], trail: Trail) -> list[Context]:
    """Return the other acts open now, to stand under the form of one."""
    links = _Links(case, acts, trail)
    opened = [*([acts.primary] if acts.primary else []), *acts.others]
    return [links.act(one.step) for one in opened if one.step.name != step.name]


def _elsewhere(request: StaffRequest, case: Case, trail: Trail) -> list[Context]:
    account = cast("Account", request.user)
    mine = request.capacity.appointment_id
    others = [one for one in capacities_of(account) if one.appointment_id != mine]
    return [
        {"capacity": capacity, "label": step.label, "next": trail.act_url(case.number, step.name)}
        for capacity, step in acts_elsewhere(case, others)
    ]


def _clock(case: Case) -> Context:
    return {
        "due_at": case.due_at,
        "warn_at": case.warn_at,
        "is_clock_paused": case.is_clock_paused,
        "remaining_seconds": case.remaining_seconds,
        "pause_word": case.state_label,
    }


def _neighbours(request: StaffRequest, trail: Trail, number: str) -> Context | None:
    if trail.query is None:
        return None
    found: Neighbours = neighbours(request.capacity, trail.query, number)
    return {
        "label": trail.query.work_list.label,
        "position": found.position,
        "total": found.total,
        "previous": trail.case_url(found.previous) if found.previous else "",
        "next": trail.case_url(found.next) if found.next else "",
    }


def timeline_rows(case: Case) -> list[Context]:
    """Return the steps of a case, newest first, as the timeline component wants them."""
    proof = named("proof", case.number)
    return [timeline_row(case, row, proof) for row in timeline(case)]


def timeline_row(case: Case, row: TimelineRow, proof: str) -> Context:
    """Return a step as the timeline component wants it; ``proof`` is the address where its record is checked."""
    papers = [
        {"label": one.item.blob.get_kind_display(), "url": named("media", case.number, one.item_id)}
        for one in row.media
    ]
    shown = {name: getattr(row, name) for name in SHOWN_OF_STEP}
    return {**shown, "documents": papers, "proof_url": f"{proof}#step-{row.seq}"}
