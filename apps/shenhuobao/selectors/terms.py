"""A version of the terms as it was said."""

from ..choices.product import DocumentKind
from ..contracts import TermsSaid
from ..models import Terms
from ..rules.versions import FIELDS, fees_said


def terms_said(terms: Terms) -> TermsSaid:
    """With its documents; one query where they are not at hand."""
    texts = {one.kind: one.body for one in terms.documents.all()}
    kept = {field: getattr(terms, field) for field in FIELDS}
    kept["redemption_fees"] = fees_said(terms.redemption_fees)
    return TermsSaid(prospectus=texts[DocumentKind.PROSPECTUS], risk_notice=texts[DocumentKind.RISK_NOTICE], **kept)
