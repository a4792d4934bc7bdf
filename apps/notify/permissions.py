from apps.core.actors import Role

PERMISSIONS = {
    # one's own inbox and how one wants to hear: everybody who signs in with a browser
    "notify.inbox.read": frozenset(Role) - {Role.SYSTEM, Role.API_CLIENT},
}
