"""What a browser calls itself, in words that its owner recognises."""

_SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("HarmonyOS", "鸿蒙手机"),
    ("Android", "安卓手机"),
    ("Windows", "Windows 电脑"),
    ("Mac OS", "Mac 电脑"),
    ("Linux", "Linux 电脑"),
)
_BROWSERS = (
    ("MicroMessenger", "微信"),
    ("Edg", "Edge"),
    ("Firefox", "Firefox"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)


def device_name(user_agent: str) -> str:
    """Such as "Windows 电脑 · Chrome"; 未知设备 where nothing is recognised."""
    system = next((label for mark, label in _SYSTEMS if mark in user_agent), "")
    browser = next((label for mark, label in _BROWSERS if mark in user_agent), "")
    return " · ".join(filter(None, (system, browser))) or "未知设备"
