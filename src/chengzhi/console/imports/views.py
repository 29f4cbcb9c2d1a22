"""The four steps of an import, its downloads, and the batches that can be withdrawn."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST, require_safe

from chengzhi.cases.permissions import Permission as Loop
from chengzhi.cases.selectors.settings import report_imports
from chengzhi.catalogue.permissions import Permission as Catalogue
from chengzhi.console.errors import explained, go, is_htmx
from chengzhi.console.imports import running, store
from chengzhi.console.imports.batches import access_batch, batches_for
from chengzhi.console.imports.forms import ColumnsForm, FileForm
from chengzhi.console.imports.kinds import Kind
from chengzhi.console.imports.placing import marks_in
from chengzhi.console.imports.store import Job
from chengzhi.console.imports.tasks import run_import
from chengzhi.console.map.feeds import in_words, json_answer
from chengzhi.console.map.ground import review_number
from chengzhi.console.map.reading import read_query
from chengzhi.console.registers.shell import figures
from chengzhi.grid.permissions import Permission as Grid
from chengzhi.grid.services import withdraw_batch
from chengzhi.kernel.errors import BadInput, NotFound
from chengzhi.kernel.permissions import Permission as Kernel
from chengzhi.kernel.web import StaffRequest, guarded

RIGHTS = (Loop.IMPORT, Catalogue.MANAGE, Grid.MANAGE_CELLS, Grid.MANAGE_PARTS, Kernel.MANAGE_SYSTEM)
STEPS = (gettext_lazy("选文件"), gettext_lazy("对列"), gettext_lazy("试导入"), gettext_lazy("确认"))
PATIENCE = 20
SHOWN = 50


def stages(now: int) -> list[dict[str, Any]]:
    """Return the path bar; ``now`` counts from 1, and 5 is behind the last step."""
    words = {True: "done", False: "next"}
    return [
        {"label": label, "state": "now" if number == now else words[number < now]}
        for number, label in enumerate(STEPS, start=1)
    ]


def _frame(request: StaffRequest, kind: Kind, now: int, **facts: Any) -> dict[str, Any]:
    return {"kind": kind, "stages": stages(now), "nav_counts": figures(request), **facts}


@guarded(*RIGHTS)
@explained
@require_GET
def imports(request: StaffRequest) -> HttpResponse:
    """Show what may be imported, what was begun, and what came in."""
    viewer = request.capacity
    kinds = [one for one in running.KINDS.values() if viewer.may(one.right)]
    names = {one.name: one.label for one in kinds}
    context = {
        "kinds": kinds,
        "jobs": [(one, names[one.kind]) for one in store.mine(viewer) if one.kind in names],
        "batches": batches_for(viewer),
        "runs": report_imports(viewer),
        "nav_counts": figures(request),
    }
    return render(request, "console/imports/home.html", context)


@guarded(*RIGHTS)
@explained
@require_http_methods(["GET", "POST"])
def import_start(request: StaffRequest, kind: str) -> HttpResponse:
    """Step 1: the file."""
    found = running.kind_named(kind, request.capacity)
    form = FileForm(found, **({"data": request.POST, "files": request.FILES} if request.method == "POST" else {}))
    if request.method == "POST" and form.is_valid():
        job = _received(request, found, form)
        if job is not None:
            return go(request, reverse("console:import_columns", args=[job.token]))
    context = _frame(request, found, 1, form=form, largest=store.LARGEST)
    return render(request, "console/imports/start.html", context, status=422 if form.errors else 200)


def _received(request: StaffRequest, kind: Kind, form: FileForm) -> Job | None:
    """Keep the file and look at it; what cannot be read is gone again, and the form says why."""
    job = None
    try:
        job = store.receive(kind=kind.name, upload=form.cleaned_data["file"], capacity=request.capacity)
        kind.look(job)
        job.save()
    except BadInput as fault:
        for words in fault.errors.values():
            for word in words:
                form.add_error("file", word)
        if job is not None:
            job.drop()
        return None
    return job


def _opened(request: StaffRequest, token: str) -> tuple[Job, Kind]:
    job = store.access_job(request.capacity, token)
    return job, running.kind_named(job.kind, request.capacity)


@guarded(*RIGHTS)
@explained
@require_http_methods(["GET", "POST"])
def import_columns(request: StaffRequest, token: str) -> HttpResponse:
    """Step 2: which column is which, and how the file is read."""
    job, kind = _opened(request, token)
    if job.is_running or job.stage == "done":
        return go(request, reverse("console:import_job", args=[token]))
    form = ColumnsForm(kind, job, request.capacity, data=request.POST if request.method == "POST" else None)
    if "adopt" in request.POST:
        return _with_guess(request, job, kind, form)
    if request.method == "POST" and form.is_valid():
        job.mapping, job.options = form.mapping, form.options
        _run(request, job, running.CHECK)
        return go(request, reverse("console:import_job", args=[token]))
    context = _frame(request, kind, 2, job=job, form=form)
    return render(request, "console/imports/columns.html", context, status=422 if form.errors else 200)


def _with_guess(request: StaffRequest, job: Job, kind: Kind, form: ColumnsForm) -> HttpResponse:
    """Show the form as it was filled in, with what was guessed taken up; nothing is checked yet."""
    given = {**request.POST.dict(), **form.adopted(request.POST["adopt"])}
    filled = ColumnsForm(kind, job, request.capacity, filled=given)
    return render(request, "console/imports/columns.html", _frame(request, kind, 2, job=job, form=filled))


def _run(request: StaffRequest, job: Job, phase: str) -> None:
    """Take a step at once where the file is small, else leave it to the worker."""
    job.appointment = request.capacity.appointment_id
    running.begin(job, phase)
    if running.is_small(job):
        running.carry_out(job, phase, request.capacity)
    else:
        run_import.defer(token=job.token, phase=phase)


@guarded(*RIGHTS)
@explained
@require_GET
def import_job(request: StaffRequest, token: str) -> HttpResponse:
    """Step 3, or how far it has come: running, tried out, done, failed."""
    job, kind = _opened(request, token)
    if job.stage == "columns":
        return go(request, reverse("console:import_columns", args=[token]))
    steps = {"checking": 3, "checked": 3, "failed": 3, "importing": 4, "done": 5}
    context = _frame(request, kind, steps[job.stage], job=job, report=job.report, is_stuck=job.waited > PATIENCE)
    context |= _shown(job)
    name = {"checked": "checked", "done": "done", "failed": "failed"}.get(job.stage, "running")
    if is_htmx(request):
        if not job.is_running:
            return go(request, reverse("console:import_job", args=[token]))
        return render(request, "console/imports/progress.html", context)
    return render(request, f"console/imports/{name}.html", context)


def _shown(job: Job) -> dict[str, Any]:
    refused = job.report.get("refused", [])
    return {
        "refused": refused[:SHOWN],
        "refused_more": max(len(refused) - SHOWN, 0),
        "counts": job.report.get("counts", {}),
        "places": job.report.get("places"),
        "review_number": review_number(),
        "tianditu_key": settings.TIANDITU_KEY,
    }


@guarded(*RIGHTS)
@explained
@require_http_methods(["GET", "POST"])
def import_confirm(request: StaffRequest, token: str) -> HttpResponse:
    """Step 4: what will be written, and writing it."""
    job, kind = _opened(request, token)
    here = reverse("console:import_job", args=[token])
    if job.stage != "checked" or not job.report.get("good"):
        return go(request, here)
    if request.method == "POST":
        if job.hold():
            _run(request, job, running.WRITE)
        return go(request, here)
    context = _frame(request, kind, 4, job=job, report=job.report, counts=job.report["counts"])
    return render(request, "console/imports/confirm.html", context)


@guarded(*RIGHTS)
@in_words
@require_safe
def import_points(request: StaffRequest, token: str) -> HttpResponse:
    """Return the rows with a position that lie inside an extent, for the small map of the trial."""
    job, _kind = _opened(request, token)
    query = read_query({name: request.GET.get(name, "") for name in ("bbox", "zoom")})
    return json_answer({"type": "FeatureCollection", "features": marks_in(job, query.box, query.zoom)})


@guarded(*RIGHTS)
@explained
@require_POST
def import_drop(request: StaffRequest, token: str) -> HttpResponse:
    """Import nothing: the file is gone."""
    job, _kind = _opened(request, token)
    if job.is_running:
        raise BadInput(_("没有删除：正在处理这个文件。请等它做完。"))
    words = _("已删除上传的文件。") if job.stage == "done" else _("没有导入，上传的文件已删除。")
    job.drop()
    messages.success(request, words)
    return go(request, reverse("console:imports"))


@guarded(*RIGHTS)
@explained
@require_GET
def import_refused(request: StaffRequest, token: str) -> HttpResponse:
    """Return the rows that cannot be imported, each with its reason, ready to be mended."""
    job, _kind = _opened(request, token)
    if not job.refused_file.is_file():
        raise NotFound
    words = _("有错的行")
    name = f"{job.filename.rsplit('.', 1)[0]}-{words}.csv"
    disposition = content_disposition_header(as_attachment=True, filename=name) or "attachment"
    headers = {"Content-Disposition": disposition}
    return HttpResponse(job.refused_file.read_bytes(), content_type="text/csv; charset=utf-8", headers=headers)


@guarded(Grid.MANAGE_CELLS, Grid.MANAGE_PARTS)
@explained
@require_POST
def batch_withdraw(request: StaffRequest, pk: int) -> HttpResponse:
    """Take a batch of cells or parts out of the register again."""
    batch = access_batch(request.capacity, pk)
    withdraw_batch(capacity=request.capacity, batch_id=batch.pk)
    messages.success(request, _("已撤回“%(name)s”，台账和导入前一样。") % {"name": batch.filename})
    return go(request, reverse("console:imports"))
