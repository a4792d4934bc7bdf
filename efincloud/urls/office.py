"""/office/: operators of the enterprises."""

from apps.agreements.web import office as agreements
from apps.bankaccounts.web import confirmations
from apps.bankaccounts.web import office as bankaccounts
from apps.core.actors import Surface
from apps.core.http.urls import path
from apps.daifutong.web import comparison, disputes, mending, payslip_desk, receipts, records
from apps.daifutong.web import contracts as payroll_contracts
from apps.daifutong.web import figures as payroll_figures
from apps.daifutong.web import office as daifutong
from apps.identity.contracts import LoginKind
from apps.identity.web.pages import login_urls
from apps.members.web import credentials, departments, lending, onboarding, operators, rosters
from apps.members.web import office as members
from apps.news.web.readers import reader_urls
from apps.notify.web.pages import inbox_urls
from apps.portal.web import office as portal
from apps.portal.web.public import public_urls
from apps.portal.web.search import search_urls

app_name = "office"
ACCOUNT = "accounts/<uuid:account_id>/"
ENTRY = f"{ACCOUNT}entries/<uuid:journal_id>/<int:leg>/"
STATEMENT = f"{ACCOUNT}statements/<uuid:statement_id>/"
urlpatterns = [
    path("", portal.home, "home"),
    path("payroll/", daifutong.batch_list, "batch_list"),
    path("payroll/import/", daifutong.batch_import, "batch_import"),
    path("payroll/template/", daifutong.batch_template, "batch_template"),
    path("payroll/calendar/", payroll_figures.pay_calendar, "pay_calendar"),
    path("payroll/figures/", payroll_figures.office_figures, "payroll_figures"),
    path("payroll/fees/", payroll_figures.fee_list, "fee_list"),
    path("payroll/fees/<uuid:fee_id>/", payroll_figures.fee_detail, "fee_detail"),
    path("payroll/contract/", payroll_contracts.payroll_contract, "payroll_contract"),
    path("payroll/contract/new/", payroll_contracts.contract_new, "contract_new"),
    path("payroll/contract/<uuid:contract_id>/sign/", payroll_contracts.contract_signature, "contract_signature"),
    path("payroll/contract/<uuid:contract_id>/withdraw/", payroll_contracts.contract_withdrawal, "contract_withdrawal"),
    path("payroll/contract/<uuid:contract_id>/end/", payroll_contracts.contract_ending, "contract_ending"),
    path("payroll/disputes/", disputes.payslip_disputes, "payslip_disputes"),
    path("payroll/disputes/<uuid:payslip_id>/reply/", disputes.payslip_reply, "payslip_reply"),
    path("payroll/records/", records.payroll_records, "payroll_records"),
    path("payroll/records/voucher.csv", records.month_voucher, "month_voucher"),
    path("payroll/records/year.zip", records.year_archive, "year_archive"),
    path("payroll/payslips/", payslip_desk.slip_list, "slip_list"),
    path("payroll/payslips/template/", payslip_desk.slip_template, "slip_template"),
    path("payroll/payslips/<uuid:payslip_id>/", payslip_desk.slip_detail, "slip_detail"),
    path("payroll/payslips/<uuid:payslip_id>/withdraw/", payslip_desk.slip_withdraw, "slip_withdraw"),
    path("payroll/payslips/<uuid:payslip_id>/correct/", payslip_desk.slip_correct, "slip_correct"),
    path("payroll/<uuid:batch_id>/", daifutong.batch_detail, "batch_detail"),
    path("payroll/<uuid:batch_id>/comparison/", comparison.batch_compare, "batch_compare"),
    path("payroll/<uuid:batch_id>/progress/", daifutong.batch_progress, "batch_progress"),
    path("payroll/<uuid:batch_id>/tax/", records.batch_tax, "batch_tax"),
    path("payroll/<uuid:batch_id>/voucher.csv", records.batch_voucher, "batch_voucher"),
    path("payroll/<uuid:batch_id>/receipts/", receipts.batch_receipts, "batch_receipts"),
    path("payroll/<uuid:batch_id>/receipts/batch.pdf", receipts.batch_receipt, "batch_receipt"),
    path("payroll/<uuid:batch_id>/receipts/<int:part>.zip", receipts.batch_receipts_file, "batch_receipts_file"),
    path("payroll/<uuid:batch_id>/rows/<uuid:row_id>/receipt.pdf", receipts.row_receipt, "row_receipt"),
    path("payroll/<uuid:batch_id>/submit/", daifutong.batch_submit, "batch_submit"),
    path("payroll/<uuid:batch_id>/withdraw/", daifutong.batch_withdraw, "batch_withdraw"),
    path("payroll/<uuid:batch_id>/cancel/", daifutong.batch_cancel, "batch_cancel"),
    path("payroll/<uuid:batch_id>/check/", daifutong.batch_check, "batch_check"),
    path("payroll/<uuid:batch_id>/authorise/", daifutong.batch_authorise, "batch_authorise"),
    path("payroll/<uuid:batch_id>/reject/", daifutong.batch_reject, "batch_reject"),
    path("payroll/<uuid:batch_id>/permit/", daifutong.batch_permit, "batch_permit"),
    path("payroll/<uuid:batch_id>/release/", daifutong.batch_release, "batch_release"),
    path("payroll/<uuid:batch_id>/rows/<uuid:row_id>/drop/", daifutong.row_drop, "row_drop"),
    path("payroll/<uuid:batch_id>/rows/export/", mending.rows_export, "rows_export"),
    path("payroll/<uuid:batch_id>/rows/merge/", mending.rows_merge, "rows_merge"),
    path("payroll/<uuid:batch_id>/rows/amend/", mending.rows_amend, "rows_amend"),
    path("payroll/rows/<uuid:row_id>/amend/", daifutong.row_amend, "row_amend"),
    path("lending/", lending.lending_list, "lending_list"),
    path("lending/new/", lending.lending_new, "lending_new"),
    path("lending/<uuid:grant_id>/end/", lending.lending_end, "lending_end"),
    path("register/", onboarding.register, "register"),
    path("membership/", onboarding.onboarding, "onboarding"),
    path("membership/company/", onboarding.onboarding_company, "onboarding_company"),
    path("membership/papers/", onboarding.onboarding_papers, "onboarding_papers"),
    path("membership/papers/<uuid:paper_id>/", onboarding.onboarding_paper, "onboarding_paper"),
    path("membership/account/", onboarding.onboarding_account, "onboarding_account"),
    path("membership/account/amount/", onboarding.onboarding_amount, "onboarding_amount"),
    path("membership/operators/", onboarding.onboarding_operators, "onboarding_operators"),
    path("membership/submit/", onboarding.onboarding_submit, "onboarding_submit"),
    path("membership/change/", onboarding.onboarding_change, "onboarding_change"),
    path("membership/withdraw/", onboarding.onboarding_withdraw, "onboarding_withdraw"),
    path("accounts/", bankaccounts.account_list, "account_list"),
    path(ACCOUNT, bankaccounts.account_detail, "account_detail"),
    path(f"{ACCOUNT}statement.csv", bankaccounts.statement_csv, "statement_csv"),
    path(f"{ACCOUNT}statement.xlsx", bankaccounts.statement_xlsx, "statement_xlsx"),
    path(f"{ACCOUNT}statements/", bankaccounts.statement_issue, "statement_issue"),
    path(STATEMENT, bankaccounts.statement_detail, "statement_detail"),
    path(f"{STATEMENT}statement.pdf", bankaccounts.statement_file, "statement_file"),
    path(ENTRY, bankaccounts.entry, "entry"),
    path(f"{ENTRY}receipt.json", bankaccounts.receipt_file, "receipt_file"),
    path(f"{ENTRY}receipt.pdf", bankaccounts.receipt_print, "receipt_print"),
    path("members/", members.member_list, "member_list"),
    path("members/submit/", members.member_submit, "member_submit"),
    path("members/invite/", members.member_invite, "member_invite"),
    path("members/<uuid:member_id>/", members.member_detail, "member_detail"),
    path("members/<uuid:member_id>/mend/", members.member_mend, "member_mend"),
    path("members/<uuid:member_id>/leave/", members.member_leaving, "member_leaving"),
    path("members/<uuid:member_id>/stay/", members.member_staying, "member_staying"),
    path("members/departments/", departments.department_list, "department_list"),
    path("members/departments/new/", departments.department_new, "department_new"),
    path("members/departments/<uuid:department_id>/", departments.department_detail, "department_detail"),
    path("members/departments/<uuid:department_id>/close/", departments.department_end, "department_end"),
    path("members/roster/", rosters.roster_new, "roster_new"),
    path("members/roster/template/", rosters.roster_template, "roster_template"),
    path("members/roster/<uuid:upload_id>/", rosters.roster_preview, "roster_preview"),
    path("members/roster/<uuid:upload_id>/alike/", rosters.roster_alike, "roster_alike"),
    path("members/roster/<uuid:upload_id>/confirm/", rosters.roster_confirm, "roster_confirm"),
    path("members/roster/<uuid:upload_id>/discard/", rosters.roster_give_up, "roster_give_up"),
    path("members/roster/<uuid:upload_id>/faults.xlsx", rosters.roster_sheet, "roster_sheet"),
    path("members/roster/<uuid:upload_id>/faults/", rosters.roster_sheet_back, "roster_sheet_back"),
    path("members/roster/<uuid:upload_id>/rows/<int:number>/", rosters.roster_row_save, "roster_row_save"),
    path("members/roster/<uuid:upload_id>/rows/<int:number>/drop/", rosters.roster_row_out, "roster_row_out"),
    path("accounts/confirmations/", confirmations.confirmation_list, "confirmation_list"),
    path("accounts/<uuid:account_id>/confirm/", confirmations.balance_confirm, "balance_confirm"),
    path("agreements/", agreements.agreement_list, "agreement_list"),
    path("agreements/<str:code>/", agreements.agreement, "agreement"),
    path("agreements/<str:code>/sign/", agreements.agreement_sign, "agreement_sign"),
    path("agreements/signed/<uuid:signature_id>/", agreements.agreement_copy, "agreement_copy"),
    path("agreements/signed/<uuid:signature_id>/pdf/", agreements.agreement_file, "agreement_file"),
    path("credentials/", credentials.credential_list, "credential_list"),
    path("credentials/new/", credentials.credential_new, "credential_new"),
    path("credentials/<uuid:credential_id>/revoke/", credentials.credential_end, "credential_end"),
    path("operators/", operators.operator_list, "operator_list"),
    path("operators/new/", operators.operator_new, "operator_new"),
    path("operators/<uuid:grant_id>/revoke/", operators.operator_end, "operator_end"),
    path("operators/logins/<uuid:user_id>/reset/", operators.operator_renew, "operator_renew"),
    *inbox_urls(Surface.OFFICE),
    *public_urls(Surface.OFFICE),
    *reader_urls(Surface.OFFICE),
    *search_urls(Surface.OFFICE),
    *login_urls(LoginKind.OPERATOR),
]
