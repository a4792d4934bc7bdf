"""/mobile/: employees on their phones."""

from apps.agreements.web import mobile as agreements
from apps.bankaccounts.web import cards
from apps.bankaccounts.web import mobile as bankaccounts
from apps.core.actors import Surface
from apps.core.http.urls import path
from apps.daifutong.web import mobile as daifutong
from apps.daifutong.web import openings, proofs, reclaims, wagecards
from apps.identity.contracts import LoginKind
from apps.identity.web.pages import login_urls
from apps.imessage.web import mobile as imessage
from apps.members.web import joining, recovery
from apps.members.web import mobile as members
from apps.news.web.readers import reader_urls
from apps.notify.web.pages import inbox_urls
from apps.portal.web import mobile as portal
from apps.portal.web import offline
from apps.portal.web.public import public_urls
from apps.portal.web.search import search_urls
from apps.shenhuobao.web import assessments, conversions, instructions, payouts, plans, shelf, trading
from apps.tongxinbao.web import mandates
from apps.tongxinbao.web import mobile as tongxinbao
from apps.transfers.web import accounts as own_accounts
from apps.transfers.web import mobile as transfers

app_name = "mobile"
ACCOUNT = "accounts/<uuid:account_id>/"
ENTRY = f"{ACCOUNT}entries/<uuid:journal_id>/<int:leg>/"
STATEMENT = f"{ACCOUNT}statements/<uuid:statement_id>/"
INSTRUCTION = "wealth/instructions/<uuid:instruction_id>/"
urlpatterns = [
    path("", portal.home, "home"),
    path("me/", portal.me, "me"),
    path("me/employer/", members.employer_switch, "employer_switch"),
    path("assets/", portal.assets, "assets"),
    path("offline/", offline.offline, "offline"),
    path("worker.js", offline.worker, "worker"),
    path("accounts/", bankaccounts.account_list, "account_list"),
    path(f"{ACCOUNT}balance/", bankaccounts.account_balance, "account_balance"),
    path(f"{ACCOUNT}entries/", bankaccounts.account_entries, "account_entries"),
    path(ENTRY, bankaccounts.entry, "entry"),
    path(f"{ENTRY}receipt.json", bankaccounts.receipt_file, "receipt_file"),
    path(f"{ENTRY}receipt.pdf", bankaccounts.receipt_print, "receipt_print"),
    path(f"{ACCOUNT}statement/", bankaccounts.statement, "statement"),
    path(f"{ACCOUNT}statements/", bankaccounts.statement_issue, "statement_issue"),
    path(STATEMENT, bankaccounts.statement_detail, "statement_detail"),
    path(f"{STATEMENT}statement.pdf", bankaccounts.statement_file, "statement_file"),
    path("accounts/<uuid:account_id>/summary/", bankaccounts.account_summary, "account_summary"),
    path("accounts/<uuid:account_id>/manage/", own_accounts.account_manage, "account_manage"),
    path("accounts/<uuid:account_id>/guard/", own_accounts.account_guard, "account_guard"),
    path("accounts/<uuid:account_id>/restore/", own_accounts.account_restore, "account_restore"),
    path("accounts/<uuid:account_id>/close/", own_accounts.account_close, "account_close"),
    path("accounts/<uuid:account_id>/limits/", own_accounts.account_limits, "account_limits"),
    path("transfers/", transfers.transfer_list, "transfer_list"),
    path("transfers/new/", transfers.transfer_new, "transfer_new"),
    path("transfers/<uuid:transfer_id>/", transfers.transfer, "transfer"),
    path("accounts/new/", cards.account_new, "account_new"),
    path("accounts/<uuid:account_id>/opened/", cards.account_opened, "account_opened"),
    path("accounts/<uuid:account_id>/bound/", cards.account_bound, "account_bound"),
    path("cards/", cards.card_list, "card_list"),
    path("cards/new/", cards.card_new, "card_new"),
    path("cards/<uuid:card_id>/", cards.card, "card"),
    path("cards/<uuid:card_id>/bind/", cards.card_bind, "card_bind"),
    path("cards/<uuid:card_id>/unbind/", cards.card_unbind, "card_unbind"),
    path("payslips/", daifutong.payslip_list, "payslip_list"),
    path("payslips/<uuid:payslip_id>/", daifutong.payslip_detail, "payslip_detail"),
    path("payslips/<uuid:payslip_id>/view/", daifutong.payslip_view, "payslip_view"),
    path("payslips/<uuid:payslip_id>/receipt/give/", daifutong.receipt_give, "receipt_give"),
    path("payslips/<uuid:payslip_id>/receipt.pdf", daifutong.payslip_receipt_file, "payslip_receipt_file"),
    path("payslips/<uuid:payslip_id>/confirm/", daifutong.payslip_confirm, "payslip_confirm"),
    path("payslips/<uuid:payslip_id>/dispute/", daifutong.payslip_dispute, "payslip_dispute"),
    path("wage-proofs/", proofs.proof_list, "proof_list"),
    path("wage-proofs/issue/", proofs.proof_issue, "proof_issue"),
    path("wage-proofs/<uuid:proof_id>/", proofs.proof_detail, "proof_detail"),
    path("wage-proofs/<uuid:proof_id>/open/", proofs.proof_open, "proof_open"),
    path("wage-proofs/<uuid:proof_id>/revoke/", proofs.proof_revoke, "proof_revoke"),
    path("wage-proofs/<uuid:proof_id>/proof.pdf", proofs.proof_file, "proof_file"),
    path("reclaims/", reclaims.own_reclaims, "reclaims"),
    path("reclaims/<uuid:reclaim_id>/", reclaims.own_reclaim, "reclaim"),
    path("reclaims/<uuid:reclaim_id>/agree/", reclaims.reclaim_agree, "reclaim_agree"),
    path("reclaims/<uuid:reclaim_id>/refuse/", reclaims.reclaim_refuse, "reclaim_refuse"),
    path("invitations/", openings.invitations, "invitations"),
    path("wage-cards/", wagecards.wagecards, "wagecards"),
    path("wage-cards/employers/<uuid:enterprise_id>/submit/", wagecards.wagecard_submit, "wagecard_submit"),
    path("wage-cards/<uuid:card_id>/withdraw/", wagecards.wagecard_withdraw, "wagecard_withdraw"),
    path("wealth/", shelf.product_list, "product_list"),
    path("wealth/compare/", shelf.product_compare, "product_compare"),
    path("wealth/<uuid:product_id>/", shelf.product, "product"),
    path("wealth/<uuid:product_id>/purchase/place/", trading.purchase_place, "purchase_place"),
    path("wealth/trades/", trading.trade_list, "trade_list"),
    path("wealth/trades/<uuid:order_id>/", trading.trade, "trade"),
    path("wealth/trades/<uuid:order_id>/cancel/", trading.order_cancel, "order_cancel"),
    path("wealth/positions/", trading.position_list, "position_list"),
    path("wealth/positions/<uuid:holding_id>/", trading.position, "position"),
    path("wealth/positions/<uuid:holding_id>/redemption/place/", trading.redemption_place, "redemption_place"),
    path("wealth/positions/<uuid:holding_id>/quick/redeem/", trading.quick_redeem, "quick_redeem"),
    path("wealth/positions/<uuid:holding_id>/conversions/", conversions.conversion_list, "conversion_list"),
    path(
        "wealth/positions/<uuid:holding_id>/conversions/<uuid:product_id>/place/",
        conversions.conversion_place,
        "conversion_place",
    ),
    path("wealth/positions/<uuid:holding_id>/dividend/choose/", payouts.dividend_choose, "dividend_choose"),
    path("wealth/payouts/", payouts.payout_list, "payout_list"),
    path("tongxinbao/", tongxinbao.issue_list, "issue_list"),
    path("tongxinbao/orders/", tongxinbao.order_list, "order_list"),
    path("tongxinbao/orders/<uuid:order_id>/", tongxinbao.order, "order"),
    path("tongxinbao/orders/<uuid:order_id>/withdraw/", tongxinbao.order_withdraw, "order_withdraw"),
    path("tongxinbao/holdings/", tongxinbao.holding_list, "holding_list"),
    path("tongxinbao/holdings/<uuid:holding_id>/", tongxinbao.holding, "holding"),
    path("tongxinbao/holdings/<uuid:holding_id>/contract.pdf", tongxinbao.holding_contract, "holding_contract"),
    path("tongxinbao/holdings/<uuid:holding_id>/exit/ask/", tongxinbao.exit_ask, "exit_ask"),
    path("tongxinbao/holdings/<uuid:holding_id>/evidence.zip", tongxinbao.holding_evidence, "holding_evidence"),
    path("tongxinbao/<uuid:issue_id>/", tongxinbao.issue, "issue"),
    path("tongxinbao/<uuid:issue_id>/papers/<uuid:paper_id>/", tongxinbao.issue_paper, "issue_paper"),
    path("tongxinbao/<uuid:issue_id>/place/", tongxinbao.order_place, "order_place"),
    path("tongxinbao/<uuid:issue_id>/mandate/", mandates.loan_mandate, "loan_mandate"),
    path("tongxinbao/<uuid:issue_id>/mandate/sign/", mandates.mandate_sign, "mandate_sign"),
    path("tongxinbao/<uuid:issue_id>/mandate/revoke/", mandates.mandate_revoke, "mandate_revoke"),
    path("wealth/<uuid:product_id>/instruction/sign/", instructions.instruction_sign, "instruction_sign"),
    path("wealth/instructions/<uuid:instruction_id>/", instructions.instruction, "instruction"),
    path(f"{INSTRUCTION}change/", instructions.instruction_change, "instruction_change"),
    path(f"{INSTRUCTION}pause/", instructions.instruction_pause, "instruction_pause"),
    path(f"{INSTRUCTION}resume/", instructions.instruction_resume, "instruction_resume"),
    path(f"{INSTRUCTION}stop/", instructions.instruction_stop, "instruction_stop"),
    path("wealth/plans/", plans.plan_list, "plan_list"),
    path("wealth/plans/create/", plans.plan_create, "plan_create"),
    path("wealth/plans/<uuid:plan_id>/", plans.plan, "plan"),
    path("wealth/plans/<uuid:plan_id>/change/", plans.plan_change, "plan_change"),
    path("wealth/plans/<uuid:plan_id>/pause/", plans.plan_pause, "plan_pause"),
    path("wealth/plans/<uuid:plan_id>/resume/", plans.plan_resume, "plan_resume"),
    path("wealth/plans/<uuid:plan_id>/stop/", plans.plan_stop, "plan_stop"),
    path("wealth/assessments/", assessments.assessment_list, "assessment_list"),
    path("wealth/assessments/take/", assessments.assessment_take, "assessment_take"),
    path("wealth/assessments/<uuid:assessment_id>/", assessments.assessment, "assessment"),
    path("wealth/assessments/<uuid:assessment_id>/confirm/", assessments.assessment_confirm, "assessment_confirm"),
    path("wealth/assessments/<uuid:assessment_id>/void/", assessments.assessment_void, "assessment_void"),
    path("talks/", imessage.talk_list, "talk_list"),
    path("talks/<uuid:conversation_id>/", imessage.talk, "talk"),
    path("talks/<uuid:conversation_id>/messages/send/", imessage.message_send, "message_send"),
    path("talks/<uuid:conversation_id>/messages/<int:seq>/recall/", imessage.message_recall, "message_recall"),
    path("colleagues/", imessage.colleague_list, "colleague_list"),
    path("colleagues/<uuid:member_id>/direct/open/", imessage.direct_open, "direct_open"),
    path("agreements/", agreements.agreement_list, "agreement_list"),
    path("agreements/<str:code>/", agreements.agreement, "agreement"),
    path("agreements/<str:code>/sign/", agreements.agreement_sign, "agreement_sign"),
    path("agreements/signed/<uuid:signature_id>/", agreements.agreement_copy, "agreement_copy"),
    path("agreements/signed/<uuid:signature_id>/pdf/", agreements.agreement_file, "agreement_file"),
    path("consents/", agreements.consent_list, "consent_list"),
    path("consents/<str:purpose>/", agreements.consent, "consent"),
    path("consents/<str:purpose>/closing/", agreements.consent_closing, "consent_closing"),
    path("mandates/", agreements.mandate_list, "mandate_list"),
    path("mandates/<uuid:mandate_id>/", agreements.mandate, "mandate"),
    path("mandates/<uuid:mandate_id>/stop/", agreements.mandate_stop, "mandate_stop"),
    path("my-data/", agreements.my_data, "my_data"),
    path("my-data/copy/", agreements.my_data_copy, "my_data_copy"),
    path("my-data/<uuid:request_id>/withdraw/", agreements.my_data_withdraw, "my_data_withdraw"),
    path("certification/", members.certification, "certification"),
    path("certification/<uuid:member_id>/mend/", members.certification_mend, "certification_mend"),
    path("join/", joining.join, "join"),
    path("join/code/", joining.join_code, "join_code"),
    path("join/confirm/", joining.join_next, "join_next"),
    path("join/confirm/<uuid:member_id>/", joining.join_confirm, "join_confirm"),
    path("recover/", recovery.recover, "recover"),
    path("recover/code/", recovery.recover_code, "recover_code"),
    *inbox_urls(Surface.MOBILE),
    *public_urls(Surface.MOBILE),
    *reader_urls(Surface.MOBILE),
    *search_urls(Surface.MOBILE),
    *login_urls(LoginKind.EMPLOYEE),
]
