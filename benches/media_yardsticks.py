"""PDQ, dhash and phash on the pictures that `cargo xtask bench media` writes.

r_IDX_SHOW_SHOT.png are references, q_ROW_IDX_SHOW_SHOT.png queries. Each hash gets the one threshold
over all rows at which one pair of different shows in a million is taken for the same. Needs pdqhash,
imagehash, numpy and Pillow.
"""

import pathlib
import sys

import imagehash
import numpy
import pdqhash
from PIL import Image


def pdq(picture):
    bits, _ = pdqhash.compute(numpy.asarray(picture.convert("RGB")))
    return numpy.asarray(bits, dtype=bool)


HASHES = {
    "PDQ": pdq,
    "dhash": lambda picture: imagehash.dhash(picture, hash_size=16).hash.ravel(),
    "phash": lambda picture: imagehash.phash(picture, hash_size=16).hash.ravel(),
}


def main():
    folder, names = pathlib.Path(sys.argv[1]), sys.argv[2:]
    references = sorted(folder.glob("r_*.png"), key=lambda path: int(path.stem.split("_")[1]))
    queries = sorted(folder.glob("q_*.png"))
    shows = numpy.array([int(path.stem.split("_")[2]) for path in references])
    shots = numpy.array([int(path.stem.split("_")[3]) for path in references])
    asked = [tuple(int(part) for part in path.stem.split("_")[1:]) for path in queries]
    table = {}
    for name, hash_of in HASHES.items():
        packed = numpy.array([numpy.packbits(hash_of(Image.open(path))) for path in references])
        found = []
        counts = numpy.zeros(257, dtype=numpy.int64)
        for path, (row, _, show, shot) in zip(queries, asked):
            bits = numpy.packbits(hash_of(Image.open(path)))
            apart = numpy.bitwise_count(packed ^ bits).sum(axis=1)
            counts += numpy.bincount(apart[shows != show], minlength=257)
            found.append((row, apart[(shows == show) & (shots == shot)].min()))
        limit = numpy.searchsorted(numpy.cumsum(counts), counts.sum() / 1e6, side="right") - 1
        table[name] = (limit, [numpy.mean([apart <= limit for row, apart in found if row == idx]) for idx in range(len(names))])
    print("| query | " + " | ".join(f"{name} (<= {limit})" for name, (limit, _) in table.items()) + " |")
    print("|---|" + "---|" * len(table))
    for idx, name in enumerate(names):
        print(f"| {name} | " + " | ".join(f"{100 * shares[idx]:.1f}" for _, shares in table.values()) + " |")


main()
