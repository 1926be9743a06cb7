"""Calls on an encrypted tape, where the policy names a key."""
