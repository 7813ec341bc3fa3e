"""Encryption on the way into the bucket, by age (https://age-encryption.org): made for public keys, read with the private one.

Who takes a backup has no key that could read an old one.
"""
import os

from .trouble import Trouble

IDENTITY = "/etc/dhanman-backup/identity/age-identity"
ENDING = ".age"


def command(settings):
    """Encrypts its input; None where nothing is to be encrypted."""
    recipients = settings.get("recipients") or []
    return ["age", "--encrypt", *(f"--recipient={recipient}" for recipient in recipients)] if recipients else None


def opening(part):
    """Decrypts its input; None where it is not encrypted."""
    if not part["key"].endswith(ENDING):
        return None
    identity = os.environ.get("BACKUP_IDENTITY", IDENTITY)
    if not os.path.exists(identity):
        raise Trouble("KeyMissing", "The backup is encrypted, and the Secret of encryption.identitySecret is not there or has no age-identity.", lasting=True)
    return ["age", "--decrypt", f"--identity={identity}"]


def wrong_key(what):
    return Trouble("KeyWrong", f"age cannot decrypt {what}. The identity of encryption.identitySecret has to be of one of the recipients at the time.", lasting=True)
