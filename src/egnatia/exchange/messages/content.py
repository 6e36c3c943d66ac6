"""What every kind of message has in common: a closed list of fields, checked before anything is done."""

import re
from base64 import b64decode, b64encode
from typing import Annotated, Any, ClassVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, PlainSerializer, StringConstraints

from egnatia.exchange.gateways import Gateway

#: A time as it stands on the wire (RFC 3339): seconds, and its offset.
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?(Z|[+-]\d\d:\d\d)", re.ASCII)


class Content(BaseModel):
    """The content of one kind of message. An unknown field is refused, not ignored.

    kind       its name on the wire
    document   its id in docs/protocol
    purposed   whether it is about a person, and so must say for what purpose and in which case
    fixed_purpose   the one purpose of a kind that is about no person but has one
    asks            whether its answer says something about a person: put off while the node isn't witnessed
    searches        whether the receiver searches its gallery for it: counted, and answered at the end of a step of time
    may_skip        whether numbers before it may be missing: what they stood for was withdrawn before it was sent
    gateway         through which it goes, and no other
    in_both         what is about messages themselves exists in both gateways: `gateway` is then only the usual one
    """

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    kind: ClassVar[str]
    document: ClassVar[str]
    purposed: ClassVar[bool] = True
    fixed_purpose: ClassVar[str | None] = None
    asks: ClassVar[bool] = False
    searches: ClassVar[bool] = False
    may_skip: ClassVar[bool] = False
    gateway: ClassVar[Gateway] = Gateway.MIGRATION
    in_both: ClassVar[bool] = False

    @classmethod
    def may_go_through(cls, gateway: Gateway) -> bool:
        return cls.in_both or cls.gateway == gateway

    def to_wire(self) -> dict[str, Any]:
        """As JSON values; what wasn't given is left out."""
        return self.model_dump(mode="json", exclude_none=True)


def _from_base64(value: Any) -> Any:
    return b64decode(value, validate=True) if isinstance(value, str) else value


def _to_base64(value: bytes) -> str:
    return b64encode(value).decode()


#: Bytes, base64 on the wire.
Base64 = Annotated[bytes, BeforeValidator(_from_base64), PlainSerializer(_to_base64, when_used="json")]
#: A random name that says nothing, made by the owner of what it stands for (32 hexadecimal digits).
OpaqueReference = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{32}$")]
Code = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_.]{0,59}$")]
Text = Annotated[str, StringConstraints(min_length=1, max_length=500, pattern=r"^[^\x00-\x08\x0b\x0c\x0e-\x1f\x7f]*$")]
