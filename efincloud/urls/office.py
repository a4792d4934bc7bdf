"""/office/: operators of the enterprises."""

from apps.core.http.urls import path
from apps.portal.web import office as portal

app_name = "office"
urlpatterns = [
    path("", portal.home, "home"),
]
