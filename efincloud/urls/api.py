"""/api/: what the pages do, for programs (docs/how-to/api.md)."""

from apps.agreements.rest import enterprise as firm_agreements
from apps.agreements.rest import own, privacy
from apps.bankaccounts.rest import accounts, cards, enterprise
from apps.core.http.openapi import SchemaDocument
from apps.core.http.urls import path
from apps.daifutong.rest import (
    batches,
    contracts,
    figures,
    follow_ups,
    openings,
    payslip_desk,
    payslips,
    proofs,
    receipts,
    reclaims,
    rows,
    tax,
    wage_cards,
)
from apps.identity.rest import devices
from apps.members.rest import applications, roster
from apps.news.rest import announcements
from apps.notify.rest import inbox
from apps.portal.rest import public, search
from apps.transfers.rest import accounts as own_accounts
from apps.transfers.rest import transfers

app_name = "api"
BATCH = "v1/daifutong/batches/<uuid:batch_id>/"
CONTRACT = "v1/daifutong/contracts/<uuid:contract_id>/"
ACCOUNT = "v1/accounts/<uuid:account_id>/"
PAYSLIP = "v1/daifutong/payslips/<uuid:payslip_id>/"
OWN_RECLAIM = "v1/daifutong/own-reclaims/<uuid:reclaim_id>/"
WAGE_CARD = "v1/daifutong/wage-cards/<uuid:card_id>/"
STAFF_CARD = "v1/daifutong/staff-cards/<uuid:card_id>/"
urlpatterns = [
    path("schema/", SchemaDocument.as_view(), "schema"),
    path("v1/daifutong/payers/", batches.Payers.as_view(), "payers"),
    path("v1/daifutong/calendar/", figures.Calendar.as_view(), "pay_calendar"),
    path("v1/daifutong/figures/", figures.Figures.as_view(), "payroll_figures"),
    path("v1/daifutong/fees/", figures.Fees.as_view(), "payroll_fees"),
    path("v1/daifutong/fees/<uuid:fee_id>/", figures.Fee.as_view(), "payroll_fee"),
    path("v1/daifutong/contract/", contracts.PayrollContract.as_view(), "payroll_contract"),
    path(f"{CONTRACT}sign/", contracts.ContractSignature.as_view(), "contract_sign"),
    path(f"{CONTRACT}withdraw/", contracts.ContractWithdrawal.as_view(), "contract_withdraw"),
    path(f"{CONTRACT}end/", contracts.ContractEnding.as_view(), "contract_end"),
    path("v1/daifutong/batches/", batches.Batches.as_view(), "batches"),
    path("v1/daifutong/batches/import/", batches.BatchImport.as_view(), "batch_import"),
    path(BATCH, batches.Batch.as_view(), "batch"),
    path(f"{BATCH}comparison/", batches.BatchComparison.as_view(), "batch_compare"),
    path(f"{BATCH}rows/", rows.Rows.as_view(), "rows"),
    path(f"{BATCH}submit/", batches.BatchSubmission.as_view(), "batch_submit"),
    path(f"{BATCH}withdraw/", batches.BatchWithdrawal.as_view(), "batch_withdraw"),
    path(f"{BATCH}cancel/", batches.BatchCancellation.as_view(), "batch_cancel"),
    path(f"{BATCH}release/", batches.BatchRelease.as_view(), "batch_release"),
    path(f"{BATCH}check/", batches.BatchCheck.as_view(), "batch_check"),
    path(f"{BATCH}authorise/", batches.BatchAuthorisation.as_view(), "batch_authorise"),
    path(f"{BATCH}permit/", batches.BatchPermission.as_view(), "batch_permit"),
    path(f"{BATCH}reject/", batches.BatchRejection.as_view(), "batch_reject"),
    path(f"{BATCH}tax/", tax.BatchTax.as_view(), "batch_tax"),
    path(f"{BATCH}receipt/", receipts.BatchReceipt.as_view(), "batch_receipt"),
    path(f"{BATCH}rows/<uuid:row_id>/receipt/", receipts.RowReceipt.as_view(), "row_receipt"),
    path(f"{BATCH}rows/merge/", rows.RowsMerge.as_view(), "rows_merge"),
    path(f"{BATCH}rows/amend/", rows.RowsAmend.as_view(), "rows_amend"),
    path("v1/daifutong/rows/<uuid:row_id>/", rows.Row.as_view(), "row"),
    path("v1/daifutong/wage-proofs/", proofs.WageProofs.as_view(), "wage_proofs"),
    path("v1/daifutong/wage-proofs/<uuid:proof_id>/", proofs.WageProof.as_view(), "wage_proof"),
    path("v1/daifutong/slips/", payslip_desk.Slips.as_view(), "slips"),
    path("v1/daifutong/slips/template/", payslip_desk.SlipTemplate.as_view(), "slip_template"),
    path("v1/daifutong/slips/<uuid:payslip_id>/", payslip_desk.Slip.as_view(), "slip"),
    path("v1/daifutong/slips/<uuid:payslip_id>/withdraw/", payslip_desk.SlipWithdrawal.as_view(), "slip_withdraw"),
    path("v1/daifutong/slips/<uuid:payslip_id>/correct/", payslip_desk.SlipCorrection.as_view(), "slip_correct"),
    path("v1/daifutong/rows/<uuid:row_id>/park/", follow_ups.RowParking.as_view(), "row_park"),
    path(f"{BATCH}retry/", follow_ups.BatchRetry.as_view(), "batch_retry"),
    path("v1/daifutong/waiting/", follow_ups.Waiting.as_view(), "waiting_rows"),
    path("v1/daifutong/payslips/", payslips.Payslips.as_view(), "payslips"),
    path(PAYSLIP, payslips.Payslip.as_view(), "payslip"),
    path(f"{PAYSLIP}view/", payslips.PayslipViewing.as_view(), "payslip_view"),
    path(f"{PAYSLIP}receipt/", receipts.PayslipReceipt.as_view(), "payslip_receipt"),
    path(f"{PAYSLIP}confirm/", payslips.PayslipConfirmation.as_view(), "payslip_confirm"),
    path(f"{PAYSLIP}dispute/", payslips.PayslipDispute.as_view(), "payslip_dispute"),
    path("v1/daifutong/reclaims/", reclaims.Reclaims.as_view(), "reclaims"),
    path("v1/daifutong/reclaims/<uuid:reclaim_id>/", reclaims.Reclaim.as_view(), "reclaim"),
    path("v1/daifutong/reclaims/<uuid:reclaim_id>/decide/", reclaims.ReclaimDecision.as_view(), "reclaim_decide"),
    path("v1/daifutong/own-reclaims/", reclaims.OwnReclaims.as_view(), "own_reclaims"),
    path(OWN_RECLAIM, reclaims.OwnReclaim.as_view(), "own_reclaim"),
    path(f"{OWN_RECLAIM}agree/", reclaims.OwnReclaimAgreement.as_view(), "own_reclaim_agree"),
    path(f"{OWN_RECLAIM}refuse/", reclaims.OwnReclaimRefusal.as_view(), "own_reclaim_refuse"),
    path("v1/daifutong/openings/", openings.Openings.as_view(), "openings"),
    path("v1/daifutong/openings/<uuid:opening_id>/", openings.Opening.as_view(), "opening"),
    path("v1/daifutong/invitations/", openings.Invitations.as_view(), "invitations"),
    path("v1/daifutong/wage-cards/", wage_cards.OwnCards.as_view(), "wage_cards"),
    path(f"{WAGE_CARD}withdraw/", wage_cards.OwnCardWithdrawal.as_view(), "wage_card_withdraw"),
    path("v1/daifutong/staff-cards/", wage_cards.FirmCards.as_view(), "staff_cards"),
    path(STAFF_CARD, wage_cards.FirmCard.as_view(), "staff_card"),
    path(f"{STAFF_CARD}confirm/", wage_cards.FirmCardConfirmation.as_view(), "staff_card_confirm"),
    path(f"{STAFF_CARD}reject/", wage_cards.FirmCardRefusal.as_view(), "staff_card_reject"),
    path("v1/roster/", roster.Roster.as_view(), "roster"),
    path("v1/members/", roster.Members.as_view(), "members"),
    path("v1/accounts/", accounts.Accounts.as_view(), "accounts"),
    path("v1/accounts/<uuid:account_id>/balance/", accounts.Balance.as_view(), "account_balance"),
    path("v1/accounts/class-two/words/", accounts.OpeningWords.as_view(), "account_two_words"),
    path("v1/accounts/class-two/", accounts.ClassTwoOpening.as_view(), "account_two"),
    path(f"{ACCOUNT}entries/", accounts.Entries.as_view(), "account_entries"),
    path(f"{ACCOUNT}month/", accounts.Month.as_view(), "account_month"),
    path(f"{ACCOUNT}bound/", accounts.BoundAccount.as_view(), "account_bound"),
    path(f"{ACCOUNT}limits/", own_accounts.Limits.as_view(), "account_limits"),
    path(f"{ACCOUNT}guard/", own_accounts.Guard.as_view(), "account_guard"),
    path(f"{ACCOUNT}closing/", own_accounts.ClosingOfAccount.as_view(), "account_closing"),
    path("v1/cards/", cards.Cards.as_view(), "cards"),
    path("v1/cards/words/", cards.CardWords.as_view(), "card_words"),
    path("v1/cards/<uuid:card_id>/", cards.Card.as_view(), "card"),
    path("v1/cards/<uuid:card_id>/bind/", cards.CardBinding.as_view(), "card_bind"),
    path("v1/enterprise/confirmations/", enterprise.Confirmations.as_view(), "confirmations"),
    path("v1/enterprise/accounts/<uuid:account_id>/confirmations/", enterprise.Confirmation.as_view(), "confirmation"),
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
    path("v1/agreements/", own.Agreements.as_view(), "agreements"),
    path("v1/agreements/<str:code>/", own.Agreement.as_view(), "agreement"),
    path("v1/agreements/<str:code>/sign/", own.AgreementSigning.as_view(), "agreement_sign"),
    path("v1/signatures/", own.Signatures.as_view(), "signatures"),
    path("v1/signatures/<uuid:signature_id>/", own.Signature.as_view(), "signature"),
    path("v1/consents/", privacy.Consents.as_view(), "consents"),
    path("v1/consents/<str:purpose>/", privacy.Consent.as_view(), "consent"),
    path("v1/mandates/", privacy.Mandates.as_view(), "mandates"),
    path("v1/mandates/<uuid:mandate_id>/", privacy.Mandate.as_view(), "mandate"),
    path("v1/mandates/<uuid:mandate_id>/stop/", privacy.MandateStop.as_view(), "mandate_stop"),
    path("v1/data-requests/", privacy.DataRequests.as_view(), "data_requests"),
    path(
        "v1/data-requests/<uuid:request_id>/withdraw/", privacy.DataRequestWithdrawal.as_view(), "data_request_withdraw"
    ),
    path("v1/data-copy/", privacy.DataCopy.as_view(), "data_copy"),
    path("v1/enterprise/application/", applications.EnterpriseApplication.as_view(), "enterprise_application"),
    path("v1/enterprise/agreements/", firm_agreements.EnterpriseAgreements.as_view(), "firm_agreements"),
    path("v1/enterprise/agreements/<str:code>/", firm_agreements.EnterpriseAgreement.as_view(), "firm_agreement"),
    path(
        "v1/enterprise/agreements/<str:code>/sign/",
        firm_agreements.EnterpriseAgreementSigning.as_view(),
        "firm_agreement_sign",
    ),
    path("v1/enterprise/signatures/", firm_agreements.EnterpriseSignatures.as_view(), "firm_signatures"),
    path(
        "v1/enterprise/signatures/<uuid:signature_id>/", firm_agreements.EnterpriseSignature.as_view(), "firm_signature"
    ),
    path("v1/devices/", devices.Devices.as_view(), "devices"),
    path("v1/devices/<uuid:device_id>/", devices.Device.as_view(), "device"),
    path("v1/sessions/", devices.Sessions.as_view(), "sessions"),
    path("v1/sessions/<int:session_id>/", devices.Session.as_view(), "session"),
    path("v1/announcements/", announcements.Announcements.as_view(), "announcements"),
    path("v1/help/", public.Help.as_view(), "help"),
    path("v1/help/<slug:slug>/", public.HelpArticle.as_view(), "help_article"),
    path("v1/fees/", public.Fees.as_view(), "fees"),
    path("v1/search/", search.Search.as_view(), "search"),
    path("v1/enterprise/search/", search.EnterpriseSearch.as_view(), "firm_search"),
    path("v1/bank/search/", search.BankSearch.as_view(), "bank_search"),
]
