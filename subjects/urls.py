"""The addresses of cases."""

from django.urls import path

from .views import cases

app_name = "subjects"
urlpatterns = [
    path("<str:case_no>/", cases.detail, name="case"),
]
