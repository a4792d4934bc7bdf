"""How a Chinese name is found by those who type Latin letters."""


def pinyin(name: str) -> tuple[str, str]:
    """Full pinyin without tones and the initials: 张三 → ("zhangsan", "zs"); a Latin name stays, in lower case."""
    from pypinyin import Style, lazy_pinyin  # its phrase book costs every process half a second and 40 MB to start

    syllables = [syllable for word in lazy_pinyin(name, style=Style.NORMAL) for syllable in word.lower().split()]
    return "".join(syllables), "".join(syllable[0] for syllable in syllables)
