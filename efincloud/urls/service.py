"""The addresses of the bank's service desk, on each surface."""

from apps.core.http.urls import path
from apps.imessage.rest import canned, complaints
from apps.imessage.rest import desk as rest
from apps.imessage.web import (
    complaint_desk,
    complaint_mobile,
    complaint_office,
    desk,
    desk_figures,
    service_mobile,
    service_office,
)

COMPLAINT, FILED = "complaints/<uuid:complaint_id>/", "v1/imessage/complaints/<uuid:complaint_id>/"
BANK_COMPLAINT = "v1/bank/imessage/complaints/<uuid:complaint_id>/"

MOBILE = [
    path("service/", service_mobile.service_home, "service_home"),
    path("service/threads/open/", service_mobile.thread_open, "thread_open"),
    path("service/threads/<uuid:thread_id>/", service_mobile.thread, "thread"),
    path("service/threads/<uuid:thread_id>/reopen/", service_mobile.thread_reopen, "thread_reopen"),
    path("service/threads/<uuid:thread_id>/rate/", service_mobile.thread_rate, "thread_rate"),
    path("complaints/", complaint_mobile.complaint_list, "complaint_list"),
    path("complaints/file/", complaint_mobile.complaint_file, "complaint_file"),
    path(COMPLAINT, complaint_mobile.complaint, "complaint"),
    path(f"{COMPLAINT}judge/", complaint_mobile.complaint_judge, "complaint_judge"),
]
OFFICE = [
    path("service/", service_office.service_home, "service_home"),
    path("service/threads/open/", service_office.thread_open, "thread_open"),
    path("service/threads/<uuid:thread_id>/", service_office.thread, "thread"),
    path("service/threads/<uuid:thread_id>/messages/send/", service_office.message_send, "message_send"),
    path("service/threads/<uuid:thread_id>/reopen/", service_office.thread_reopen, "thread_reopen"),
    path("service/threads/<uuid:thread_id>/rate/", service_office.thread_rate, "thread_rate"),
    path("complaints/", complaint_office.complaint_list, "complaint_list"),
    path("complaints/file/", complaint_office.complaint_file, "complaint_file"),
    path(COMPLAINT, complaint_office.complaint, "complaint"),
    path(f"{COMPLAINT}judge/", complaint_office.complaint_judge, "complaint_judge"),
]
CONSOLE = [
    path("desk/", desk.desk, "desk"),
    path("desk/duty/start/", desk.duty_start, "duty_start"),
    path("desk/duty/end/", desk.duty_end, "duty_end"),
    path("desk/agents/", desk.agent_list, "agent_list"),
    path("desk/agents/appoint/", desk.agent_appoint, "agent_appoint"),
    path("desk/threads/take/", desk.thread_take, "thread_take"),
    path("desk/threads/<uuid:thread_id>/", desk.thread, "thread"),
    path("desk/threads/<uuid:thread_id>/messages/send/", desk.message_send, "message_send"),
    path("desk/threads/<uuid:thread_id>/transfer/", desk.thread_transfer, "thread_transfer"),
    path("desk/threads/<uuid:thread_id>/close/", desk.thread_close, "thread_close"),
    path("desk/threads/<uuid:thread_id>/requeue/", desk.thread_requeue, "thread_requeue"),
    path("desk/figures/", desk_figures.desk_figures, "desk_figures"),
    path("desk/figures/csv/", desk_figures.desk_figures_csv, "desk_figures_csv"),
    path("desk/figures/xlsx/", desk_figures.desk_figures_xlsx, "desk_figures_xlsx"),
    path("desk/canned/", desk_figures.canned_list, "canned_list"),
    path("desk/canned/propose/", desk_figures.canned_propose, "canned_propose"),
    path("desk/canned/<uuid:answer_id>/decide/", desk_figures.canned_decide, "canned_decide"),
    path("desk/canned/<uuid:answer_id>/retire/", desk_figures.canned_retire, "canned_retire"),
    path("complaints/", complaint_desk.complaint_list, "complaint_list"),
    path(COMPLAINT, complaint_desk.complaint, "complaint"),
    path(f"{COMPLAINT}take/", complaint_desk.complaint_take, "complaint_take"),
    path(f"{COMPLAINT}reply/", complaint_desk.complaint_reply, "complaint_reply"),
    path(f"{COMPLAINT}extension/ask/", complaint_desk.extension_ask, "extension_ask"),
    path(f"{COMPLAINT}extension/decide/", complaint_desk.extension_decide, "extension_decide"),
]
SERVICE, DESK = "v1/imessage/service/", "v1/bank/imessage/desk/"
THREAD, BANK_THREAD = f"{SERVICE}threads/<uuid:thread_id>/", f"{DESK}threads/<uuid:thread_id>/"
API = [
    path(SERVICE, rest.ServiceHomeRead.as_view(), "service_home"),
    path(f"{SERVICE}threads/open/", rest.ThreadOpening.as_view(), "thread_open"),
    path(f"{THREAD}reopen/", rest.ThreadReopening.as_view(), "thread_reopen"),
    path(f"{THREAD}rate/", rest.ThreadRating.as_view(), "thread_rate"),
    path(DESK, rest.DeskRead.as_view(), "desk"),
    path(f"{DESK}duty/start/", rest.DutyStarting.as_view(), "duty_start"),
    path(f"{DESK}duty/end/", rest.DutyEnding.as_view(), "duty_end"),
    path(f"{DESK}agents/appoint/", rest.AgentAppointing.as_view(), "agent_appoint"),
    path(f"{DESK}threads/take/", rest.ThreadTaking.as_view(), "thread_take"),
    path(f"{BANK_THREAD}transfer/", rest.ThreadTransferring.as_view(), "thread_transfer"),
    path(f"{BANK_THREAD}close/", rest.ThreadClosing.as_view(), "thread_close"),
    path(f"{BANK_THREAD}requeue/", rest.ThreadRequeueing.as_view(), "thread_requeue"),
    path(f"{DESK}figures/", canned.DeskFiguresRead.as_view(), "desk_figures"),
    path(f"{DESK}canned/", canned.CannedAnswers.as_view(), "canned_list"),
    path(f"{DESK}canned/propose/", canned.CannedProposing.as_view(), "canned_propose"),
    path(f"{DESK}canned/<uuid:answer_id>/decide/", canned.CannedDeciding.as_view(), "canned_decide"),
    path(f"{DESK}canned/<uuid:answer_id>/retire/", canned.CannedRetiring.as_view(), "canned_retire"),
    path("v1/imessage/complaints/", complaints.Complaints.as_view(), "complaint_list"),
    path("v1/imessage/complaints/file/", complaints.ComplaintFiling.as_view(), "complaint_file"),
    path(FILED, complaints.OwnComplaint.as_view(), "complaint"),
    path(f"{FILED}judge/", complaints.ComplaintJudging.as_view(), "complaint_judge"),
    path("v1/bank/imessage/complaints/", complaints.BankComplaints.as_view(), "bank_complaint_list"),
    path(BANK_COMPLAINT, complaints.BankComplaint.as_view(), "bank_complaint"),
    path(f"{BANK_COMPLAINT}take/", complaints.ComplaintTaking.as_view(), "complaint_take"),
    path(f"{BANK_COMPLAINT}reply/", complaints.ComplaintReplying.as_view(), "complaint_reply"),
    path(f"{BANK_COMPLAINT}extension/ask/", complaints.ExtensionAsking.as_view(), "extension_ask"),
    path(f"{BANK_COMPLAINT}extension/decide/", complaints.ExtensionDeciding.as_view(), "extension_decide"),
]
