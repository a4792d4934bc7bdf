"""/console/: bank staff."""

from apps.approvals.web import console as approvals
from apps.audit.web import console as audit
from apps.cases.web import console as cases
from apps.core.http.urls import path

app_name = "console"
urlpatterns = [
    path("cases/", cases.case_list, "case_list"),
    path("parameters/", approvals.parameter_list, "parameter_list"),
    path("parameters/<str:key>/new/", approvals.parameter_new, "parameter_new"),
    path("parameters/<uuid:parameter_id>/decision/", approvals.parameter_decision, "parameter_decision"),
    path("audit/", audit.trail, "trail"),
]
