"""The only package that touches PJSIP. One thread creates, polls and destroys everything in here.

Misuse aborts the process (asserts are compiled in), so: every callback is guarded, every pj object is held in a
dict until a turn of the loop after its end, every URI is checked before it is handed over.
"""
