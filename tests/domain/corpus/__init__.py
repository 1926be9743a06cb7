"""Lines with what must not leave marked in them. Nothing here knows a rule of `softphone.domain.privacy*`."""
