"""`./dev build macos`: an app, signed, notarised and packed on a Mac. Written, not yet run on one."""
