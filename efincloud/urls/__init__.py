"""The map of the surfaces: one short file each."""

from django.conf import settings
from django.urls import include, path
from django.views.generic import RedirectView

from apps.bankaccounts.web.verify import verify
from apps.core.http.health import healthz
from apps.core.http.urls import path as declared_path

handler400 = "apps.core.http.errors.bad_request"
handler404 = "apps.core.http.errors.not_found"
handler500 = "apps.core.http.errors.server_error"

urlpatterns = [
    path("", RedirectView.as_view(url="/mobile/")),
    path("healthz", healthz),
    declared_path("verify/", verify, "verify"),
    path("mobile/", include("efincloud.urls.mobile")),
    path("office/", include("efincloud.urls.office")),
    path("console/", include("efincloud.urls.console")),
    path("api/", include("efincloud.urls.api")),
]

if settings.DEMO:
    from apps.portal.web.story import story_day, story_switch

    urlpatterns += [
        declared_path("story/switch/", story_switch, "story_switch"),
        declared_path("story/day/", story_day, "story_day"),
    ]
