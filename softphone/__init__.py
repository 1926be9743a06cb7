"""Aside: the agent softphone that keeps an expert at the agent's side."""

BUILD = "0.1.0"
