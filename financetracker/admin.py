"""The admin's wiring: the ledger can start steps, and managing people does not make a superuser."""

from typing import Any

from django.contrib import admin, messages
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.models import User
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.utils.functional import lazy

from filings.admin import LoadAdmin
from filings.models import Load
from filings.running import running_loads
from financetracker import views_admin
from financetracker.pipeline import STEPS
from web.context import freshness

TITLE = "Campaign finance tracker"


def header() -> str:
    """The head of every page of the admin; says so where people and money are invented."""
    invented = "the people and the money are invented"
    return f"{TITLE}: {invented}" if freshness().is_sample else TITLE


admin.site.site_title = TITLE
admin.site.site_header = lazy(header, str)()
admin.site.index_title = "Data and ledger"
# The lists are wide, and the way between them is the trail at the top.
admin.site.enable_nav_sidebar = False
admin.site.empty_value_display = "–"

admin.site.unregister([Load, User])


@admin.register(Load)
class RunnableLoadAdmin(LoadAdmin):
    """The ledger, with what starts steps (filings cannot know the pipeline)."""

    actions = ("run_again", "run_again_anyway")
    change_list_template = "admin/filings/load/change_list.html"
    change_form_template = "admin/filings/load/change_form.html"

    def get_urls(self) -> list[Any]:
        """The ledger's addresses, and those of the form and of what runs."""
        return [
            path(
                "run/",
                self.admin_site.admin_view(views_admin.run),
                {"site": self.admin_site},
                name="filings_load_run",
            ),
            path(
                "running/",
                self.admin_site.admin_view(views_admin.running),
                name="filings_load_running",
            ),
            *super().get_urls(),
        ]

    def has_run_permission(self, request: HttpRequest) -> bool:
        """Whether the user may start steps."""
        return request.user.has_perm(views_admin.RUN_PERMISSION)

    @admin.action(description="Run again, where the file has changed", permissions=["run"])
    def run_again(self, request: HttpRequest, queryset: QuerySet[Load]) -> None:
        self._run(request, queryset, force=False)

    @admin.action(description="Run again, even if nothing changed", permissions=["run"])
    def run_again_anyway(self, request: HttpRequest, queryset: QuerySet[Load]) -> None:
        self._run(request, queryset, force=True)

    def _run(self, request: HttpRequest, queryset: QuerySet[Load], *, force: bool) -> None:
        pairs = set(queryset.order_by().values_list("step", "cycle"))
        known = {step.name for step in STEPS}
        for step, cycle in sorted(pairs):
            if step not in known:
                messages.error(request, f"There is no step {step} any more ({cycle}).")
        work = [
            (step, cycle)
            for cycle in sorted({cycle for _, cycle in pairs})
            for step in STEPS
            if (step.name, cycle) in pairs
        ]
        if work:
            views_admin.start(request, work, force=force)

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """The list, headed by what runs."""
        return super().changelist_view(request, (extra_context or {}) | self._about_runs(request))

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """A row, with how far it is while it runs, and the way to run it again."""
        context = self._about_runs(request)
        load = self.get_object(request, object_id)
        if load:
            context["running"] = [row for row in context["running"] if row.pk == load.pk]
            context["run_url"] = views_admin.run_url(load)
        return super().change_view(request, object_id, form_url, (extra_context or {}) | context)

    def _about_runs(self, request: HttpRequest) -> dict[str, Any]:
        return {"running": running_loads(), "may_run": self.has_run_permission(request)}


@admin.register(User)
class PeopleAdmin(UserAdmin):
    """Users. Only a superuser makes or touches superusers, and gives single permissions."""

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """What would let an administrator become a superuser is read-only to them."""
        fields = super().get_readonly_fields(request, obj)
        if request.user.is_superuser:
            return fields
        return (*fields, "is_superuser", "user_permissions")

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Superusers are changed by superusers."""
        return super().has_change_permission(request, obj) and _may_touch(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Superusers are deleted by superusers."""
        return super().has_delete_permission(request, obj) and _may_touch(request, obj)


def _may_touch(request: HttpRequest, user: Any) -> bool:
    return user is None or not user.is_superuser or request.user.is_superuser
