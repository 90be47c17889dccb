"""The addresses that need no login."""

from .urls import public_patterns

app_name = "public"
urlpatterns = public_patterns
