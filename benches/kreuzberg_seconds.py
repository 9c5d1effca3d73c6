"""CPU seconds of kreuzberg's extraction, for `cargo xtask bench notes`.

In: files. Out: a line each: the least of several rounds after a warm-up, the characters of its text, the path; just as
crates/documents/examples/cpu_seconds.rs prints them. Needs `pip install kreuzberg`; `--version` prints which one that is.
"""

import importlib.metadata
import sys
import time

from kreuzberg import extract_file_sync

ROUNDS = 7

if sys.argv[1:] == ["--version"]:
    print(importlib.metadata.version("kreuzberg"))
    sys.exit()
for path in sys.argv[1:]:
    extract_file_sync(path)
    least = float("inf")
    for _ in range(ROUNDS):
        before = time.process_time()
        result = extract_file_sync(path)
        least = min(least, time.process_time() - before)
    print(f"{least:.9f} {len(result.content)} {path}")
