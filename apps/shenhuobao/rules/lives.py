"""The lives of a product, its terms, a questionnaire, a written agreement, an order, a dispatch, a file of the agent, a
plan, and of what a product pays out (WM-2, WM-12 to WM-14)."""

from apps.core.lifecycle import Lifecycle, Move

from ..choices.accord import AccordState as A
from ..choices.distribution import DistributionState as B
from ..choices.distribution import PayoutState as Y
from ..choices.instruction import InstructionState as I
from ..choices.order import DispatchState as D
from ..choices.order import OrderState as O
from ..choices.order import TaFileState as F
from ..choices.plan import PlanState as PL
from ..choices.product import ProductState as P
from ..choices.product import TermsState as T
from ..choices.suitability import QuestionnaireState as Q

MAKER, CHECKER, CUSTOMER, SYSTEM, AGENT = "银行经办", "银行复核", "员工", "系统", "登记机构"

PRODUCT = Lifecycle(
    "shenhuobao.product",
    "理财产品",
    (
        Move("propose", "", P.DRAFT, MAKER, "code and registration are free"),
        Move("list", P.DRAFT, P.LISTED, CHECKER, "terms in force, the sale begins later", "reservations"),
        Move("open", P.DRAFT, P.ON_SALE, CHECKER, "terms in force, the sale has begun"),
        Move("open", P.LISTED, P.ON_SALE, SYSTEM, "the day of the sale", "reservations are carried out"),
        Move("suspend", P.ON_SALE, P.SUSPENDED, MAKER, "a reason", "no order is taken"),
        Move("resume", P.SUSPENDED, P.ON_SALE, CHECKER, "another person"),
        Move("close", P.ON_SALE, P.CLOSED, SYSTEM, "fixed term: the sale is over"),
        Move("close", P.SUSPENDED, P.CLOSED, SYSTEM, "fixed term: the sale is over"),
        Move("mature", P.CLOSED, P.MATURED, SYSTEM, "the maturity date", "every holding is redeemed"),
        Move("end", P.MATURED, P.ENDED, SYSTEM, "nobody holds a unit"),
    ),
)

TERMS = Lifecycle(
    "shenhuobao.terms",
    "产品参数版本",
    (
        Move("propose", "", T.PROPOSED, MAKER, "complete, with its documents"),
        Move("refuse", T.PROPOSED, T.REFUSED, CHECKER, "a reason"),
        Move("lapse", T.PROPOSED, T.REFUSED, SYSTEM, "nobody decided in time"),
        Move("adopt", T.PROPOSED, T.IN_FORCE, CHECKER, "another person", "the version before is replaced"),
        Move("replace", T.IN_FORCE, T.REPLACED, SYSTEM, "the next version is in force"),
    ),
)

QUESTIONNAIRE = Lifecycle(
    "shenhuobao.questionnaire",
    "风险测评问卷",
    (
        Move("propose", "", Q.PROPOSED, MAKER, "every field of WM-3, scores of 100"),
        Move("refuse", Q.PROPOSED, Q.REFUSED, CHECKER, "a reason"),
        Move("lapse", Q.PROPOSED, Q.REFUSED, SYSTEM, "nobody decided in time"),
        Move("adopt", Q.PROPOSED, Q.IN_FORCE, CHECKER, "another person", "the version before is replaced"),
        Move("replace", Q.IN_FORCE, Q.REPLACED, SYSTEM, "the next version is in force"),
    ),
)

ACCORD = Lifecycle(
    "shenhuobao.accord",
    "书面约定",
    (
        Move("propose", "", A.PROPOSED, MAKER, "signed at a branch, the level bears high risk"),
        Move("refuse", A.PROPOSED, A.REFUSED, CHECKER, "a reason"),
        Move("lapse", A.PROPOSED, A.REFUSED, SYSTEM, "nobody decided in time"),
        Move("adopt", A.PROPOSED, A.IN_FORCE, CHECKER, "another person", "high risk may be sold online"),
        Move("end", A.IN_FORCE, A.ENDED, MAKER, "a reason", "high risk at a branch only"),
    ),
)

ORDER = Lifecycle(
    "shenhuobao.order",
    "理财交易",
    (
        Move("place", "", O.CREATED, CUSTOMER, "suitable, within every limit; agreement, step-up"),
        Move("hold", O.CREATED, O.HELD, SYSTEM, "the money or the units are there", "set aside"),
        Move("refuse", O.CREATED, O.FAILED, SYSTEM, "they are not there"),
        Move("cancel", O.HELD, O.CANCELLED, CUSTOMER, "before the cut-off of its trade date", "given back"),
        Move("release", O.HELD, O.RELEASED, SYSTEM, "not suitable any more, suspended, freeze", "given back"),
        Move("send", O.HELD, O.SENT_TA, SYSTEM, "15:00 of the trade date", "in the day's dispatch"),
        Move("confirm", O.SENT_TA, O.CONFIRMED, AGENT, "whole", "debit, units; or units, the claim"),
        Move("confirm_part", O.SENT_TA, O.PART, AGENT, "in part", "the rest is given back, or carried to the next day"),
        Move("reject", O.SENT_TA, O.REJECTED, AGENT, "a reason, or two people of the bank", "given back"),
        Move("finish", O.CONFIRMED, O.DONE, SYSTEM, "money and units have changed hands"),
        Move("finish", O.PART, O.DONE, SYSTEM, "money and units have changed hands"),
    ),
)

DISPATCH = Lifecycle(
    "shenhuobao.dispatch",
    "交易报送",
    (
        Move("make", "", D.MADE, SYSTEM, "15:00 of a trading day", "each order of the day, once"),
        Move("take", D.MADE, D.TAKEN, AGENT, "received under its reference"),
        Move("doubt", D.MADE, D.IN_DOUBT, SYSTEM, "no answer that can be believed", "queried, never sent anew"),
        Move("take", D.IN_DOUBT, D.TAKEN, AGENT, "the agent knows the reference"),
        Move("renew", D.IN_DOUBT, D.MADE, AGENT, "the agent does not know it", "sent under the same reference"),
        Move("confirm", D.TAKEN, D.CONFIRMED, SYSTEM, "every order has its answer"),
    ),
)

TA_FILE = Lifecycle(
    "shenhuobao.ta_file",
    "登记机构文件",
    (
        Move("fetch", "", F.FETCHED, SYSTEM, "signed by the agent", "kept as it came"),
        Move(
            "refuse", F.FETCHED, F.REFUSED, SYSTEM, "a total, a day or a line is wrong", "a case; nothing is taken in"
        ),
        Move("apply", F.FETCHED, F.APPLIED, SYSTEM, "it adds up, and the days before it are in"),
    ),
)

DISTRIBUTION = Lifecycle(
    "shenhuobao.distribution",
    "分红与兑付",
    (
        Move(
            "announce", "", B.ANNOUNCED, SYSTEM, "the agent's file of prices, or the maturity date", "holders are told"
        ),
        Move("pay", B.ANNOUNCED, B.PAID, AGENT, "what each holder is due, checked line by line", "money or units"),
    ),
)

PAYOUT = Lifecycle(
    "shenhuobao.payout",
    "持有人分派",
    (
        Move("pay", "", Y.PAID, AGENT, "the agent's line is what we reckon", "money or units"),
        Move("return", "", Y.RETURNED, SYSTEM, "the account takes nothing", "the money waits in 2241.06; a case"),
        Move("dispute", "", Y.DISPUTED, SYSTEM, "the agent's line is not what we reckon", "nothing is paid; a case"),
        Move("pay", Y.DISPUTED, Y.PAID, CHECKER, "two people, with evidence", "money or units"),
        Move("return", Y.DISPUTED, Y.RETURNED, CHECKER, "two people; the account takes nothing", "as above"),
        Move("void", Y.DISPUTED, Y.VOIDED, CHECKER, "two people: nothing was due"),
    ),
)

PLAN = Lifecycle(
    "shenhuobao.plan",
    "申活宝计划",
    (
        Move("create", "", PL.ACTIVE, CUSTOMER, "suitable, the product goes with the day"),
        Move("change", PL.ACTIVE, PL.ACTIVE, CUSTOMER, "the product goes with the day"),
        Move("change", PL.PAUSED, PL.PAUSED, CUSTOMER, "the product goes with the day"),
        Move("pause", PL.ACTIVE, PL.PAUSED, CUSTOMER, "", "what buys for it pauses too"),
        Move("resume", PL.PAUSED, PL.ACTIVE, CUSTOMER, "", "what paused with it goes on"),
        Move("stop", PL.ACTIVE, PL.STOPPED, CUSTOMER, "", "what buys for it stops; units stay"),
        Move("stop", PL.PAUSED, PL.STOPPED, CUSTOMER, "", "what buys for it stops; units stay"),
    ),
)

INSTRUCTION = Lifecycle(
    "shenhuobao.instruction",
    "自动申购约定",
    (
        Move("sign", "", I.ACTIVE, CUSTOMER, "suitable, the papers read; mandate, step-up"),
        Move("change", I.ACTIVE, I.ACTIVE, CUSTOMER, "mandate and step-up anew"),
        Move("change", I.PAUSED, I.PAUSED, CUSTOMER, "mandate and step-up anew"),
        Move("pause", I.ACTIVE, I.PAUSED, CUSTOMER, "", "no occasion is taken"),
        Move("resume", I.PAUSED, I.ACTIVE, CUSTOMER, "its plan is not paused", "from the next occasion on"),
        Move("stop", I.ACTIVE, I.STOPPED, CUSTOMER, "", "the mandate ends"),
        Move("stop", I.PAUSED, I.STOPPED, CUSTOMER, "", "the mandate ends"),
        Move("end", I.ACTIVE, I.ENDED, SYSTEM, "it failed three times in a row", "the mandate ends"),
    ),
)
