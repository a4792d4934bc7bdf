"""/office/: operators of the enterprises."""

from apps.core.http.urls import path

app_name = "office"
urlpatterns = [
]
