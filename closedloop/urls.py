"""Wiring only: the addresses of the product."""

from django.contrib import admin
from django.urls import include, path

from closedloop import health
from closedloop.rest.openapi import UNKNOWN

handler500 = "closedloop.portal.errors.server_error"
urlpatterns = [
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("admin/", admin.site.urls),
    path("api/v1/", include("closedloop.rest.urls")),
    path("api/v1/", include("subjects.api.urls")),
    path("api/v1/", include("measures.api.urls")),
    path("api/v1/", include([UNKNOWN])),
    path("lists/", include("measures.urls")),
    path("cases/", include("subjects.urls")),
    path("public/", include("measures.public_urls")),
    path("", include("closedloop.portal.urls")),
]
