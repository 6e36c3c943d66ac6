"""Values in JSON that comes from outside, for pydantic's models: bytes as base64, and nothing unknown beside what is named."""

import base64
import binascii
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, WithJsonSchema


def _decode(value: Any) -> bytes:
    if not isinstance(value, str):
        raise ValueError("not base64 text")
    try:
        return base64.b64decode(value, validate=True)
    except (binascii.Error, ValueError) as error:
        # The message must not repeat the value, which is a picture of a finger.
        raise ValueError("not base64 (RFC 4648, section 4, without line breaks)") from error


#: Bytes, given as base64 (RFC 4648 section 4).
Base64 = Annotated[bytes, BeforeValidator(_decode), WithJsonSchema({"type": "string", "contentEncoding": "base64"})]


class Given(BaseModel):
    """An object that somebody outside sends; a member that isn't named is refused: nothing is passed over in silence."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class ProblemBody(BaseModel):
    """RFC 9457 (`application/problem+json`), with our own code and, where one member is to blame, its path."""

    type: str
    title: str
    detail: str
    status: int
    code: str
    field: str | None = None


#: What any operation may answer instead, for the description of the API.
REFUSALS: dict[Any, Any] = {frozenset({400, 401, 403, 404, 409, 413, 422, 429, 503}): ProblemBody}
