"""The one error that engines raise; the package that calls them turns it into a `base` Problem."""


class EngineError(Exception):
    """Input an engine can't use.

    `code` is stable and machine-readable (`image.too_large`), `message` says in plain words what is wrong,
    `cure` what to do about it.
    """

    def __init__(self, code: str, message: str, cure: str) -> None:
        super().__init__(f"{code}: {message}")
        self.code = code
        self.message = message
        self.cure = cure
