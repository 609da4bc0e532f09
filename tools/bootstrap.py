"""Sets the project up, then runs the command it was given inside the environment.

Standard library only, and old syntax (Python 3.8): this is what runs before anything is installed.
"""

import contextlib
import hashlib
import os
import re
import ssl
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TOOLS = ROOT / ".tools"
VENV = ROOT / ".venv"
STAMP = VENV / ".ready"
WANTED = ("3.13", "3.14", "3.12")
UV_OLDEST = (0, 11)
UV_REQUIREMENT = "uv==0.13.9"
PUBLIC_INDEX = "https://pypi.org/simple"


class SetupError(Exception):
    """Something a person has to do first; the message is one sentence saying what."""


def main(arguments):
    try:
        if not is_ready():
            with one_at_a_time():
                is_ready() or set_up()
        compile_messages()
    except SetupError as problem:
        print(f"Set-up stopped: {problem}", file=sys.stderr)
        return 1
    if not arguments:
        return 0
    return run_inside(arguments)


def run_inside(arguments):
    environment = dict(os.environ, VIRTUAL_ENV=str(VENV))
    environment["PATH"] = str(VENV / "bin") + os.pathsep + os.environ.get("PATH", os.defpath)
    environment.pop("PYTHONHOME", None)
    os.chdir(str(ROOT))
    sys.stdout.flush()
    try:
        os.execvpe(arguments[0], arguments, environment)
    except OSError as problem:
        print(f"Cannot run {arguments[0]}: {problem.strerror}.", file=sys.stderr)
        return 127


def fingerprint():
    digest = hashlib.sha256()
    for name in ("pyproject.toml", "uv.lock"):
        digest.update((ROOT / name).read_bytes())
    digest.update(str(ROOT).encode())
    return digest.hexdigest()


def is_ready():
    """The environment matches the lock and its interpreter still exists (a pyenv upgrade removes it)."""
    try:
        return STAMP.read_text() == fingerprint() and (VENV / "bin" / "python").exists()
    except OSError:
        return False


def set_up():
    if os.name == "nt":
        raise SetupError("Windows is supported through WSL only, because PostgreSQL is run over a Unix socket.")
    uv = find_uv() or install_uv()
    python = find_interpreter() or download_interpreter(uv)
    print(f"Setting up the environment with {python}", file=sys.stderr)
    install_packages(uv, python)
    STAMP.write_text(fingerprint())


def compile_messages():
    """What Django reads of the catalogues is not in the repository: made here, again when a catalogue is newer."""
    for catalogue in ROOT.glob("locale/*/LC_MESSAGES/django.po"):
        compiled = catalogue.with_suffix(".mo")
        if not compiled.exists() or compiled.stat().st_mtime <= catalogue.stat().st_mtime:
            command = [str(VENV / "bin" / "python"), str(ROOT / "tools" / "messages.py"), "compile"]
            if subprocess.call(command):
                raise SetupError("the catalogues of translated words could not be compiled; see the message above.")
            return


@contextlib.contextmanager
def one_at_a_time():
    """Two commands started together on a bare clone must not both build the environment."""
    import fcntl

    TOOLS.mkdir(exist_ok=True)
    with (TOOLS / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


# uv


def find_uv():
    names = [str(TOOLS / "bin" / "uv"), "uv"]
    return next((name for name in names if uv_version(name) >= UV_OLDEST), None)


def uv_version(command):
    """(0, 13, 9), or () where there is no such uv."""
    match = re.match(r"uv (\d+)\.(\d+)\.(\d+)", output_of([command, "--version"]))
    return tuple(int(part) for part in match.groups()) if match else ()


def install_uv():
    installers = [sys.executable, *pythons_on_path(("python3", "python"))]
    pip_owner = next((python for python in installers if output_of([python, "-m", "pip", "--version"])), None)
    if pip_owner is None:
        raise SetupError("no Python here has pip; install it (on Debian: apt-get install python3-pip) and try again.")
    print("Installing uv into .tools", file=sys.stderr)
    command = [pip_owner, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    command += ["--root-user-action=ignore"] if pip_knows_root_action(pip_owner) else []
    failed = subprocess.call([*command, "--upgrade", "--target", str(TOOLS), UV_REQUIREMENT])
    uv = find_uv()
    if failed or uv is None:
        raise SetupError(f"pip could not install {UV_REQUIREMENT} into .tools; see its message above.")
    return uv


def pip_knows_root_action(python):
    match = re.match(r"pip (\d+)\.(\d+)", output_of([python, "-m", "pip", "--version"]))
    return match is not None and tuple(map(int, match.groups())) >= (22, 1)


# The interpreter


def find_interpreter():
    """A real interpreter of a wanted version, the most wanted first; never a pyenv shim."""
    found = {}
    for candidate in interpreter_candidates():
        if VENV in Path(candidate).parents:
            continue  # replacing the environment would take it away
        found.setdefault(version_of(candidate), candidate)
    return next((found[version] for version in WANTED if version in found), None)


def interpreter_candidates():
    names = [f"python{version}" for version in WANTED] + ["python3", "python"]
    return [sys.executable, *pythons_on_path(names), *pythons_of_pyenv()]


def pythons_on_path(names):
    folders = [Path(part) for part in os.environ.get("PATH", os.defpath).split(os.pathsep) if part]
    real = [folder for folder in folders if folder.name != "shims"]
    return [str(folder / name) for name in names for folder in real if os.access(str(folder / name), os.X_OK)]


def pythons_of_pyenv():
    folders = [Path(part) for part in os.environ.get("PATH", "").split(os.pathsep) if part.endswith("shims")]
    roots = [
        os.environ.get("PYENV_ROOT"),
        os.path.expanduser("~/.pyenv"),
        *(folder.parent for folder in folders),
        # Run by one of pyenv's interpreters under another home: <root>/versions/3.11.7.
        Path(sys.base_prefix).parent.parent,
    ]
    patterns = [f"versions/{version}*/bin/python" for version in WANTED]
    return [
        str(path)
        for root in roots
        if root and Path(root).is_dir()
        for pattern in patterns
        for path in sorted(Path(root).glob(pattern), reverse=True)
    ]


def version_of(python):
    """'3.13' for a CPython with a working standard library, '' otherwise."""
    probe = "import sys, ssl, sqlite3, zlib; print(sys.implementation.name, '%d.%d' % sys.version_info[:2])"
    name, _, version = output_of([python, "-I", "-c", probe]).partition(" ")
    return version if name == "cpython" else ""


def download_interpreter(uv):
    """uv's own Pythons, the last resort: an installed one, else a download."""
    for version in WANTED:
        found = output_of([uv, "python", "find", "--no-python-downloads", version])
        if found:
            return found
    print(f"No Python {' or '.join(sorted(WANTED))} here; asking uv for one", file=sys.stderr)
    if subprocess.call([uv, "python", "install", WANTED[0]], env=uv_environment()) == 0:
        return output_of([uv, "python", "find", WANTED[0]])
    raise SetupError(
        "this project needs Python 3.12, 3.13 or 3.14; none was found and none could be downloaded. Install one, or say"
        " where it is: put its folder on PATH, or set PYENV_ROOT."
    )


# The packages


def install_packages(uv, python):
    mirror = configured_index()
    if mirror:
        return install_from_mirror(uv, python, mirror)
    command = [uv, "sync", "--locked", "--quiet", "--no-progress", "--python", python]
    if subprocess.call(command, cwd=str(ROOT), env=uv_environment()):
        raise SetupError("the packages of uv.lock could not be installed; see uv's message above.")


def install_from_mirror(uv, python, mirror):
    """The lock names the public addresses, so a mirror gets the same files by name and hash."""
    target = str(VENV / "bin" / "python")
    listing = listed(uv, "requirements.txt")
    source = ["--require-hashes", "--default-index", mirror]
    steps = [
        [uv, "venv", "--quiet", "--allow-existing", "--python", python, str(VENV)],
        [uv, "pip", "sync", "--quiet", *source, "--python", target, listing],
    ]
    if any(subprocess.call(step, cwd=str(ROOT), env=environment_of_locked()) for step in steps):
        raise SetupError("the packages could not be installed from the configured index; see uv's message above.")


def install_aside(group, folder):
    """A group of the lock that few need, into a folder of its own."""
    uv, mirror = find_uv() or install_uv(), configured_index()
    listing = listed(uv, f"requirements-{group}.txt", "--only-group", group)
    source = ["--require-hashes", *(["--default-index", mirror] if mirror else [])]
    command = [uv, "pip", "install", "--quiet", *source, "--python", str(VENV / "bin" / "python")]
    command += ["--target", str(folder), "--requirements", listing]
    if subprocess.call(command, cwd=str(ROOT), env=environment_of_locked()):
        raise SetupError(f"the packages of the group {group!r} could not be installed; see uv's message above.")


def listed(uv, name, *groups):
    """What the lock has for these groups (or by default), as a list of requirements with hashes."""
    listing = TOOLS / name
    listing.parent.mkdir(exist_ok=True)
    command = [uv, "export", "--frozen", "--no-config", "--quiet", *groups, "--output-file", str(listing)]
    if subprocess.call(command, cwd=str(ROOT), env=environment_of_locked()):
        raise SetupError("uv.lock could not be read; see uv's message above.")
    return str(listing)


def environment_of_locked():
    """Nothing of the machine's uv settings but its certificates: addresses and hashes are the lock's."""
    return {key: value for key, value in uv_environment().items() if not key.startswith("UV_") or "CERT" in key}


def configured_index():
    """The package index this machine is told to use instead of the public one, if any."""
    for name in ("UV_DEFAULT_INDEX", "UV_INDEX_URL", "PIP_INDEX_URL"):
        if os.environ.get(name):
            return other_than_public(os.environ[name])
    return other_than_public(pip_setting("index-url"))


def other_than_public(index):
    return "" if index.rstrip("/") == PUBLIC_INDEX else index


def pip_setting(name):
    return output_of([sys.executable, "-m", "pip", "config", "get", f"global.{name}"])


def uv_environment():
    """uv brings its own certificates; behind an inspecting proxy only the machine's own store is right."""
    environment = dict(os.environ)
    environment.pop("VIRTUAL_ENV", None)
    certificates = os.environ.get("PIP_CERT") or pip_setting("cert")
    if certificates:
        environment.setdefault("SSL_CERT_FILE", certificates)
    elif ssl.get_default_verify_paths().cafile:
        environment.setdefault("UV_SYSTEM_CERTS", "true")
    return environment


def output_of(command):
    """What the command prints, '' when it fails or is not there."""
    try:
        done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    except OSError:
        return ""
    return done.stdout.strip() if done.returncode == 0 else ""


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
