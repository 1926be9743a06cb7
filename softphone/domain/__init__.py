"""What Aside knows and decides: pure values and rules, no I/O, no clock, no Qt.

Facts come in, a new Desk and Effects go out (`update`). Everything here can be replayed.
"""
