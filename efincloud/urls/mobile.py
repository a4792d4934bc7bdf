"""/mobile/: employees on their phones."""

from apps.core.http.urls import path
from apps.notify.web import mobile as notify

app_name = "mobile"
urlpatterns = [
    path("inbox/", notify.inbox, "inbox"),
    path("inbox/read-all/", notify.inbox_read_all, "inbox_read_all"),
    path("inbox/<uuid:notice_id>/", notify.inbox_open, "inbox_open"),
]
