"""The pieces panes are made of: they show what they are given, know no Desk and post nothing."""
