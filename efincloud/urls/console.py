"""/console/"""

from apps.core.http.urls import path  # noqa: F401

app_name = "console"
urlpatterns: list[object] = []
