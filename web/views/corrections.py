"""A reader suggests another industry for a donor; a person decides whether it is taken."""

from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache

from donations.corrections import TooMany, suggest
from donations.models import Industry, Organization
from donations.review import shown_industry
from donations.reviewable import Donor, is_class
from filings.models import Committee


class CorrectionForm(forms.Form):
    """Which industry, and why."""

    industry = forms.ModelChoiceField(
        Industry.objects.none(), to_field_name="slug", empty_label="Choose an industry"
    )
    why = forms.CharField(max_length=2000, min_length=10, widget=forms.Textarea)
    contact = forms.CharField(max_length=200, required=False)
    page = forms.CharField(max_length=300, required=False)
    # People do not see this field; programs that fill in every field do.
    website = forms.CharField(required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        field = self.fields["industry"]
        field.queryset = _choices()  # type: ignore[attr-defined]


def _choices() -> Any:
    return Industry.objects.exclude(slug="candidate-own").order_by("position")


@never_cache
def suggest_correction(request: HttpRequest) -> HttpResponse:
    """The form for one donor, named by its normal form or its committee's id."""
    donor, name = _donor(request)
    form = CorrectionForm(request.POST or None, initial={"page": _referring_page(request)})
    status, too_many = 200, None
    if request.method == "POST":
        status = 400
        if form.is_valid():
            try:
                _take(request, donor, form.cleaned_data)
            except TooMany as error:
                status, too_many = 429, error
            else:
                return HttpResponseRedirect(reverse("correction-thanks"))
    slug, _basis = shown_industry(donor)
    sectors: dict[str, list[Industry]] = {}
    for one in _choices():
        sectors.setdefault(one.sector, []).append(one)
    context = {
        "name": name,
        "form": form,
        "shown": Industry.objects.filter(slug=slug).first(),
        "sectors": sectors,
        "chosen": form.data.get("industry", ""),
        "too_many": too_many,
    }
    return render(request, "web/correction.html", context, status=status)


def thanks(request: HttpRequest) -> HttpResponse:
    """What happens with a correction that was sent."""
    return render(request, "web/correction_thanks.html")


def _take(request: HttpRequest, donor: Donor, given: dict[str, Any]) -> None:
    if given["website"]:
        return
    suggest(
        donor=donor,
        wanted=given["industry"],
        why=given["why"],
        contact=given["contact"],
        page=given["page"],
        address=client_address(request),
    )


def client_address(request: HttpRequest) -> str:
    """The address that a request came from.

    CLIENT_ADDRESS_HEADER names a header that a proxy of ours sets (HTTP_X_FORWARDED_FOR); its last
    entry is the proxy's own, those before it anybody can write.
    """
    header = settings.CLIENT_ADDRESS_HEADER
    told = str(request.META.get(header, "")).rpartition(",")[2].strip() if header else ""
    return told or str(request.META.get("REMOTE_ADDR", ""))


def _donor(request: HttpRequest) -> tuple[Donor, str]:
    """Whom it is about, and the name to show; 404 where nobody is known by it."""
    form, committee_id = request.GET.get("form", ""), request.GET.get("committee", "")
    if committee_id and not form:
        committee = Committee.objects.filter(pk=committee_id).first()
        if committee is not None and committee_id.removeprefix("C").isdecimal():
            return Donor(committee_id=committee_id), committee.name or committee_id
    elif form and not committee_id:
        found = Organization.objects.filter(form=form).select_related("industry", "rule").first()
        if found is not None and not is_class(found):
            return Donor(form=form), str(found)
    raise Http404


def _referring_page(request: HttpRequest) -> str:
    """The page of ours that the reader came from."""
    parts = urlsplit(request.headers.get("referer", ""))
    return parts.path if parts.netloc == request.get_host() else ""
