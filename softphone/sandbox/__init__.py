"""The practice world: a PBX, a customer and experts, each a real engine driven by a script instead of a person."""
