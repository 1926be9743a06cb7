"""`./dev build windows`: made and proved under Debian's wine, with a real CPython for Windows.

For proof, not for release: the same aside.wxs is built on a Windows machine, where the code-signing key is.
"""
