"""/office/: operators of the enterprises."""

from apps.core.http.urls import path
from apps.daifutong.web import office as daifutong
from apps.identity.contracts import LoginKind
from apps.identity.web.pages import login_urls
from apps.members.web import office as members
from apps.portal.web import office as portal

app_name = "office"
urlpatterns = [
    path("", portal.home, "home"),
    path("payroll/", daifutong.batch_list, "batch_list"),
    path("payroll/new/", daifutong.batch_new, "batch_new"),
    path("payroll/template/", daifutong.batch_template, "batch_template"),
    path("payroll/<uuid:batch_id>/", daifutong.batch_detail, "batch_detail"),
    path("payroll/<uuid:batch_id>/progress/", daifutong.batch_progress, "batch_progress"),
    path("payroll/<uuid:batch_id>/submit/", daifutong.batch_send, "batch_send"),
    path("payroll/<uuid:batch_id>/withdraw/", daifutong.batch_take_back, "batch_take_back"),
    path("payroll/<uuid:batch_id>/cancel/", daifutong.batch_drop, "batch_drop"),
    path("payroll/<uuid:batch_id>/check/", daifutong.batch_pass, "batch_pass"),
    path("payroll/<uuid:batch_id>/authorise/", daifutong.batch_grant, "batch_grant"),
    path("payroll/<uuid:batch_id>/return/", daifutong.batch_return, "batch_return"),
    path("payroll/<uuid:batch_id>/release/", daifutong.batch_pay_again, "batch_pay_again"),
    path("payroll/<uuid:batch_id>/rows/<uuid:row_id>/remove/", daifutong.row_remove, "row_remove"),
    path("payroll/rows/<uuid:row_id>/", daifutong.row_save, "row_save"),
    path("members/", members.member_list, "member_list"),
    path("members/submit/", members.member_submit, "member_submit"),
    path("members/<uuid:member_id>/", members.member_detail, "member_detail"),
    path("members/<uuid:member_id>/leave/", members.member_leaving, "member_leaving"),
    path("members/roster/", members.roster_new, "roster_new"),
    path("members/roster/template/", members.roster_template, "roster_template"),
    path("members/roster/<uuid:upload_id>/", members.roster_preview, "roster_preview"),
    path("members/roster/<uuid:upload_id>/confirm/", members.roster_confirm, "roster_confirm"),
    *login_urls(LoginKind.OPERATOR),
]
