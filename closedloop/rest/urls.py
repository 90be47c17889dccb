"""The addresses of the API that belong to no app: its description."""

urlpatterns: list[object] = []
