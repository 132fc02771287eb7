"""Addresses of connections worth a look."""

from django.urls import path

from web.views import connections

urlpatterns = [
    path("connections/", connections.connections, name="connections"),
    path("connections.csv", connections.connections_csv, name="connections_csv"),
    path("connections/<slug:slug>/", connections.connection, name="connection"),
]
