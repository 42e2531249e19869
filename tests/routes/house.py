"""The house itself: is it alive, and who comes in."""

from __future__ import annotations

from typing import Any

from tests.cast import Cast
from tests.routes.table import ALWAYS_ELSEWHERE, EVERYONE, LOGGED_IN, NOT_HERE, NOT_SET_UP, REFUSED, THE_DOOR, Route


def of_key(cast: Cast) -> dict[str, Any]:
    return {"uidb36": "1", "key": "wrong"}


HOUSE = [
    # The house
    Route("health_live", EVERYONE),
    Route("health_ready", EVERYONE),
    Route("metrics", (200, 404, 404, 404, 404, 404, 404)),
    # Coming in, and one's own account: allauth's addresses
    Route("account_login", THE_DOOR),
    Route("account_logout", (200,) * 6 + (302,)),
    Route("account_signup", NOT_HERE),
    Route("account_email", NOT_HERE),
    Route("account_inactive", EVERYONE),
    Route("account_reauthenticate", LOGGED_IN),
    Route("account_email_verification_sent", EVERYONE),
    Route("account_change_password", LOGGED_IN),
    Route("account_set_password", ALWAYS_ELSEWHERE),
    Route("account_reset_password", EVERYONE),
    Route("account_reset_password_done", EVERYONE),
    Route("account_reset_password_from_key", EVERYONE, of_key),
    Route("account_reset_password_from_key_done", EVERYONE),
    Route("account_confirm_email", EVERYONE, lambda cast: {"key": "wrong"}),
    Route("account_confirm_login_code", ALWAYS_ELSEWHERE),
    Route("mfa_index", LOGGED_IN),
    Route("mfa_authenticate", ALWAYS_ELSEWHERE),
    Route("mfa_reauthenticate", ALWAYS_ELSEWHERE),
    Route("mfa_activate_totp", ALWAYS_ELSEWHERE),
    Route("mfa_deactivate_totp", NOT_SET_UP),
    Route("mfa_view_recovery_codes", NOT_SET_UP),
    Route("mfa_generate_recovery_codes", ALWAYS_ELSEWHERE),
    Route("mfa_download_recovery_codes", NOT_SET_UP),
    Route("mfa_list_webauthn", LOGGED_IN),
    Route("mfa_add_webauthn", ALWAYS_ELSEWHERE),
    Route("mfa_reauthenticate_webauthn", ALWAYS_ELSEWHERE),
    Route("mfa_remove_webauthn", ALWAYS_ELSEWHERE, lambda cast: {"pk": 1}),
    Route("mfa_edit_webauthn", ALWAYS_ELSEWHERE, lambda cast: {"pk": 1}),
    Route("mfa_login_webauthn", ALWAYS_ELSEWHERE),
    Route("socialaccount_login_cancelled", EVERYONE),
    Route("socialaccount_login_error", REFUSED),
    Route("socialaccount_signup", ALWAYS_ELSEWHERE),
    Route("socialaccount_connections", LOGGED_IN),
]
