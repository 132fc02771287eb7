"""Addresses of charts and cards."""

from django.urls import path, re_path

from web.views import charts

urlpatterns = [
    re_path(
        r"^charts/(?P<place>[^?]{1,200})\.(?P<ending>svg|png|csv)$", charts.chart, name="chart"
    ),
    path("cards/<path:place>.png", charts.card, name="card"),
]
