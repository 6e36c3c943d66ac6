"""What is wrong between two nodes' certificates, in the reader's language."""

from django.utils.translation import gettext


def transport_reasons() -> dict[str, str]:
    """By code; "this node" is the one that tried to deliver."""
    return {
        "exchange.certificate_missing": gettext("This node has no certificate, or lacks the partner's authority"),
        "exchange.certificate_expired": gettext("This node's certificate has ended: renew it"),
        "exchange.certificate_not_yet_valid": gettext("This node's certificate doesn't hold yet: is the clock right?"),
        "exchange.certificate_revoked": gettext("This node's certificate was revoked"),
        "exchange.certificate_untrusted": gettext("The partner doesn't know the authority of this node's certificate"),
        "exchange.certificate_refused": gettext("The partner doesn't take this node's certificate"),
        "exchange.certificate_of_another": gettext("This node's certificate is made out to somebody else"),
        "exchange.certificate_unusable": gettext("This node's certificate can't be read"),
        "exchange.partner_certificate_expired": gettext("The partner's certificate has ended"),
        "exchange.partner_certificate_not_yet_valid": gettext("The partner's certificate doesn't hold yet"),
        "exchange.partner_certificate_revoked": gettext("The partner's certificate was revoked"),
        "exchange.partner_certificate_other_name": gettext("The certificate at the partner's address is somebody else's"),
        "exchange.partner_certificate_untrusted": gettext("No authority that counts stands behind the partner's certificate"),
        "exchange.revocations_old": gettext("The list of revoked certificates has ended or is missing"),
        "exchange.tls_failed": gettext("No encrypted connection comes about"),
        "exchange.proxy_missing": gettext("The partner's node isn't reached through its proxy"),
        "exchange.address_not_encrypted": gettext("The address isn't one that begins with https://"),
    }
