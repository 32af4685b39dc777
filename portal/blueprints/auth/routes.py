"""Signing in and one's own account: every module below adds its routes to the one blueprint."""

from portal.blueprints.auth import account, erasure, links, oidc, picture, second_factor, security, sign_in
from portal.blueprints.auth.blueprint import blueprint

__all__ = [
    "account",
    "blueprint",
    "erasure",
    "links",
    "oidc",
    "picture",
    "second_factor",
    "security",
    "sign_in",
]
