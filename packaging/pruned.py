"""What of Qt is left out of the frozen program: parts that come along because something links to something.

Names are those of PyInstaller's lists: paths inside the frozen folder, as each system writes them.
"""

from __future__ import annotations

# None of them is ever loaded.
UNUSED_QT = (
    "Qml", "Quick", "Pdf", "VirtualKeyboard", "OpenGLWidgets", "Designer", "Help", "Sql", "ShaderTools", "Labs",
)  # fmt: skip
# The GTK theme plugin drags half of the host's desktop along; our look is our own.
HOST_DESKTOP = ("libqgtk3", "libgtk-3", "libgdk-3", "libgdk_pixbuf", "libatk", "libatspi", "libcairo", "libpango")
# Windows: a software OpenGL and Direct2D that no widget draws with.
UNUSED_ON_WINDOWS = ("opengl32sw.dll", "qdirect2d.dll")
KEPT_TEXTS = ("qtbase_de.qm", "qtbase_en.qm")
KEPT_IMAGES = ("libqsvg", "qsvg", "libqico", "qico", "libqjpeg", "qjpeg", "libqgif", "qgif", "libqwebp", "qwebp")


def wanted(name: str) -> bool:
    path = name.replace("\\", "/")
    if path.endswith(UNUSED_ON_WINDOWS):
        return False
    parts = path.split("/")
    if "/translations/" in path:
        return parts[-1] in KEPT_TEXTS
    if "/imageformats/" in path:
        return parts[-1].split(".")[0] in KEPT_IMAGES
    if parts[-1].startswith(HOST_DESKTOP):
        return False
    # macOS: a framework goes as a whole, with its links and its list; half of one cannot be signed.
    part = next((each for each in parts if each.endswith(".framework")), parts[-1])
    return not (("PySide6" in path or "Qt6" in part) and any(unused in part for unused in UNUSED_QT))
