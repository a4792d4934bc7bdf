"""/api/: what the pages do, for programs (docs/how-to/api.md)."""

from apps.bankaccounts.rest import accounts, enterprise
from apps.core.http.openapi import SchemaDocument
from apps.core.http.urls import path
from apps.daifutong.rest import batches, payslips, rows
from apps.members.rest import roster
from apps.notify.rest import inbox
from apps.transfers.rest import transfers

app_name = "api"
BATCH = "v1/daifutong/batches/<uuid:batch_id>/"
PAYSLIP = "v1/daifutong/payslips/<uuid:payslip_id>/"
urlpatterns = [
    path("schema/", SchemaDocument.as_view(), "schema"),
    path("v1/daifutong/payers/", batches.Payers.as_view(), "payers"),
    path("v1/daifutong/batches/", batches.Batches.as_view(), "batches"),
    path("v1/daifutong/batches/import/", batches.BatchImport.as_view(), "batch_import"),
    path(BATCH, batches.Batch.as_view(), "batch"),
    path(f"{BATCH}rows/", rows.Rows.as_view(), "rows"),
    path(f"{BATCH}submit/", batches.BatchSubmission.as_view(), "batch_submit"),
    path(f"{BATCH}withdraw/", batches.BatchWithdrawal.as_view(), "batch_withdraw"),
    path(f"{BATCH}cancel/", batches.BatchCancellation.as_view(), "batch_cancel"),
    path(f"{BATCH}release/", batches.BatchRelease.as_view(), "batch_release"),
    path(f"{BATCH}check/", batches.BatchCheck.as_view(), "batch_check"),
    path(f"{BATCH}authorise/", batches.BatchAuthorisation.as_view(), "batch_authorise"),
    path(f"{BATCH}permit/", batches.BatchPermission.as_view(), "batch_permit"),
    path(f"{BATCH}reject/", batches.BatchRejection.as_view(), "batch_reject"),
    path("v1/daifutong/rows/<uuid:row_id>/", rows.Row.as_view(), "row"),
    path("v1/daifutong/payslips/", payslips.Payslips.as_view(), "payslips"),
    path(PAYSLIP, payslips.Payslip.as_view(), "payslip"),
    path(f"{PAYSLIP}view/", payslips.PayslipViewing.as_view(), "payslip_view"),
    path(f"{PAYSLIP}confirm/", payslips.PayslipConfirmation.as_view(), "payslip_confirm"),
    path(f"{PAYSLIP}dispute/", payslips.PayslipDispute.as_view(), "payslip_dispute"),
    path("v1/roster/", roster.Roster.as_view(), "roster"),
    path("v1/members/", roster.Members.as_view(), "members"),
    path("v1/accounts/", accounts.Accounts.as_view(), "accounts"),
    path("v1/accounts/<uuid:account_id>/balance/", accounts.Balance.as_view(), "account_balance"),
    path("v1/enterprise/accounts/", enterprise.EnterpriseAccounts.as_view(), "enterprise_accounts"),
    path(
        "v1/enterprise/accounts/<uuid:account_id>/statement/",
        enterprise.EnterpriseStatement.as_view(),
        "enterprise_statement",
    ),
    path("v1/transfers/", transfers.Transfers.as_view(), "transfers"),
    path("v1/transfers/<uuid:transfer_id>/", transfers.Transfer.as_view(), "transfer"),
    path("v1/inbox/", inbox.Inbox.as_view(), "inbox"),
    path("v1/inbox/settings/", inbox.InboxSettings.as_view(), "inbox_settings"),
    path("v1/inbox/read/", inbox.InboxReading.as_view(), "inbox_read"),
    path("v1/inbox/<uuid:notice_id>/read/", inbox.NoticeReading.as_view(), "notice_read"),
]
