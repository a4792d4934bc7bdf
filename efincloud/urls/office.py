"""/office/: operators of the enterprises."""

from apps.core.http.urls import path
from apps.identity.web import office as identity

app_name = "office"
urlpatterns = [
    path("sign-in/", identity.sign_in, "sign_in"),
    path("sign-in/code/", identity.sign_in_code, "sign_in_code"),
    path("second-factor/", identity.second_factor, "second_factor"),
    path("second-factor/setup/", identity.second_factor_setup, "second_factor_setup"),
    path("security/totp/new/", identity.totp_new, "totp_new"),
    path("passkey/options/", identity.passkey_options, "passkey_options"),
    path("sign-out/", identity.sign_out, "sign_out"),
    path("security/", identity.security, "security"),
    path("security/sessions/<int:session_id>/end/", identity.session_end, "session_end"),
    path("security/pin/", identity.pin, "pin"),
    path("security/pin/code/", identity.pin_code, "pin_code"),
    path("security/passkeys/new/", identity.passkey_new, "passkey_new"),
    path("security/passkeys/<int:passkey_id>/end/", identity.passkey_end, "passkey_end"),
    path("security/display/", identity.display, "display"),
]
