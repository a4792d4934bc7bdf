"""What the register of enterprises (市场监督管理) says of an enterprise."""

from apps.core.db import refuse_transaction

from ..adapters import NoAnswer, NotSent, exchange
from ..contracts import EnterpriseElements, IdentityAnswer, IdentityResult
from ..rules.identity import read_answer


def enterprise_check(*, elements: EnterpriseElements) -> IdentityAnswer:
    """Asks whether code, name and legal representative stand together in the register (ID-8).

    Must run outside any transaction (OpenTransaction). Writes nothing, takes no locks, may be repeated: what an
    enterprise is called is public, so tries are not counted. Silence and nonsense are CHANNEL_ERROR.
    """
    refuse_transaction()
    question = {"uscc": elements.uscc, "name": elements.name, "legal_name": elements.legal_name}
    try:
        answer = exchange("POST", "/v1/enterprises/check", question)
    except (NotSent, NoAnswer):
        return IdentityAnswer(IdentityResult.CHANNEL_ERROR, "")
    return read_answer(answer.status, answer.body)
