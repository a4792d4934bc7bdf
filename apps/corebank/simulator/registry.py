"""What the simulated bank knows of cards and people. Deterministic: the same question has always the same answer.

A registered card is answered by its entry. Any other exists, is normal, of class I and held by whoever asks, unless the
five digits before its check digit stand in ACCOUNTS. People are known by the three sequence digits of the ID number,
enterprises by the three digits before the check digit of their organisation's number, both in SEQUENCES.
"""

from dataclasses import dataclass

OWN_BIN = "629000"
BEPS_LIMIT = 100_000_000  # 分 per payment
CLASS_II_LIMIT = 1_000_000  # 分 per day; the simulator looks at single payments only


@dataclass(frozen=True, slots=True)
class Card:
    account: str
    name: str | None = None  # None: whoever asks
    id_number: str | None = None
    mobile: str | None = None
    card_class: str = "I"
    status: str = "NORMAL"
    exists: bool = True

    def matches(self, *, name: str, id_number: str | None = None, mobile: str | None = None) -> bool:
        """Whether everything said is what the entry holds; what is None on either side is not compared."""
        pairs = ((self.name, name), (self.id_number, id_number), (self.mobile, mobile))
        return all(held is None or said is None or held == said for held, said in pairs)

    @property
    def own_bank(self) -> bool:
        return self.account.startswith(OWN_BIN)


ACCOUNTS: dict[str, dict[str, object]] = {
    "99901": {"exists": False},
    "99902": {"name": ""},  # nobody's name is empty
    "99903": {"status": "CLOSED"},
    "99904": {"status": "FROZEN"},
    "99905": {"status": "DORMANT"},
    "99906": {"card_class": "II"},
    "99907": {"card_class": "III"},
    "99908": {"card_class": "CREDIT"},
    "99913": {"status": "LOST"},
}
SEQUENCES = {
    "990": "MISMATCH",
    "991": "MISMATCH",
    "992": "UNABLE",
    "993": "UNABLE",
    "994": "CHANNEL_ERROR",
    "995": "CHANNEL_ERROR",
}
REFUSALS = {"CLOSED": "P03", "FROZEN": "P04", "DORMANT": "P05", "LOST": "P13"}


def marker(account: str) -> str:
    """The five digits before the check digit."""
    return account[-6:-1]


def unregistered(account: str) -> Card:
    return Card(account, **ACCOUNTS.get(marker(account), {}))  # type: ignore[arg-type]


def person_result(id_number: str) -> str:
    """What the register of people says of an ID number by itself."""
    return SEQUENCES.get(id_number[14:17], "MATCH")


def enterprise_result(uscc: str) -> str:
    """What the register of enterprises says of a 统一社会信用代码 with the names that stand beside it."""
    return SEQUENCES.get(uscc[13:16], "MATCH")


def refusal(card: Card, *, name: str, amount: int) -> str:
    """The code with which a payment to this card is refused, or "" (PY-5)."""
    if not card.exists:
        return "P01"
    if not card.matches(name=name):
        return "P02"
    if card.status in REFUSALS:
        return REFUSALS[card.status]
    if card.card_class == "III" or (card.card_class == "II" and amount > CLASS_II_LIMIT):
        return "P06"
    return "P12" if amount > BEPS_LIMIT else ""
