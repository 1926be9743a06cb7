"""Where the frozen program begins: the same words as `python -m softphone`."""

from __future__ import annotations

import sys

from softphone.__main__ import main

if __name__ == "__main__":
    sys.exit(main())
