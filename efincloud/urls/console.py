"""/console/: bank staff."""

from apps.agreements.web import console as agreements
from apps.approvals.web import console as approvals
from apps.audit.web import console as audit
from apps.cases.web import console as cases
from apps.core.actors import Surface
from apps.core.http.urls import path
from apps.daifutong.web import console as daifutong
from apps.daifutong.web import contract_desk as payroll_contracts
from apps.daifutong.web import figures as payroll_figures
from apps.daifutong.web import openings
from apps.identity.contracts import LoginKind
from apps.identity.web.pages import login_urls
from apps.imessage.web import bank_desk, moderation, warrants
from apps.ledger.web import console as ledger
from apps.ledger.web import days
from apps.members.web import applications, insurance, posts, review_team, reviews
from apps.members.web import console as members
from apps.news.web import console as news
from apps.news.web.readers import reader_urls
from apps.notify.web.pages import inbox_urls
from apps.portal.web import console as portal
from apps.portal.web.public import public_urls
from apps.portal.web.search import search_urls
from apps.risk.web import console as risk
from apps.shenhuobao.web import accords, agent_desk, assessment_desk, factory, questionnaires
from apps.tongxinbao.web import arrears as loan_arrears
from apps.tongxinbao.web import desk as loans
from apps.tongxinbao.web import lpr, outcomes

from . import service

app_name = "console"
urlpatterns = [
    path("talks/warrants/", warrants.warrant_list, "warrant_list"),
    path("talks/warrants/propose/", warrants.warrant_propose, "warrant_propose"),
    path("talks/warrants/<uuid:warrant_id>/", warrants.warrant, "warrant"),
    path("talks/warrants/<uuid:warrant_id>/decide/", warrants.warrant_decide, "warrant_decide"),
    path("talks/warrants/<uuid:warrant_id>/release/", warrants.warrant_release, "warrant_release"),
    path("talks/warrants/<uuid:warrant_id>/close/", warrants.warrant_close, "warrant_close"),
    path("talks/warrants/<uuid:warrant_id>/read/", warrants.warrant_read, "warrant_read"),
    path("talks/reports/", moderation.report_list, "report_list"),
    path("talks/reports/<uuid:report_id>/", moderation.report, "report"),
    path("talks/reports/<uuid:report_id>/decide/", moderation.report_decide, "report_decide"),
    path("talks/reports/<uuid:report_id>/mute/decide/", moderation.mute_decide, "mute_decide"),
    path("talks/reports/<uuid:report_id>/appeal/decide/", moderation.appeal_decide, "appeal_decide"),
    path("", portal.home, "home"),
    path("payroll/", daifutong.batch_list, "batch_list"),
    path("payroll/figures/", payroll_figures.console_figures, "payroll_figures"),
    path("payroll/contracts/", payroll_contracts.contract_list, "contract_list"),
    path("payroll/contracts/<uuid:contract_id>/", payroll_contracts.contract_detail, "contract_detail"),
    path("payroll/contracts/<uuid:contract_id>/propose/", payroll_contracts.contract_propose, "contract_propose"),
    path("payroll/contracts/<uuid:contract_id>/decline/", payroll_contracts.contract_decline, "contract_decline"),
    path("payroll/contracts/<uuid:contract_id>/decide/", payroll_contracts.contract_decide, "contract_decide"),
    path("payroll/contracts/<uuid:contract_id>/terminate/", payroll_contracts.contract_terminate, "contract_terminate"),
    path("payroll/contracts/<uuid:contract_id>/suspend/", payroll_contracts.contract_suspend, "contract_suspend"),
    path("payroll/contracts/<uuid:contract_id>/resume/", payroll_contracts.contract_resume, "contract_resume"),
    path(
        "payroll/contracts/<uuid:contract_id>/termination/decide/",
        payroll_contracts.termination_decide,
        "termination_decide",
    ),
    path("payroll/openings/", openings.opening_desk, "opening_list"),
    path("payroll/openings/<uuid:opening_id>/", openings.opening_review, "opening"),
    path("payroll/openings/<uuid:opening_id>/accept/", openings.opening_accept, "opening_accept"),
    path("payroll/openings/<uuid:opening_id>/decline/", openings.opening_decline, "opening_decline"),
    path("payroll/openings/<uuid:opening_id>/decide/", openings.opening_decide, "opening_decide"),
    path("payroll/<uuid:batch_id>/", daifutong.batch_detail, "batch_detail"),
    path("payroll/<uuid:batch_id>/recall/", daifutong.rows_recall, "rows_recall"),
    path("payroll/<uuid:batch_id>/recall/decide/", daifutong.recall_decide, "recall_decide"),
    path("wealth/assessments/", assessment_desk.assessment_list, "assessment_list"),
    path("wealth/assessments/<uuid:assessment_id>/", assessment_desk.assessment_detail, "assessment_detail"),
    path("wealth/accords/", accords.accord_list, "accord_list"),
    path("wealth/accords/propose/", accords.accord_propose, "accord_propose"),
    path("wealth/accords/<uuid:accord_id>/", accords.accord_detail, "accord_detail"),
    path("wealth/accords/<uuid:accord_id>/decide/", accords.accord_decide, "accord_decide"),
    path("wealth/accords/<uuid:accord_id>/end/", accords.accord_end, "accord_end"),
    path("wealth/questionnaires/", questionnaires.questionnaire_list, "questionnaire_list"),
    path("wealth/questionnaires/propose/", questionnaires.questionnaire_propose, "questionnaire_propose"),
    path(
        "wealth/questionnaires/<uuid:questionnaire_id>/",
        questionnaires.questionnaire_detail,
        "questionnaire_detail",
    ),
    path(
        "wealth/questionnaires/<uuid:questionnaire_id>/decide/",
        questionnaires.questionnaire_decide,
        "questionnaire_decide",
    ),
    path("tongxinbao/", loans.issue_list, "issue_list"),
    path("tongxinbao/watch/", loans.issue_watch, "issue_watch"),
    path("tongxinbao/lpr/", lpr.lpr_list, "lpr_list"),
    path("tongxinbao/lpr/propose/", lpr.lpr_propose, "lpr_propose"),
    path("tongxinbao/lpr/<uuid:quote_id>/decide/", lpr.lpr_decide, "lpr_decide"),
    path("tongxinbao/papers/<uuid:paper_id>/", loans.issue_paper, "issue_paper"),
    path("tongxinbao/entrusted/<uuid:list_id>/", outcomes.entrusted_detail, "entrusted_detail"),
    path("tongxinbao/<uuid:issue_id>/", loans.issue_detail, "issue_detail"),
    path("tongxinbao/<uuid:issue_id>/entrusted/", outcomes.entrusted_list, "entrusted_list"),
    path("tongxinbao/<uuid:issue_id>/lenders/", loans.lender_list, "lender_list"),
    path("tongxinbao/<uuid:issue_id>/review/", loans.issue_review, "issue_review"),
    path("tongxinbao/<uuid:issue_id>/reject/", loans.issue_reject, "issue_reject"),
    path("tongxinbao/<uuid:issue_id>/decide/", loans.issue_decide, "issue_decide"),
    path("tongxinbao/<uuid:issue_id>/suspend/", loans.issue_suspend, "issue_suspend"),
    path("tongxinbao/<uuid:issue_id>/resume/", loans.issue_resume, "issue_resume"),
    path("tongxinbao/<uuid:issue_id>/cancel/decide/", loans.cancel_decide, "cancel_decide"),
    path("tongxinbao/<uuid:issue_id>/early/decide/", loan_arrears.early_decide, "early_decide"),
    path("tongxinbao/<uuid:issue_id>/default/", loan_arrears.issue_default, "issue_default"),
    path("tongxinbao/<uuid:issue_id>/default/note/", loan_arrears.default_note, "default_note"),
    path("tongxinbao/<uuid:issue_id>/evidence/export/", loan_arrears.evidence_export, "evidence_export"),
    path("tongxinbao/<uuid:issue_id>/settle/", loans.issue_settle, "issue_settle"),
    path("wealth/", factory.product_list, "product_list"),
    path("wealth/agents/", agent_desk.agent_file_list, "agent_file_list"),
    path("wealth/agents/files.csv", agent_desk.agent_file_csv, "agent_file_csv"),
    path("wealth/agents/<uuid:file_id>/", agent_desk.agent_file_detail, "agent_file_detail"),
    path("wealth/exceptions/", agent_desk.exception_list, "exception_list"),
    path("wealth/quotas/", agent_desk.quota_list, "quota_list"),
    path("wealth/quotas/quotas.csv", agent_desk.quota_csv, "quota_csv"),
    path("wealth/propose/", factory.product_propose, "product_propose"),
    path("wealth/<uuid:product_id>/", factory.product_detail, "product_detail"),
    path("wealth/<uuid:product_id>/suspend/", factory.product_suspend, "product_suspend"),
    path("wealth/<uuid:product_id>/resume/", factory.product_resume, "product_resume"),
    path("wealth/<uuid:product_id>/terms/propose/", factory.terms_propose, "terms_propose"),
    path("wealth/terms/<uuid:terms_id>/decide/", factory.terms_decide, "terms_decide"),
    path("agreements/", agreements.text_list, "text_list"),
    path("agreements/<str:code>/", agreements.text_detail, "text_detail"),
    path("agreements/<str:code>/new/", agreements.text_new, "text_new"),
    path("agreements/<uuid:text_id>/decision/", agreements.text_decision, "text_decision"),
    path("data-requests/", agreements.data_request_list, "data_request_list"),
    path("data-requests/<uuid:request_id>/", agreements.data_request, "data_request"),
    path("data-requests/<uuid:request_id>/reply/", agreements.data_request_reply, "data_request_reply"),
    path("books/", ledger.books, "books"),
    path("books/trial-balance.xlsx", ledger.books_file, "books_file"),
    path("books/codes/<str:code>/", ledger.books_code, "books_code"),
    path("books/accounts/<uuid:account_id>/", ledger.books_account, "books_account"),
    path("books/journals/<uuid:journal_id>/", ledger.books_journal, "books_journal"),
    path("day/", days.day_list, "day_list"),
    path("day/close/", days.day_close, "day_close"),
    path("day/<str:day>/", days.day_detail, "day_detail"),
    path("day/<str:day>/steps/", days.day_steps, "day_steps"),
    path("cases/", cases.case_list, "case_list"),
    path("cases/<uuid:case_id>/", cases.case_detail, "case_detail"),
    path("cases/<uuid:case_id>/take/", cases.case_claim, "case_claim"),
    path("cases/<uuid:case_id>/note/", cases.case_tell, "case_tell"),
    path("cases/<uuid:case_id>/back/", cases.case_give_back, "case_give_back"),
    path("cases/<uuid:case_id>/over/", cases.case_pass_on, "case_pass_on"),
    path("cases/<uuid:case_id>/proposal/", cases.case_proposal, "case_proposal"),
    path("cases/<uuid:case_id>/refusal/", cases.case_refusal, "case_refusal"),
    path("cases/<uuid:case_id>/consent/", cases.case_consent, "case_consent"),
    path("cases/jobs/<uuid:job_id>/again/", cases.job_again, "job_again"),
    path("parameters/", approvals.parameter_list, "parameter_list"),
    path("parameters/<str:key>/new/", approvals.parameter_new, "parameter_new"),
    path("parameters/<uuid:parameter_id>/decision/", approvals.parameter_decision, "parameter_decision"),
    path("risk/limits/", risk.limit_list, "limit_list"),
    path("risk/limits/<uuid:account_id>/", risk.limit_use, "limit_use"),
    path("bulletins/", bank_desk.bulletin_list, "bulletin_list"),
    path("bulletins/propose/", bank_desk.bulletin_propose, "bulletin_propose"),
    path("bulletins/<uuid:bulletin_id>/decide/", bank_desk.bulletin_decide, "bulletin_decide"),
    path("bulletins/<uuid:bulletin_id>/withdraw/", bank_desk.bulletin_withdraw, "bulletin_withdraw"),
    path("bulletins/<uuid:bulletin_id>/remind/", bank_desk.bulletin_remind, "bulletin_remind"),
    path("news/", news.announcement_desk, "announcement_desk"),
    path("news/new/", news.announcement_new, "announcement_new"),
    path("news/<uuid:announcement_id>/decision/", news.announcement_decision, "announcement_decision"),
    path("news/<uuid:announcement_id>/end/", news.announcement_down, "announcement_down"),
    path("audit/", audit.trail, "trail"),
    path("reviews/", reviews.review_list, "review_list"),
    path("reviews/next/", reviews.review_next, "review_next"),
    path("reviews/team/", review_team.review_team, "review_team"),
    path("reviews/team/away/", review_team.absence_new, "absence_new"),
    path("reviews/team/back/", review_team.absence_over, "absence_over"),
    path("reviews/figures/", review_team.review_figures, "review_figures"),
    path("reviews/<uuid:review_id>/pass-on/", review_team.review_pass_on, "review_pass_on"),
    path("reviews/<uuid:review_id>/look/", review_team.review_look, "review_look"),
    path("reviews/<uuid:review_id>/take/", reviews.review_take, "review_take"),
    path("reviews/<uuid:review_id>/put-back/", reviews.review_put_back, "review_put_back"),
    path("reviews/certifications/<uuid:certification_id>/", members.certification_detail, "certification_detail"),
    path("reviews/certifications/<uuid:certification_id>/pass/", members.certification_pass, "certification_pass"),
    path(
        "reviews/certifications/<uuid:certification_id>/refuse/", members.certification_refuse, "certification_refuse"
    ),
    path(
        "reviews/certifications/<uuid:certification_id>/reveal/", members.certification_reveal, "certification_reveal"
    ),
    path("reviews/applications/<uuid:application_id>/", applications.application_detail, "application_detail"),
    path("reviews/applications/<uuid:application_id>/pass/", applications.application_pass, "application_pass"),
    path("reviews/applications/<uuid:application_id>/reveal/", applications.application_reveal, "application_reveal"),
    path("reviews/applications/<uuid:application_id>/refuse/", applications.application_refuse, "application_refuse"),
    path("reviews/applications/papers/<uuid:paper_id>/", applications.application_paper, "application_paper"),
    path("enterprises/<uuid:enterprise_id>/supervise/", members.enterprise_supervision, "enterprise_supervision"),
    path("enterprises/<uuid:enterprise_id>/members/", members.member_supervision, "member_supervision"),
    path("enterprises/", members.enterprise_list, "enterprise_list"),
    path("enterprises/<uuid:enterprise_id>/", members.enterprise_detail, "enterprise_detail"),
    path("enterprises/insurance/<uuid:record_id>/view/", insurance.insurance_view, "insurance_view"),
    path("staff/", posts.staff_list, "staff_list"),
    path("staff/new/", posts.staff_new, "staff_new"),
    path("staff/<uuid:grant_id>/end/", posts.staff_end, "staff_end"),
    path("staff/changes/<uuid:change_id>/decision/", posts.staff_decision, "staff_decision"),
    *service.CONSOLE,
    *inbox_urls(Surface.CONSOLE),
    *public_urls(Surface.CONSOLE),
    *reader_urls(Surface.CONSOLE),
    *search_urls(Surface.CONSOLE),
    *login_urls(LoginKind.STAFF),
]
