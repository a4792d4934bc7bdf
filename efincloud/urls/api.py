"""/api/v1/: what the pages do, for programs."""

app_name = "api"
urlpatterns: list[object] = []
