"""Buttons and lights of a headset: USB HID telephony (usage page 0x0B). Bytes here; what a press does is a rule of the
exchange (engine/exchange_headset.py)."""
