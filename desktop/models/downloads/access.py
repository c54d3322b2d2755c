"""The error for models that only a login may fetch, so that the window can ask for a token."""

from __future__ import annotations

from desktop.core.errors import EaselError


class NeedsToken(EaselError):
    """The hub wants a token; `repository` is 'org/name' where its terms are known to be asked."""

    def __init__(self, repository: str, details: str = "") -> None:
        sentence = "The server wants a login: set a token in Preferences (in a terminal: HF_TOKEN)."
        if repository:
            sentence = (
                f"{repository} asks you to accept its terms: do so at "
                f"huggingface.co/{repository}, then set a token of yours in Preferences (in a "
                "terminal: HF_TOKEN)."
            )
        super().__init__(sentence, details)
        self.repository = repository
