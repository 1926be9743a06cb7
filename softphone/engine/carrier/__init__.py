"""The carrier: all SIP between PJSIP, which speaks to loopback alone, and the PBX, which hears the carrier alone.

`surgery`, `gate`, `pulse` and `redaction` are pure. `resolver` finds the PBX, `flow` is the way to it, `inner` the way
to PJSIP, `carrier` joins them for one line. It has no transactions (RFC 3261 §16.11) and knows nothing of calls but
their Call-IDs. No pjsua2 here.
"""
