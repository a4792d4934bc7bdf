"""Who may do what."""

from apps.core.actors import Role

PERMISSIONS = {
    # one's own devices, passkeys, PIN and display: everybody who signs in with a browser
    "identity.security.manage": frozenset(Role) - {Role.SYSTEM, Role.API_CLIENT},
}
