"""/mobile/: employees on their phones."""

from apps.core.http.urls import path
from apps.identity.web import mobile as identity
from apps.members.web import mobile as members
from apps.notify.web import mobile as notify

app_name = "mobile"
urlpatterns = [
    path("inbox/", notify.inbox, "inbox"),
    path("inbox/read-all/", notify.inbox_read_all, "inbox_read_all"),
    path("inbox/<uuid:notice_id>/", notify.inbox_open, "inbox_open"),
    path("sign-in/", identity.sign_in, "sign_in"),
    path("sign-in/code/", identity.sign_in_code, "sign_in_code"),
    path("passkey/options/", identity.passkey_options, "passkey_options"),
    path("sign-out/", identity.sign_out, "sign_out"),
    path("security/", identity.security, "security"),
    path("security/sessions/<int:session_id>/end/", identity.session_end, "session_end"),
    path("security/pin/", identity.pin, "pin"),
    path("security/pin/code/", identity.pin_code, "pin_code"),
    path("security/passkeys/new/", identity.passkey_new, "passkey_new"),
    path("security/passkeys/<int:passkey_id>/end/", identity.passkey_end, "passkey_end"),
    path("security/display/", identity.display, "display"),
    path("certification/", members.certification, "certification"),
]
