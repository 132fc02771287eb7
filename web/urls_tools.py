"""Addresses of what goes with the pages: citations, feeds, the sitemap, robots.txt."""

from django.contrib.sitemaps import views as sitemaps
from django.urls import path
from django.views.decorators.cache import cache_control

from web import feeds
from web.sitemaps import SITEMAPS, robots
from web.views import cite, data

_kept = cache_control(public=True, max_age=feeds.KEEP_SECONDS)

urlpatterns = [
    path("cite/<kind>/<path:key>/", cite.cite, name="cite"),
    path("data/", data.data, name="data"),
    path("data/industries.csv", data.industries_csv, name="industries_csv"),
    path("data/rules.csv", data.rules_csv, name="rules_csv"),
    path("feeds/expenditures/", _kept(feeds.Expenditures()), name="expenditures_feed"),
    path(
        "feeds/expenditures/candidates/<key>/",
        _kept(feeds.CandidateExpenditures()),
        name="candidate_feed",
    ),
    path(
        "feeds/expenditures/committees/<key>/",
        _kept(feeds.CommitteeExpenditures()),
        name="committee_feed",
    ),
    path("feeds/expenditures/races/<path:key>/", _kept(feeds.RaceExpenditures()), name="race_feed"),
    path("feeds/connections/", _kept(feeds.Connections()), name="connections_feed"),
    path("feeds/filings/", _kept(feeds.Filings()), name="filings_feed"),
    path("feeds/filings/committees/<key>/", _kept(feeds.Filings()), name="committee_filings_feed"),
    path("robots.txt", robots, name="robots"),
    path("sitemap.xml", sitemaps.index, {"sitemaps": SITEMAPS}, name="sitemap"),
    path(
        "sitemap-<section>.xml",
        sitemaps.sitemap,
        {"sitemaps": SITEMAPS},
        name="django.contrib.sitemaps.views.sitemap",
    ),
]
