"""What can be wrong with certificates, each with its cure: ours, the partner's, or the authority's."""

import ssl
from datetime import datetime

from cryptography import x509

from egnatia.base.errors import Problem

_RENEW = "Renew it: egnatia transport request, issue, install. What waits goes by itself afterwards."
_THEIRS = "Tell the partner's operator. What waits goes by itself when it is mended."


def check_own_time(certificate: x509.Certificate, now: datetime) -> None:
    """Raises Problem `exchange.certificate_expired`, `exchange.certificate_not_yet_valid`."""
    if certificate.not_valid_after_utc < now:
        raise expired(certificate.not_valid_after_utc)
    if now < certificate.not_valid_before_utc:
        raise not_yet_valid(certificate.not_valid_before_utc)


def expired(end: datetime) -> Problem:
    return Problem(
        "exchange.certificate_expired", f"The certificate of the calling node ended at {_moment(end)}.", _RENEW, status=403
    )


def not_yet_valid(start: datetime) -> Problem:
    return Problem(
        "exchange.certificate_not_yet_valid",
        f"The certificate of the calling node holds only from {_moment(start)}.",
        "Set the clock (chrony or systemd-timesyncd), or wait until then.",
        status=403,
    )


def own_missing() -> Problem:
    return Problem(
        "exchange.certificate_missing",
        "The calling node has no certificate, or doesn't know the authority of the partner's.",
        "Ask for one and install it: egnatia transport request, then install.",
        status=403,
    )


def own_unusable(error: Exception) -> Problem:
    return Problem(
        "exchange.certificate_unusable",
        f"The node's certificate or its authorities' can't be used: {getattr(error, 'reason', None) or type(error).__name__}.",
        "Install the files again: egnatia transport install.",
        status=500,
    )


def of_connection(error: Exception) -> Problem | None:
    """What a connection that failed says about certificates; None where it failed for another reason."""
    tls = _find_tls_error(error)
    if tls is None:
        return None
    if isinstance(tls, ssl.SSLCertVerificationError):
        return _theirs(tls)
    if type(tls).__name__ == "OtherPartnerError":
        return _other_name(tls)
    if "ALERT" in str(tls.reason):
        return Problem(
            "exchange.certificate_refused",
            f"The partner's node doesn't take this node's certificate: {str(tls.reason)[:80]}.",
            "Look at it with egnatia transport show; then ask the partner's operator which authorities are installed there.",
            status=403,
        )
    return Problem(
        "exchange.tls_failed",
        f"No encrypted connection comes about: {str(tls.reason or type(tls).__name__)[:80]}.",
        "Ask the partner's operator whether its nginx speaks TLS 1.2 or 1.3 at this address.",
        status=503,
    )


def _find_tls_error(error: BaseException | None) -> ssl.SSLError | None:
    """httpx wraps what httpcore wraps."""
    for _ in range(8):
        if error is None or isinstance(error, ssl.SSLError):
            return error
        error = error.__cause__ or error.__context__
    return None


def _theirs(error: ssl.SSLCertVerificationError) -> Problem:
    """By OpenSSL's code (X509_V_ERR_…, x509_vfy.h)."""
    return _THEIRS_BY_CODE.get(error.verify_code, _untrusted)(error)


def _expired_there(_: ssl.SSLError) -> Problem:
    return Problem(
        "exchange.partner_certificate_expired", "The certificate of the partner's node has ended.", _THEIRS, status=503
    )


def _not_yet_there(_: ssl.SSLError) -> Problem:
    return Problem(
        "exchange.partner_certificate_not_yet_valid",
        "The certificate of the partner's node doesn't hold yet.",
        "Look whether the clock here is right; else tell the partner's operator.",
        status=503,
    )


def _revoked_there(_: ssl.SSLError) -> Problem:
    return Problem(
        "exchange.partner_certificate_revoked",
        "The certificate of the partner's node was revoked.",
        "Don't speak to that machine. Ask the partner's operator, by telephone, what happened.",
        status=503,
    )


def _revocations_old(_: ssl.SSLError) -> Problem:
    return Problem(
        "exchange.revocations_old",
        "The authority's list of revoked certificates has ended, or is missing here.",
        "Ask the authority for the newest one and install it: egnatia transport install authority.crl.",
        status=503,
    )


def _untrusted(error: ssl.SSLError) -> Problem:
    return Problem(
        "exchange.partner_certificate_untrusted",
        f"No authority that counts for the partner stands behind its certificate: {getattr(error, 'verify_message', '')[:80]}.",
        "Look at egnatia transport show. If the partner has an authority of its own: transport install --for.",
        status=503,
    )


def _other_name(_: ssl.SSLError) -> Problem:
    return Problem(
        "exchange.partner_certificate_other_name",
        "The certificate at the partner's address is made out to somebody else.",
        "Compare the address with the federation list; don't go on before the partner's operator knows why.",
        status=503,
    )


_THEIRS_BY_CODE = {
    3: _revocations_old,
    9: _not_yet_there,
    10: _expired_there,
    11: _revocations_old,
    12: _revocations_old,
    23: _revoked_there,
    62: _other_name,
    64: _other_name,
}


def _moment(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M} UTC"
