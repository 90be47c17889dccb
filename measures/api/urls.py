"""The addresses of the lists in the API."""

urlpatterns: list[object] = []
