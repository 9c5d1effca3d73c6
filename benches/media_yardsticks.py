"""PDQ, dhash and phash on the pictures that `cargo xtask bench media` keeps.

    media_yardsticks.py FOLDER FIRST_SHOW LAST_SHOW PROCESSES [ROW QUERIES]...

SHOW.frames are references (each: shot, frame, length, PNG), QUERIES files are the same with the show in
place of the frame. Each hash gets the one threshold over all rows at which one pair of different shows
in a million is taken for the same. Hashes are kept beside the frames. Needs pdqhash, imagehash, numpy and Pillow.
"""

import io
import multiprocessing
import pathlib
import struct
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


def hashed(path):
    """Two numbers and three hashes of 256 bits of every picture of a file."""
    kept = path.with_suffix(path.suffix + ".hashes.npy")
    if not kept.exists() or kept.stat().st_mtime < path.stat().st_mtime:
        rows, data, at = [], path.read_bytes(), 0
        while at < len(data):
            one, two, length = struct.unpack_from("<III", data, at)
            picture = Image.open(io.BytesIO(data[at + 12 : at + 12 + length]))
            bits = [numpy.packbits(hash_of(picture)) for hash_of in HASHES.values()]
            rows.append(numpy.concatenate([numpy.array([one, two], dtype="<u4").view("u1"), *bits]))
            at += 12 + length
        with open(kept.with_suffix(".part"), "wb") as out:
            numpy.save(out, numpy.array(rows, dtype="u1"))
        kept.with_suffix(".part").replace(kept)
    return numpy.load(kept)


def main():
    folder, first, last, n_processes = pathlib.Path(sys.argv[1]), *map(int, sys.argv[2:5])
    names, files = sys.argv[5::2], [pathlib.Path(path) for path in sys.argv[6::2]]
    numbers = range(first, last + 1)
    with multiprocessing.Pool(n_processes) as pool:
        parts = pool.map(hashed, [folder / f"{number}.frames" for number in numbers], 1)
        asked = pool.map(hashed, files, 1)
    references = numpy.concatenate(parts)
    shows = numpy.concatenate([numpy.full(len(part), number) for number, part in zip(numbers, parts)])
    shots = references[:, :4].copy().view("<u4").ravel()
    columns = {}
    for place, name in enumerate(HASHES):
        span = slice(8 + 32 * place, 40 + 32 * place)
        words = references[:, span].copy().view("<u8")
        counts, nearest = numpy.zeros(257, dtype=numpy.int64), []
        for queries in asked:
            own = []
            for query in queries:
                shot, show = query[:8].copy().view("<u4")
                apart = numpy.bitwise_count(words ^ query[span].copy().view("<u8")).sum(axis=1)
                counts += numpy.bincount(apart[shows != show], minlength=257)
                own.append(apart[(shows == show) & (shots == shot)].min(initial=257))
            nearest.append(numpy.array(own))
        limit = numpy.searchsorted(numpy.cumsum(counts), counts.sum() / 1e6, side="right") - 1
        columns[f"{name} (<= {limit})"] = [100 * numpy.mean(own <= limit) for own in nearest]
    print("| query | " + " | ".join(columns) + " |")
    print("|---|" + "---|" * len(columns))
    for idx, name in enumerate(names):
        print(f"| {name} | " + " | ".join(f"{shares[idx]:.1f}" for shares in columns.values()) + " |")


main()
