"""Fits the weights of crates/screening/src/model.rs.

python3 screening_fit.py MEASURE SDN_FOLDER CENSUS_FOLDER [--pairs OUT.csv]

MEASURE is the built example measure_screening; SDN_FOLDER holds sdn, alt and add as OFAC publishes them; CENSUS_FOLDER the files
dist.all.last, dist.male.first and dist.female.first of the US census of 1990 (PyPI package `names`). Needs rapidfuzz and
scikit-learn. Only entries with odd list numbers are used, and names made up here: cases.csv, the pairs across scripts, and the
positives and negatives of the bars are never read.

Pairs that are one name: primary name and alias of one entry; a name with slips of the pen, with a middle name more or less, in another order,
with an initial, with words joined or split, with another legal form. Pairs that are two: a word replaced by another of the same place;
a made-up name and the listed names most like it; two entries that share words. Half the pairs are one name.
"""
import argparse
import csv
import glob
import os
import random
import re
import subprocess
import tempfile

import numpy
from rapidfuzz import fuzz, process
from scipy.optimize import minimize
from sklearn.metrics import average_precision_score

random.seed(20261123)
FORMS = ["Ltd", "Limited", "Co., Ltd.", "LLC", "Inc.", "GmbH", "S.A.", "OOO", "JSC", "Corporation", "PLC"]
TRADES = ["Trading", "Animation", "Technology", "Shipping", "Import and Export", "Studio", "Construction", "Media", "Petroleum", "Design"]
PLACES = ["Shanghai", "Moscow", "Dubai", "Beirut", "Istanbul", "Panama", "Dandong", "Dalian", "Hong Kong", "Damascus", "Tehran", "Mexico"]
CLOSE = ["iy", "ou", "ei", "ck", "kq", "sz", "vw", "dt", "bp", "gk", "ae", "fv", "ao"]


def sdn(folder):
    entries, aliases = {}, {}
    for path in glob.glob(folder + "/*.csv"):
        name = os.path.basename(path)
        for row in csv.reader(open(path, encoding="utf-8", errors="replace")):
            if len(row) < 4 or not row[0].strip().isdigit() or int(row[0]) % 2 == 0:
                continue
            uid = int(row[0])
            if name.startswith("sdn") and "address" not in name:
                kind = row[2].strip()
                if kind in ("individual", "-0-"):
                    entries[uid] = (row[1].strip(), kind == "individual")
            elif name.startswith("alt"):
                aliases.setdefault(uid, []).append(row[3].strip())
    return entries, aliases


def slip(word):
    at = random.randrange(len(word))
    sign = word[at]
    what = random.random()
    if what < 0.35:
        close = [pair.replace(sign, "") for pair in CLOSE if sign in pair]
        return word[:at] + (random.choice(close) if close and random.random() < 0.6 else random.choice("aeioubcdgklmnprstvz")) + word[at + 1:]
    if what < 0.55 and len(word) > 3:
        return word[:at] + word[at + 1:]
    if what < 0.75:
        return word[:at] + (sign if random.random() < 0.4 else random.choice("aeiouhnrst")) + word[at:]
    if at + 1 < len(word):
        return word[:at] + word[at + 1] + sign + word[at + 2:]
    return word + random.choice("aeis")


def is_word(token):
    return len(token) > 2 and token.isalpha()


def one_name(tokens, person):
    """The same name otherwise."""
    tokens = list(tokens)
    what = random.random()
    long = [i for i, token in enumerate(tokens) if is_word(token) and len(token) > 3]
    if what < 0.5 and long:
        for i in random.sample(long, min(len(long), random.choice([1, 1, 1, 2]))):
            tokens[i] = slip(tokens[i].lower())
            if len(tokens[i]) > 6 and random.random() < 0.25:
                tokens[i] = slip(tokens[i])
    elif what < 0.62 and person and len(tokens) > 2:
        del tokens[random.randrange(1, len(tokens) - 1)]
    elif what < 0.70 and person and len(tokens) > 1:
        tokens.insert(random.randrange(1, len(tokens)), random.choice(POOL_LAST if random.random() < 0.5 else POOL_FIRST))
    elif what < 0.78 and person and len(tokens) > 1:
        tokens = tokens[-1:] + tokens[:-1]
    elif what < 0.86 and person and len(tokens) > 1:
        tokens[0] = tokens[0][0] + "."
    elif what < 0.93 and len(tokens) > 1:
        i = random.randrange(len(tokens) - 1)
        tokens[i:i + 2] = [tokens[i] + tokens[i + 1].lower()]
    elif not person:
        tokens = [t for t in tokens if t.strip(".,").lower() not in ("ltd", "llc", "inc", "co", "limited", "ooo", "jsc", "company")]
        tokens += random.choice(FORMS + [""]).split()
        if random.random() < 0.15:
            tokens += random.choice(PLACES).split()
    return tokens


def two_names(tokens, person):
    """Another name: one or two of its words are others."""
    tokens = list(tokens)
    places = [i for i, token in enumerate(tokens) if is_word(token)]
    if not places:
        return None
    if not person and random.random() < 0.06:
        # Another number, or one more, is another company.
        tokens.insert(random.randrange(1, len(tokens) + 1), random.choice(["II", "III", "2", "3", "7", "21"]))
        return tokens
    if person and len(tokens) > 2 and random.random() < 0.02:
        # The son of A called B is not the son of B called A.
        tokens[0], tokens[1] = tokens[1], tokens[0]
        return tokens
    for i in random.sample(places, min(len(places), random.choice([1, 1, 1, 2]))):
        old = tokens[i].lower()
        pool = (POOL_FIRST if i == 0 else POOL_LAST) if person else POOL_BODY
        choice = random.choice(pool)
        if random.random() < 0.4:
            near = [word for word in random.sample(pool, min(400, len(pool))) if word[:2].lower() == old[:2]]
            choice = random.choice(near) if near else choice
        if fuzz.ratio(choice.lower(), old) > 74:
            return None
        tokens[i] = choice
    return tokens


def pairs(entries, aliases):
    found = []
    for uid, (name, person) in entries.items():
        for alias in aliases.get(uid, []):
            if fuzz.token_set_ratio(name.lower(), alias.lower()) > 55:
                found.append((name, alias, person, 1, True))
    made = [(first + " " + last, True) for first, last in zip(random.choices(POOL_FIRST, k=4000), random.choices(POOL_LAST, k=4000))]
    made += [(" ".join(filter(None, [random.choice(PLACES) if random.random() < 0.5 else "", random.choice(POOL_BODY), random.choice(TRADES), random.choice(FORMS)])), False) for _ in range(3000)]
    listed = [(name, person) for name, person in entries.values()]
    for name, person in random.choices(listed, k=9000) + made:
        tokens = re.sub(r"[(),\"]", " ", name).split()
        if person and "," in name:
            family, _, given = name.partition(",")
            tokens = given.split() + family.split()
        if not tokens:
            continue
        found.append((name, " ".join(one_name(tokens, person)), person, 1, False))
        other = two_names(tokens, person)
        if other:
            found.append((name, " ".join(other), person, 0, False))
    for person in (True, False):
        names = [name for name, kind in listed if kind == person]
        lower = [name.lower().replace(",", "") for name in names]
        asked = [name for name, kind in made if kind == person][:1500] + random.sample(names, 700)
        for name in asked:
            best = process.extract(name.lower().replace(",", ""), lower, scorer=fuzz.token_set_ratio if random.random() < .5 else fuzz.token_sort_ratio, limit=3)
            for text, score, at in best:
                if names[at] != name and fuzz.token_sort_ratio(name.lower(), text) < 97:
                    found.append((name, names[at], person, 0, True))
    return found


def measured(program, lists, found):
    with tempfile.NamedTemporaryFile("w", suffix=".csv", delete=False, encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["a", "b", "schema"])
        writer.writerows([one, other, "Person" if person else "Company"] for one, other, person, *_ in found)
    out = subprocess.run([program, lists, "pairs", file.name], capture_output=True, text=True, check=True).stdout
    rows = []
    for line in out.split("\n")[:-1]:
        cells = line.split("\t")[1]
        rows.append({key: int(value) / 1000 for key, value in (part.split("=") for part in cells.split(",") if part)})
    assert len(rows) == len(found)
    return rows


# Real pairs tell how lists spell, made-up pairs which slips and which other names there are: half of the weight each.
EFFECTIVE_PAIRS = 3000
# How far, in log-odds, data of this many pairs may easily move a weight away from the one that was set before by judgement.
EASE = 0.15


def fit(rows, truth, real, names, prior):
    x = numpy.array([[1.0] + [row.get(name, 0.0) for name in names] for row in rows])
    y = numpy.array(truth, dtype=float)
    real = numpy.array(real)
    weight = numpy.zeros(len(y))
    for kind in (True, False):
        for is_one in (1.0, 0.0):
            group = (real == kind) & (y == is_one)
            weight[group] = EFFECTIVE_PAIRS / 4 / max(1, group.sum())
    prior = numpy.array(prior) / 1000

    def loss(w):
        z = x @ w
        p = 1 / (1 + numpy.exp(-z))
        value = (weight * (numpy.logaddexp(0, z) - y * z)).sum() + (((w - prior) / EASE) ** 2).sum() / 2
        return value, x.T @ (weight * (p - y)) + (w - prior) / EASE ** 2

    bounds = [(None, None)] + [(0, None) if name in ("agree", "telling") else (None, 0) for name in names]
    w = minimize(loss, prior, jac=True, method="L-BFGS-B", bounds=bounds).x
    for kind in (True, False):
        group = real == kind
        before, after = (average_precision_score(y[group], (x @ v)[group]) for v in (prior, w))
        print("real" if kind else "made up", "pairs", group.sum(), "one name", int(y[group].sum()), f"average precision {before:.4f} before, {after:.4f} after")
    z = x @ w
    return w


parser = argparse.ArgumentParser()
parser.add_argument("measure")
parser.add_argument("sdn")
parser.add_argument("census")
parser.add_argument("--pairs")
arguments = parser.parse_args()


def census(name, limit):
    path = glob.glob(arguments.census + "/**/dist." + name, recursive=True)[0]
    return [line.split()[0].title() for line in open(path)][:limit]


entries, aliases = sdn(arguments.sdn)
people = [name for name, person in entries.values() if person]
bodies = [name for name, person in entries.values() if not person]
POOL_LAST = census("all.last", 8000) + [name.split(",")[0].title() for name in people if "," in name]
POOL_FIRST = census("male.first", 800) + census("female.first", 1500) + [t.title() for name in people if "," in name for t in name.split(",")[1].split()]
POOL_LAST = [word for word in POOL_LAST if is_word(word)]
POOL_FIRST = [word for word in POOL_FIRST if is_word(word)]
POOL_BODY = [word.title() for name in bodies for word in name.split() if is_word(word)]
found = pairs(entries, aliases)
rows = measured(arguments.measure, arguments.sdn, found)
if arguments.pairs:
    with open(arguments.pairs, "w", encoding="utf-8") as file:
        for pair, row in zip(found, rows):
            file.write("\t".join(map(str, pair)) + "\t" + repr(row) + "\n")
source = open(os.path.join(os.path.dirname(__file__), "../crates/screening/src/model.rs")).read()
names = re.findall(r'row\(Feature::\w+, "(\w+)"', source.replace("\n", " "))
names = re.findall(r'"(\w+)",\s*-?[\d_]+,\s*-?[\d_]+\s*,?\s*\)', source)
result, prior = {}, {}
for line in open(os.path.join(os.path.dirname(__file__), "screening_prior.tsv")):
    if not line.startswith("#"):
        name, person, body = line.split()
        prior[name] = (int(person), int(body))
for person in (True, False):
    kept = [i for i, pair in enumerate(found) if pair[2] == person]
    column = 0 if person else 1
    before = [prior["bias"][column]] + [prior[name][column] for name in names]
    result[person] = fit([rows[i] for i in kept], [found[i][3] for i in kept], [found[i][4] for i in kept], names, before)
for at, name in enumerate(["bias"] + names):
    print(name, *[round(result[person][at] * 1000) for person in (True, False)])
