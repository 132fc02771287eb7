"""Addresses of the public pages."""

from django.http import HttpRequest, HttpResponse
from django.urls import include, path, re_path

from web.views import (
    candidates,
    committees,
    corrections,
    donor_pages,
    donors,
    employers,
    expenditures,
    exports,
    filings,
    home,
    industries,
    races,
    rows,
    search,
    status,
    traces,
)


def healthz(request: HttpRequest) -> HttpResponse:
    """Answer that the process is up."""
    return HttpResponse("ok", content_type="text/plain")


urlpatterns = [
    path("", home.home, name="home"),
    path("search/", search.search, name="search"),
    path("search/suggest/", search.suggest, name="suggest"),
    path("candidates/", candidates.candidates, name="candidates"),
    path("candidates/<candidate_id>/", candidates.candidate, name="candidate"),
    path("candidates/<candidate_id>/rows/", rows.candidate_rows, name="candidate_rows"),
    path("committees/<committee_id>/", committees.committee, name="committee"),
    path("committees/<committee_id>/rows/", rows.committee_rows, name="committee_rows"),
    path("committees/<committee_id>/trace/", traces.trace, name="trace"),
    path("races/", races.races, name="races"),
    path("races/<int:cycle>/<office>/<state>/<district>/", races.race, name="race"),
    path(
        "races/<int:cycle>/<office>/<state>/<district>/special-<int:special_year>/",
        races.race,
        name="special_race",
    ),
    path("industries/", industries.industries, name="industries"),
    path("industries/<slug>/", industries.industry, name="industry"),
    path("donors/", donors.donors, name="donors"),
    path("donors.csv", donors.donors_csv, name="donors_csv"),
    path("donors/<slug:slug>/", donor_pages.donor, name="donor"),
    path("donors/<slug:slug>/rows/", donor_pages.donor_rows, name="donor_rows"),
    path("employers/", employers.employers, name="employers"),
    path("employers/<slug>/", employers.employer, name="employer"),
    path("employers/<slug>/rows/", employers.employer_rows, name="employer_rows"),
    path("organizations/", employers.organizations, name="organizations"),
    re_path(
        r"^exports/(?P<kind>donors|expenditures)\.(?P<form>csv|xlsx)$",
        exports.start,
        name="export_start",
    ),
    path("exports/<number>/", exports.page, name="export"),
    path("exports/<number>/file", exports.file, name="export_file"),
    path("expenditures/", expenditures.expenditures, name="expenditures"),
    path("expenditures.csv", expenditures.expenditures_csv, name="expenditures_csv"),
    path("expenditures/row/", expenditures.expenditure_row, name="expenditure_row"),
    path(
        "expenditures/<committee_id>/<file_number>/<transaction_id>/",
        expenditures.expenditure,
        name="expenditure",
    ),
    path("filings/", filings.filings, name="filings"),
    # Paper filings have numbers below zero.
    re_path(r"^filings/(?P<file_number>-?[0-9]{1,12})/$", filings.filing, name="filing"),
    re_path(r"^filings/(?P<file_number>-?[0-9]{1,12})/rows/$", filings.rows, name="filing_rows"),
    path("status/", status.status, name="status"),
    path("status/loads/<int:load_id>/rejects/", status.rejects, name="rejects"),
    path("methodology/", home.methodology, name="methodology"),
    path("corrections/new/", corrections.suggest_correction, name="suggest-correction"),
    path("corrections/thanks/", corrections.thanks, name="correction-thanks"),
    path("", include("web.urls_charts")),
    path("", include("web.urls_connections")),
    path("", include("web.urls_tools")),
    path("healthz", healthz, name="healthz"),
]
