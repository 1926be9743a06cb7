"""Aside: the agent softphone that keeps an expert at the agent's side."""

BUILD = "0.1.0"
# By this name every system knows the program: bundle, policy, start with the session, software centre. Its first two
# parts are the name space of what we add to Matrix events, too.
APP_ID = "chat.aside.aside"
