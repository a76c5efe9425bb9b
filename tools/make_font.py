"""Make the static fonts of the bumpers from the variable Atkinson Hyperlegible Next.

Needed at making time only: npm, and `pip install fonttools brotli`. From the repository's root:

    npm pack @fontsource-variable/atkinson-hyperlegible-next && tar xzf fontsource-variable-atkinson-*.tgz
    python tools/make_font.py package intros/fonts

Each weight is cut from the Latin and the extended Latin file, the two are joined, and the kerning is written as an old `kern`
table too, which Pillow reads where it has no complex text layout (Windows and macOS).
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

from fontTools.merge import Merger
from fontTools.ttLib import TTFont
from fontTools.ttLib.tables._k_e_r_n import KernTable_format_0, table__k_e_r_n
from fontTools.varLib.instancer import instantiateVariableFont

FAMILY = "Atkinson Hyperlegible Next"
WEIGHTS = {400: "Regular", 600: "SemiBold", 750: "Title"}
SUBSETS = ("latin", "latin-ext")
MAX_KERN_PAIRS = 10_000  # the format-0 table counts its bytes in 16 bits


def kerning(font: TTFont) -> dict[tuple[str, str], int]:
    """The pairs of the font's GPOS kerning, glyph by glyph."""
    pairs: dict[tuple[str, str], int] = {}
    gpos = font["GPOS"].table
    features = [record.Feature for record in gpos.FeatureList.FeatureRecord if record.FeatureTag == "kern"]
    kern_lookups = {index for feature in features for index in feature.LookupListIndex}
    for index in sorted(kern_lookups):
        for table in gpos.LookupList.Lookup[index].SubTable:
            pair = getattr(table, "ExtSubTable", table)
            if pair.LookupType != 2:
                continue
            for row, first in enumerate(pair.Coverage.glyphs):
                if pair.Format == 1:
                    for record in pair.PairSet[row].PairValueRecord:
                        pairs.setdefault((first, record.SecondGlyph), getattr(record.Value1, "XAdvance", 0) or 0)
                else:
                    classes = pair.Class1Record[pair.ClassDef1.classDefs.get(first, 0)].Class2Record
                    for second in font.getGlyphOrder():
                        value = classes[pair.ClassDef2.classDefs.get(second, 0)].Value1
                        pairs.setdefault((first, second), getattr(value, "XAdvance", 0) or 0)
    return {pair: value for pair, value in pairs.items() if value}


def add_kern_table(font: TTFont) -> None:
    """Write the strongest pairs between characters as a `kern` table."""
    reachable = set(font.getBestCmap().values())
    pairs = {pair: value for pair, value in kerning(font).items() if pair[0] in reachable and pair[1] in reachable}
    strongest = sorted(pairs, key=lambda pair: (-abs(pairs[pair]), pair))[:MAX_KERN_PAIRS]
    table = KernTable_format_0()
    table.version, table.coverage, table.apple, table.tupleIndex = 0, 1, False, None
    table.kernTable = {pair: pairs[pair] for pair in strongest}
    kern = table__k_e_r_n()
    kern.version, kern.kernTables = 0, [table]
    font["kern"] = kern


def make_weight(package: Path, weight: int, out: Path) -> None:
    """Write one static TTF."""
    cut = []
    for subset in SUBSETS:
        font = TTFont(package / "files" / f"atkinson-hyperlegible-next-{subset}-wght-normal.woff2")
        font = instantiateVariableFont(font, {"wght": weight})
        font.flavor = None
        path = out / f".{subset}-{weight}.ttf"
        font.save(path)
        cut.append(path)
    joined = Merger().merge([str(path) for path in cut])
    for path in cut:
        path.unlink()
    style = WEIGHTS[weight]
    names = {1: f"{FAMILY} {style}", 2: "Regular", 4: f"{FAMILY} {style}", 6: f"{FAMILY.replace(' ', '')}-{style}"}
    for name, text in names.items():
        joined["name"].setName(text, name, 3, 1, 0x409)
    joined["OS/2"].usWeightClass = weight
    add_kern_table(joined)
    joined.save(out / f"AtkinsonHyperlegibleNext-{style}.ttf")


def main(package: Path, out: Path) -> None:
    """Make all weights, and put the licence beside the folder."""
    out.mkdir(parents=True, exist_ok=True)
    for weight in WEIGHTS:
        make_weight(package, weight, out)
    shutil.copyfile(package / "LICENSE", out.parent / "OFL.txt")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
