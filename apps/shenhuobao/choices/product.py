"""The words of the product factory: what a product is, how it lives, how risky it is (WM-0, WM-1, WM-6)."""

from enum import StrEnum

PRODUCT_SUBJECT, TERMS_SUBJECT = "shenhuobao.product", "shenhuobao.terms"
NAME_LENGTH, TEXT_LENGTH, DOCUMENT_LENGTH = 60, 400, 20_000


class ProductKind(StrEnum):
    CASH = "CASH"
    NET_VALUE = "NET_VALUE"
    FIXED_TERM = "FIXED_TERM"


PRODUCT_KIND_LABELS: dict[ProductKind, str] = {
    ProductKind.CASH: "现金管理类",
    ProductKind.NET_VALUE: "净值型开放式",
    ProductKind.FIXED_TERM: "固定期限",
}


class ProductState(StrEnum):
    """LISTED takes reservations until the sale begins; CLOSED is a fixed term on its way to the maturity."""

    DRAFT = "DRAFT"
    LISTED = "LISTED"
    ON_SALE = "ON_SALE"
    SUSPENDED = "SUSPENDED"
    CLOSED = "CLOSED"
    MATURED = "MATURED"
    ENDED = "ENDED"


PRODUCT_LABELS: dict[ProductState, str] = {
    ProductState.DRAFT: "未上架",
    ProductState.LISTED: "预约中",
    ProductState.ON_SALE: "销售中",
    ProductState.SUSPENDED: "暂停交易",
    ProductState.CLOSED: "封闭运作中",
    ProductState.MATURED: "到期兑付中",
    ProductState.ENDED: "已终止",
}
PRODUCT_TONES: dict[ProductState, str] = {
    ProductState.LISTED: "brand",
    ProductState.ON_SALE: "ok",
    ProductState.SUSPENDED: "warn",
    ProductState.CLOSED: "brand",
    ProductState.MATURED: "brand",
}
SHOWN = (
    ProductState.LISTED,
    ProductState.ON_SALE,
    ProductState.SUSPENDED,
    ProductState.CLOSED,
)  # on the shelf of employees


class TermsState(StrEnum):
    PROPOSED = "PROPOSED"
    REFUSED = "REFUSED"
    IN_FORCE = "IN_FORCE"
    REPLACED = "REPLACED"


TERMS_LABELS: dict[TermsState, str] = {
    TermsState.PROPOSED: "待复核",
    TermsState.REFUSED: "未通过",
    TermsState.IN_FORCE: "生效中",
    TermsState.REPLACED: "已被新版本替代",
}
TERMS_TONES: dict[TermsState, str] = {
    TermsState.PROPOSED: "brand",
    TermsState.REFUSED: "danger",
    TermsState.IN_FORCE: "ok",
}


class DocumentKind(StrEnum):
    """What a buyer is given to read before the first purchase; the bank's own 代销 agreement stands in `agreements`."""

    PROSPECTUS = "PROSPECTUS"
    RISK_NOTICE = "RISK_NOTICE"


DOCUMENT_LABELS: dict[DocumentKind, str] = {
    DocumentKind.PROSPECTUS: "产品说明书",
    DocumentKind.RISK_NOTICE: "风险揭示书",
}


class ShelfTerm(StrEnum):
    """For how long one's money is bound, as the shelf is searched."""

    ANY_DAY = "ANY_DAY"
    HELD = "HELD"
    FIXED = "FIXED"


SHELF_TERM_LABELS: dict[ShelfTerm, str] = {
    ShelfTerm.ANY_DAY: "没有最短持有期",
    ShelfTerm.HELD: "有最短持有期",
    ShelfTerm.FIXED: "固定期限",
}
RISK_TONES = {1: "ok", 2: "brand", 3: "warn", 4: "danger", 5: "danger"}  # by ProductRisk
BANNER = "理财非存款,产品有风险,投资须谨慎。过往业绩不代表未来表现。"
