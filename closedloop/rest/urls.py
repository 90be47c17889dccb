"""The addresses of the API that belong to no app: its description."""

from django.urls import path

from . import openapi

app_name = "rest"
urlpatterns = [
    path("schema/", openapi.Schema.as_view(), name="schema"),
    path("docs/", openapi.Docs.as_view(), name="docs"),
]
