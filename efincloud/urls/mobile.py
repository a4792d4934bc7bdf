"""/mobile/"""

from apps.core.http.urls import path  # noqa: F401

app_name = "mobile"
urlpatterns: list[object] = []
