"""What names a class: its code, which is read aloud and typed; and secrets, which nobody reads."""

import secrets
import unicodedata

LETTERS = "CDFHJKMNPRTWXY34679"  # none looks like another (0 O Q, 1 I L, 2 Z, 5 S, 8 B, U V, A E G)
LENGTH = 4


def new_code() -> str:
    """Four characters by chance; no vowel is among them, so that they are hardly ever a word."""
    return "".join(secrets.choice(LETTERS) for _ in range(LENGTH))


def cleaned_code(typed: str) -> str:
    """The code that somebody has typed, in any case and width; "" if it cannot be one."""
    plain = unicodedata.normalize("NFKC", typed[:40]).upper()
    code = "".join(letter for letter in plain if letter.isalnum())
    return code if len(code) == LENGTH and set(code) <= set(LETTERS) else ""


def new_secret() -> str:
    """128 bits by chance, as 22 letters that may stand in an address."""
    return secrets.token_urlsafe(16)
