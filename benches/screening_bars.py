"""The bars of screening, ours beside nomenklatura's logic-v2 where it is installed: python3 screening_bars.py MEASURE DATA [--peer N]

MEASURE is the built example measure_screening; DATA holds `screening` (cases.csv of nomenklatura's name_bench, cross_script_pairs.csv of
watchman, negatives_us.csv of yente) and `sanctions` (sdn, alt, add as OFAC publishes them). --peer N gives logic-v2 the first N of each
kind of names (all without it; 0 leaves it out). CPU time is that of the matching alone, in this one run; logic-v2 gets the 50 names that
rapidfuzz's token_set_ratio puts first, and a first pass over 200 names to warm its caches. Prints Markdown rows.
"""
import argparse
import csv
import os
import random
import shutil
import subprocess
import tempfile
import time

parser = argparse.ArgumentParser()
parser.add_argument("measure")
parser.add_argument("data")
parser.add_argument("--peer", type=int, default=-1)
parser.add_argument("--positives", type=int, default=1500)
parser.add_argument("--tune", help="odd entries, and people made of the census names in this folder: what weights may be chosen on")
arguments = parser.parse_args()
data, work = arguments.data, tempfile.mkdtemp()
random.seed(4250425 if arguments.tune else 4260426)


def average_precision(scores, truth):
    """Ties averaged: the expectation over all orders of equal scores."""
    order = sorted(range(len(scores)), key=lambda i: -scores[i])
    hits = seen = total = at = 0
    while at < len(order):
        end = at
        while end < len(order) and scores[order[end]] == scores[order[at]]:
            end += 1
        size, true = end - at, sum(truth[i] for i in order[at:end])
        for place in range(1, size + 1):
            before = (place - 1) * ((true - 1) / (size - 1) if size > 1 else 0)
            total += true / size * (hits + 1 + before) / (seen + place)
        hits, seen, at = hits + true, seen + size, end
    return total / sum(truth)


def best_f1(scores, truth):
    best = (0.0, 0.0)
    for threshold in sorted(set(scores)):
        true = sum(1 for score, is_one in zip(scores, truth) if score >= threshold and is_one)
        false = sum(1 for score, is_one in zip(scores, truth) if score >= threshold and not is_one)
        best = max(best, (2 * true / (true + false + sum(truth)), threshold))
    return best


def write(name, header, rows):
    path = os.path.join(work, name)
    with open(path, "w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(header)
        writer.writerows(rows)
    return path


def ours(lists, what, path):
    done = subprocess.run([arguments.measure, lists, what, path], capture_output=True, text=True, check=True)
    index, matching = map(float, done.stderr.split())
    return done.stdout.split("\n")[:-1], index, matching


def pair_scores(lists, pairs):
    path = write("pairs.csv", ["a", "b", "schema"], pairs)
    lines, _, cpu = ours(lists, "pairs", path)
    return [int(line.split("\t")[0]) / 1000 for line in lines], cpu


def peer():
    from followthemoney import model
    from nomenklatura.matching import LogicV2
    config = LogicV2.default_config()
    count = [0]

    def entity(name, schema, uid=None):
        count[0] += 1
        names = [name] if isinstance(name, str) else name
        # logic-v2 remembers by id: each query has its own.
        return model.get_proxy({"id": uid or f"q{count[0]}", "schema": schema, "properties": {"name": names}})

    return lambda one, other: LogicV2.compare(one, other, config).score, entity


def schema_of(text):
    return {"Person": "Person", "Company": "Company", "Organization": "Organization", "Vessel": "Vessel"}.get(text, "LegalEntity")


def row(*cells):
    print("| " + " | ".join(str(cell) for cell in cells) + " |", flush=True)


# Lists with aliases taken out: of entries with even numbers, which tuned nothing.
sanctions = os.path.join(data, "sanctions")
entries, names = {}, {}
for line in csv.reader(open(os.path.join(sanctions, "sdn_2023-01.csv"), encoding="utf-8", errors="replace")):
    if line[0].isdigit():
        entries[line[0]] = line[2].strip()
        names.setdefault(line[0], []).append(line[1].strip())
alt = list(csv.reader(open(os.path.join(sanctions, "alt_2025-02.csv"), encoding="utf-8", errors="replace")))
able = [i for i, line in enumerate(alt) if len(line) > 3 and line[0].isdigit() and int(line[0]) % 2 == bool(arguments.tune) and entries.get(line[0]) in ("individual", "-0-")]
held = set(random.sample(able, min(arguments.positives, len(able))))
lists = os.path.join(work, "lists")
os.mkdir(lists)
for name in ("sdn_2023-01.csv", "sdn_address_2023-01.csv", "add_2025-02.csv"):
    shutil.copy(os.path.join(sanctions, name), lists)
with open(os.path.join(lists, "alt_2025-02.csv"), "w", encoding="utf-8", newline="") as file:
    csv.writer(file).writerows(line for i, line in enumerate(alt) if i not in held)
for i, line in enumerate(alt):
    if i not in held and len(line) > 3:
        names.setdefault(line[0], []).append(line[3].strip())

queries = [(line[0], line[3].strip(), "Person" if entries[line[0]] == "individual" else "Company") for line in (alt[i] for i in sorted(held))]
made_up = []
people = [line["full_name"] for line in csv.DictReader(open(os.path.join(data, "screening/negatives_us.csv"), encoding="utf-8"))]
if arguments.tune:
    words = {part: [line.split()[0].title() for line in open(os.path.join(arguments.tune, "dist." + part))] for part in ("all.last", "male.first", "female.first")}
    people = [f"{random.choice(words[random.choice(['male.first', 'female.first'])][:900])} {random.choice(words['all.last'][:9000])}" for _ in range(9000)]
made_up += [(name, "Person") for name in random.sample(people, 4000)]
CHINESE = "An Bai Bao Bin Bo Cai Chang Chao Cheng Chun Da De Dong Fa Fei Feng Fu Gang Gao Guang Guo Hai Han Hao He Heng Hong Hua Hui Ji Jia Jian Jin Jing Jun Kai Kang Ke Lan Li Lin Ling Long Lu Mei Ming Nan Ning Peng Ping Qi Qiang Qing Rong Rui Sen Shan Sheng Shi Shun Song Tai Tian Tong Wan Wei Wen Wu Xi Xiang Xin Xing Xu Ya Yan Yang Yi Ying Yong Yu Yuan Yue Yun Ze Zhen Zheng Zhi Zhong Zhou".split()
CITIES = "Shanghai Beijing Guangzhou Shenzhen Dalian Dandong Shenyang Chengdu Wuhan Nanjing Hangzhou Suzhou Qingdao Tianjin Xiamen Ningbo Wuxi Yanbian Changchun Harbin".split()
TRADES = ["Trading", "Animation", "Technology", "Culture Media", "Import and Export", "Digital Art", "Network Technology", "International Trade", "Cartoon", "Industrial", "Software", "Film and Television", "Logistics", "Electronics"]
for _ in range(3000):
    word = random.choice(CHINESE) + random.choice(CHINESE).lower()
    place = random.choice(CITIES) + " " if random.random() < 0.7 else ""
    made_up.append((f"{place}{word} {random.choice(TRADES)} {random.choice(['Co., Ltd.', 'Co Ltd', 'Company Limited', 'Ltd.', 'Group'])}", "Company"))
KOREAN = "Kim Lee Park Choi Jung Kang Cho Yoon Jang Lim Han Oh Seo Shin Kwon Hwang Ahn Song Ryu Hong".split()
GIVEN = "Min Ji Seo Hyun Jun Woo Young Soo Jin Hee Kyung Eun Sung Ho Jae Hoon Dong Sang Won In Hye Yeon Su Bin Tae".split()
BODIES = "Daehan Hanil Samjin Dongbu Hanbit Woori Saerom Nuri Gaon Mirae Haneul Bada Sejong Hansol Shinil Daeyang Dongyang Kumho Taeyang Sinwoo Jinwoo Daesung Hyosung Namsan Geumgang Hangang Donga Seoul Busan Incheon".split()
for _ in range(1500):
    given = random.choice(GIVEN) + random.choice(["-", " ", ""]) + random.choice(GIVEN).lower()
    made_up.append((f"{random.choice(KOREAN)} {given}", "Person"))
    body = random.choice(BODIES) + (random.choice(BODIES).lower() if random.random() < 0.3 else "")
    made_up.append((f"{body} {random.choice(TRADES)} {random.choice(['Co., Ltd.', 'Inc.', 'Corporation', 'Ltd.'])}", "Company"))

batch = [(f"p{i}", name, schema) for i, (_, name, schema) in enumerate(queries)] + [(f"n{i}", name, schema) for i, (name, schema) in enumerate(made_up)]
lines, index_cpu, cpu = ours(lists, "names", write("batch.csv", ["id", "name", "schema"], batch))


def parsed(line):
    found = [cell.split(" ") for cell in line.split("\t")[1:]]
    return [(cell[0], int(cell[1]) / 1000) for cell in found]


def curve(found):
    """Recall at 1 % false alarms: score of the true entry, and of the best entry for a name on no list."""
    false = sorted((max((score for _, score in cells), default=0.0) for kind, _, cells in found if kind == "n"), reverse=True)
    allowed = len(false) // 100
    threshold = false[allowed]
    true = [max((score for uid, score in cells if uid == want), default=0.0) for kind, want, cells in found if kind == "p"]
    recall = sum(score > threshold for score in true) / len(true)
    rates = {t: (sum(s >= t for s in true) / len(true), sum(s >= t for s in false) / len(false)) for t in (0.5, 0.6, 0.7, 0.8, 0.9)}
    return recall, threshold, rates, true, false


found = [("p", uid, parsed(line)) for (uid, _, _), line in zip(queries, lines)]
found += [("n", None, parsed(line)) for line in lines[len(queries):]]
recall, threshold, rates, true, false = curve(found)
print("| what | ours | nomenklatura logic-v2 | bar | |\n|---|---|---|---|---|")
speed = len(batch) / max(cpu, 0.01)
ours_sdn = f"{recall:.3f} at {threshold:.2f}"

cases = list(csv.DictReader(open(os.path.join(data, "screening/cases.csv"), encoding="utf-8")))
truth = [case["is_match"] == "true" for case in cases]
case_pairs = [(case["name1"], case["name2"], case["schema"]) for case in cases]
scores, _ = pair_scores(lists, case_pairs)
ours_cases = f"{average_precision(scores, truth):.3f}, {best_f1(scores, truth)[0]:.3f}"
reliability = []
for low in range(0, 10):
    kept = [(s, t) for s, t in zip(scores, truth) if low / 10 <= s < (low + 1) / 10 or low == 9 and s == 1.0]
    listed = [1] * sum(low / 10 <= s < (low + 1) / 10 or low == 9 and s == 1.0 for s in true) + [0] * sum(low / 10 <= s < (low + 1) / 10 or low == 9 and s == 1.0 for s in false)
    reliability.append((low, len(kept), sum(t for _, t in kept) / max(1, len(kept)), len(listed), sum(listed) / max(1, len(listed))))

lines = [line.split(",") for line in open(os.path.join(data, "screening/cross_script_pairs.csv"), encoding="utf-8") if line.strip() and not line.startswith("#")]
cross = [(line[0], line[1]) for line in lines if len(line) > 2]
GROUPS = {
    "arabic": ["محمد علي", "أحمد حسن", "خالد محمود", "عمر يوسف", "صالح ناصر", "سليم حيدر", "طارق عباس", "يوسف كريم", "سمير نبيل", "حسين رضا"],
    "cyrillic": ["Владимир Путин", "Иван Иванов", "Александр Петров", "Сергей Кузнецов", "Олег Смирнов", "Анна Попова", "Борис Волков", "Павел Соколов"],
    "han": ["金正恩", "李明", "习近平", "王伟", "张丽", "刘洋", "陈静", "杨帆", "赵磊", "黄敏", "周杰", "吴刚", "孙悦", "马超"],
    "hangul": ["김정은", "박지성", "이민호", "최수영", "정호석", "강동원", "조인성", "윤아름", "장나라", "임윤아"],
    "kana": ["山田太郎", "田中花子", "鈴木一郎", "佐藤健一", "高橋直樹", "伊藤恵子", "渡辺誠", "中村隆"],
    "greek": ["Αλέξανδρος", "Νικόλαος", "Γεώργιος", "Δημήτριος", "Κωνσταντίνος"],
    "hebrew": ["משה", "דוד", "יעקב", "שרה", "רבקה", "יוסף"],
    "thai": ["สมชาย", "สมศักดิ์", "ประยุทธ์", "ทักษิณ", "อภิสิทธิ์"],
}
LATIN = {
    "arabic": ["Mohamed Ali", "Ahmed Hassan", "Khaled Mahmoud", "Omar Youssef", "Saleh Nasser", "Salim Haidar", "Tariq Abbas", "Yusuf Karim", "Samir Nabil", "Hussein Reda"],
    "cyrillic": ["Vladimir Putin", "Ivan Ivanov", "Alexander Petrov", "Sergey Kuznetsov", "Oleg Smirnov", "Anna Popova", "Boris Volkov", "Pavel Sokolov"],
    "han": ["Kim Jong Un", "Li Ming", "Xi Jinping", "Wang Wei", "Zhang Li", "Liu Yang", "Chen Jing", "Yang Fan", "Zhao Lei", "Huang Min", "Zhou Jie", "Wu Gang", "Sun Yue", "Ma Chao"],
    "hangul": ["Kim Jong Un", "Park Ji Sung", "Lee Min Ho", "Choi Soo Young", "Jung Ho Seok", "Kang Dong Won", "Jo In Sung", "Yoon A Reum", "Jang Na Ra", "Lim Yoon A"],
    "kana": ["Yamada Taro", "Tanaka Hanako", "Suzuki Ichiro", "Sato Kenichi", "Takahashi Naoki", "Ito Keiko", "Watanabe Makoto", "Nakamura Takashi"],
    "greek": ["Alexander", "Nikolaos", "Georgios", "Dimitrios", "Konstantinos"],
    "hebrew": ["Moshe", "David", "Yaakov", "Sara", "Rivka", "Yosef"],
    "thai": ["Somchai", "Somsak", "Prayut", "Thaksin", "Abhisit"],
}
unlike = [(one, other) for group, native in GROUPS.items() for i, one in enumerate(native) for theirs, latin in LATIN.items() for k, other in enumerate(latin) if not (theirs == group and i == k) and (group in (theirs, "han") or theirs in (group, "cyrillic", "hangul"))]
# 金正恩 and 김정은 are Kim Jong Un, in whichever group the Latin form stands.
unlike = [(one, other) for one, other in unlike if not (other == "Kim Jong Un" and one in ("金正恩", "김정은"))]
unlike = random.sample(unlike, 1000)


def crossed(cross_scores, unlike_scores):
    threshold = sorted(unlike_scores, reverse=True)[len(unlike_scores) // 100]
    return f"{sum(score > threshold for score in cross_scores)} of {len(cross_scores)} above {threshold:.2f}"


all_scores, _ = pair_scores(lists, [(one, other, "Person") for one, other in cross + unlike])
ours_cross = crossed(all_scores[:len(cross)], all_scores[len(cross):])
missed = [(pair, score) for pair, score in zip(cross, all_scores) if score <= sorted(all_scores[len(cross):], reverse=True)[10]]

theirs_cases = theirs_cross = theirs_sdn = theirs_speed = "not run"
ratio = "not run"
if arguments.peer != 0:
    from rapidfuzz import fuzz, process
    compare, entity = peer()
    scores = [compare(entity(one, schema_of(kind)), entity(other, schema_of(kind))) for one, other, kind in case_pairs]
    theirs_cases = f"{average_precision(scores, truth):.3f}, {best_f1(scores, truth)[0]:.3f}"
    scores = [compare(entity(one, "Person"), entity(other, "Person")) for one, other in cross + unlike]
    theirs_cross = crossed(scores[:len(cross)], scores[len(cross):])
    flat = [(name.lower(), uid) for uid, all_names in names.items() for name in all_names if entries.get(uid) in ("individual", "-0-")]
    texts = [name for name, _ in flat]
    proxies = {uid: entity(all_names, "Person" if entries[uid] == "individual" else "Organization", uid) for uid, all_names in names.items() if entries.get(uid) in ("individual", "-0-")}

    def screened(name, schema):
        best = process.extract(name.lower(), texts, scorer=fuzz.token_set_ratio, limit=50)
        query = entity(name, schema)
        return [(uid, compare(query, proxies[uid])) for uid in sorted({flat[at][1] for _, _, at in best})]

    n_peer = len(made_up) if arguments.peer < 0 else arguments.peer
    asked = [("p", uid, name, schema) for uid, name, schema in queries[:n_peer]] + [("n", None, name, schema) for name, schema in random.sample(made_up, min(n_peer, len(made_up)))]
    for _, _, name, schema in random.sample(asked, min(200, len(asked))):
        screened(name, schema)
    before = time.process_time()
    found = [(kind, uid, screened(name, schema)) for kind, uid, name, schema in asked]
    spent = time.process_time() - before
    peer_recall, peer_threshold, _, _, _ = curve(found)
    theirs_sdn = f"{peer_recall:.3f} at {peer_threshold:.2f} ({len(asked)} names)"
    theirs_speed = f"{len(asked) / spent:.1f}"
    ratio = f"{speed / (len(asked) / spent):.0f}"
row(f"cases.csv ({len(cases)} pairs): average precision, best F1", ours_cases, theirs_cases, "0.90, 0.82", "")
row(f"whole SDN, {len(queries)} aliases taken out, {len(made_up)} names on no list: recall at 1 % false alarms", ours_sdn, theirs_sdn, "above theirs", "")
row("the same: names a CPU second", f"{speed:.0f}", theirs_speed, "200 times theirs", ratio)
row("the same: CPU seconds to read the lists and build the index", f"{index_cpu:.2f}", "", "", "")
row(f"cross_script_pairs.csv, at 1 % false alarms on {len(unlike)} unlike pairs", ours_cross, theirs_cross, "at least 20", "")
print("\nThreshold: recall and false alarms on the SDN: " + ", ".join(f"{t:.1f}: {one:.3f} and {other:.4f}" for t, (one, other) in rates.items()))
print("Across scripts missed: " + ", ".join(f"{one} = {other} {score:.2f}" for (one, other), score in missed))
print("\n| score | pairs of cases.csv | of them one name | best match on the SDN | of them right |\n|---|---|---|---|---|")
for low, n, share, n_listed, share_listed in reliability:
    row(f"{low / 10:.1f} to {(low + 1) / 10:.1f}", n, f"{share:.2f}", n_listed, f"{share_listed:.2f}")
