from .agreement_text import AgreementText
from .consent import Consent
from .data_request import DataRequest
from .mandate import Mandate
from .signature import Signature

__all__ = ["AgreementText", "Consent", "DataRequest", "Mandate", "Signature"]
