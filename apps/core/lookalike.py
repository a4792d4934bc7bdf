"""Names that are meant to be taken for another one's: letters of other scripts, full width, gaps, unseen marks.

Unicode's own tables (NFKD, the names of letters) do it but for the few letters of Greek and Cyrillic that look like
Latin ones: no package for that, whose tables would have to be followed.
"""

import unicodedata
from collections.abc import Iterable

from .errors import InvalidInput

ALIKE = str.maketrans("авеікмнорстухѕјԁɡ" + "αβεικνορτυχ", "abeikmhopctyxsjdg" + "abeikvoptyx")
SCRIPTS = ("LATIN", "CYRILLIC", "GREEK")
UNSEEN = ("Cf", "Cc", "Co", "Cn")


def skeleton(name: str) -> str:
    """What is left of a name for the eye: two names with one skeleton look alike."""
    plain = unicodedata.normalize("NFKD", name).casefold()
    return "".join(one for one in plain if one.isalnum()).translate(ALIKE)


def refuse_lookalike(name: str, official: Iterable[str], *, field: str = "name") -> None:
    """Raises InvalidInput E_LOOKALIKE for a name that holds one of the official ones, however it is written, mixes
    scripts whose letters look alike, or has characters that nobody sees."""
    bare = skeleton(name)
    letters = {script for one in name for script in SCRIPTS if unicodedata.name(one, "").startswith(script)}
    is_unseen = any(unicodedata.category(one) in UNSEEN for one in name)
    if is_unseen or len(letters) > 1 or any(skeleton(one) in bare for one in official):
        message = "名称与银行官方名称相近或含有易混淆的字符,请换一个名称。"
        raise InvalidInput("E_LOOKALIKE", message, fields={field: message})
