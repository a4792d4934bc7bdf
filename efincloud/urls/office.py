"""/office/"""

from apps.core.http.urls import path  # noqa: F401

app_name = "office"
urlpatterns: list[object] = []
