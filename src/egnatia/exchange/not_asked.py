"""Why a partner isn't asked, beside the law's reasons: codes, told in words by `field_names`."""

NO_AGREEMENT = "no_agreement"
SUSPENDED = "suspended"
PURPOSE_NOT_AGREED = "purpose_not_agreed"
NO_FINGERS = "no_fingers"
