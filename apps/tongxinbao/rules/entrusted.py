"""The life of a list by which an enterprise buys for its people under their mandates (TX-11)."""

from apps.core.lifecycle import Lifecycle, Move

from ..choices import EntrustedState as S

MAKER, SYSTEM = "企业经办", "系统"

ENTRUSTED = Lifecycle(
    "tongxinbao.entrusted",
    "委托认购清单",
    (
        Move("load", "", S.CHECKED, MAKER, "the issue is open", "each line held against its mandate"),
        Move("place", S.CHECKED, S.PLACED, MAKER, "the issue is open", "an order for each line without a fault"),
        Move("discard", S.CHECKED, S.DISCARDED, MAKER, ""),
    ),
)
