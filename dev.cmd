@echo off
rem The words of ./dev on Windows: Python 3.11 or 3.12 (py launcher) gets uv, uv the locked libraries,
rem packaging\words.py does the rest. Exit 3: Python must be installed first.
setlocal
cd /d "%~dp0"
if "%~1"=="" goto usage
if "%~1"=="help" goto usage

set "tools=%LOCALAPPDATA%\Aside\uv"
set "uv_wanted=uv>=0.13.9,<0.14"
set "stamp=.venv\ready-%~1"

rem Nothing changed since this word was last set up here: nothing to do.
if exist "%stamp%" if exist .venv\Scripts\python.exe (
    fc /b uv.lock "%stamp%" >nul 2>&1 && goto ready
)

set "python="
for %%v in (3.12 3.11) do if not defined python (
    py -%%v -c "import venv, ensurepip" >nul 2>&1 && set "python=py -%%v"
)
if not defined python (
    echo Aside needs Python 3.11 or 3.12. Please run: 1>&2
    echo   winget install Python.Python.3.12 1>&2
    exit /b 3
)
if not exist "%tools%\Scripts\uv.exe" (
    %python% -m venv "%tools%" || exit /b 1
    "%tools%\Scripts\python.exe" -m pip install --quiet --disable-pip-version-check "%uv_wanted%" || exit /b 1
)
for /f "delims=" %%p in ('%python% -c "import sys; print(sys.executable)"') do set "base=%%p"
set "UV_PYTHON_DOWNLOADS=never"
set "UV_COMPILE_BYTECODE=1"
if not defined UV_SYSTEM_CERTS set "UV_SYSTEM_CERTS=1"
set "VIRTUAL_ENV="
set "groups="
if "%~1"=="run" set "groups=--no-dev --inexact"
"%tools%\Scripts\uv.exe" sync --quiet --frozen --python "%base%" %groups% || exit /b 1
copy /y uv.lock "%stamp%" >nul

:ready
rem Without bytecode each start compiles 600 modules again: a second, in both processes.
set "PYTHONDONTWRITEBYTECODE="
.venv\Scripts\python.exe packaging\words.py %*
exit /b %errorlevel%

:usage
echo dev run [--real]      set up, then Aside in the practice world (--real: without it)
echo dev test [PYTEST...]  set up, then every test that needs no PBX and no homeserver
echo dev check             ruff, mypy, import contracts, house rules
echo dev tour DIR          the whole main job with nobody at the keys; pictures and tour.json in DIR
echo dev bench [NAME...]   the benchmarks
echo dev soak [NAME...]    what takes long, by part
echo dev peers [NAME...]   against other phones and PBXs, by part
echo dev words             collect the interface's texts for the translators
exit /b 2
