"""Makes static/fonts anew: `uv run --with fonttools --with brotli python tools/fonts.py` (npm and a network needed).

From two npm packages under the SIL Open Font License. The variable Source Serif 4 weighs 120 KB a script; a page needs
one cut of it for text and one for headlines, so its optical size is pinned to each and its weights to those in use.
"""

import subprocess
import tarfile
import tempfile
from dataclasses import dataclass
from pathlib import Path

TARGET = Path(__file__).resolve().parent.parent / "static" / "fonts"
SERIF = ("@fontsource-variable/source-serif-4@5.3.1", "source-serif-4")
SANS = ("@fontsource-variable/source-sans-3@5.3.1", "source-sans-3")
SCRIPTS = ("latin", "cyrillic", "cyrillic-ext")
# The letters of Kazakh, Kyrgyz and Tajik that the subset of Russian, Ukrainian and Belarusian lacks.
EXTENDED = "ҒғҚқҢңҮүҰұҲҳҶҷҺһӘәӢӣӨөӮӯ"


@dataclass(frozen=True)
class Cut:
    name: str
    package: tuple[str, str]
    style: str
    axes: dict[str, float | tuple[float, float]]
    scripts: tuple[str, ...] = SCRIPTS


CUTS = (
    Cut("text", SERIF, "opsz-normal", {"opsz": 16, "wght": (400, 700)}),
    Cut("text-italic", SERIF, "opsz-italic", {"opsz": 16, "wght": 400}, SCRIPTS[:2]),
    Cut("display", SERIF, "opsz-normal", {"opsz": 40, "wght": 600}, SCRIPTS[:2]),
    Cut("sans", SANS, "wght-normal", {"wght": (400, 700)}),
)


def main() -> None:
    TARGET.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        for package, short in (SERIF, SANS):
            unpack(package, Path(folder) / short)
        for cut in CUTS:
            for script in cut.scripts:
                write(cut, script, Path(folder) / cut.package[1])
        for _package, short in (SERIF, SANS):
            licence = (Path(folder) / short / "package" / "LICENSE").read_text(encoding="utf-8")
            (TARGET / f"{short}-OFL.txt").write_text(licence, encoding="utf-8")


def unpack(package: str, folder: Path) -> None:
    folder.mkdir()
    packed = subprocess.check_output(["npm", "pack", "--silent", package], cwd=folder, text=True).strip()
    with tarfile.open(folder / packed.splitlines()[-1]) as archive:
        archive.extractall(folder, filter="data")


def write(cut: Cut, script: str, folder: Path) -> None:
    from fontTools import subset
    from fontTools.ttLib import TTFont
    from fontTools.varLib.instancer import instantiateVariableFont

    source = folder / "package" / "files" / f"{cut.package[1]}-{script}-{cut.style}.woff2"
    font = instantiateVariableFont(TTFont(source, recalcTimestamp=False), cut.axes)
    if script == "cyrillic-ext":
        options = subset.Options(layout_features=["*"])
        fewer = subset.Subsetter(options)
        fewer.populate(text=EXTENDED)
        fewer.subset(font)
    rename(font, f"Record {cut.name.title()}")
    font.flavor = "woff2"
    font.save(TARGET / f"{cut.name}-{script}.woff2")


def rename(font, family: str) -> None:
    """The licence reserves the name “Source” for the fonts as they were made."""
    for record in font["name"].names:
        if record.nameID in (1, 3, 4, 6, 16, 25):
            record.string = family.replace(" ", "-") if record.nameID in (3, 6, 25) else family


if __name__ == "__main__":
    main()
