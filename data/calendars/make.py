"""Writes the calendars beside it: `python3 make.py` with holidays 0.109 and chinesecalendar 1.11.0.

Both packages are MIT. A day on Saturday or Sunday stays in: whoever works six days keeps it too. Days that packages
only guess (Chinese years not yet decided) are not written. Grades say how sure it is that a workplace of the country
is closed: firm, likely, uncertain.
"""
import datetime as dt
from pathlib import Path

import chinese_calendar
import holidays

FIRST, LAST = 2015, 2026
YEARS = range(FIRST, LAST + 1)
ISLAMIC = ("Eid", "Isra", "Amun", "Maulid", "Prophet", "Ashura")

SOURCES = {
    "CN": "notices of the General Office of the State Council on the arrangement of holidays (gov.cn), as in chinesecalendar 1.11.0; names from holidays 0.109",
    "KP": "printed calendars and notices as reported by consumernews.co.kr idxno=69949, hankyung.com 201912197851Y, cdnk.co.kr 7205, tongilnanum8000; dates as in holidays 0.109. No act of the DPRK was seen: see the grades",
    "KR": "Regulations on Holidays of Government Offices (law.go.kr), as in holidays 0.109",
    "JP": "Act on National Holidays (Act No. 178 of 1948) and Banking Act order Art. 5, as in holidays 0.109",
    "ES": "national days of the yearly resolutions in the BOE, as in holidays 0.109; regional days are left out",
    "US": "5 U.S.C. 6103, as in holidays 0.109; days that many employers do not close on are graded uncertain",
    "GB": "gov.uk/bank-holidays, England and Wales, as in holidays 0.109",
    "FR": "Code du travail L3133-1, as in holidays 0.109; Whit Monday may be the day of solidarity (L3133-7)",
    "IN": "gazetted holidays of the Department of Personnel and Training, as in holidays 0.109; most differ by state",
    "PH": "proclamations of the President under RA 9492, as in holidays 0.109",
}
KP_FIRM = {(1, 1), (2, 16), (4, 15), (5, 1), (9, 9), (10, 10)}
KP_UNCERTAIN = {(8, 28)}
US_UNCERTAIN = ("Martin", "Washington", "Juneteenth", "Columbus", "Veterans")


def days(country):
    kw = {"years": YEARS, "language": "en_US"}
    if country == "GB":
        kw = {"years": YEARS, "subdiv": "ENG"}
    if country == "IN":
        kw = {"years": YEARS, "language": "en_IN"}
    return dict(getattr(holidays, country)(**kw))


def china():
    names = days("CN")
    day = dt.date(FIRST, 1, 1)
    while day.year <= LAST:
        holiday = chinese_calendar.is_holiday(day)
        if holiday and (day.weekday() < 5 or day in names):
            yield day, "off", "firm", names.get(day, "day off")
        elif not holiday and day.weekday() >= 5:
            yield day, "work", "firm", "make-up workday"
        day += dt.timedelta(1)


def north_korea():
    for day, name in days("KP").items():
        key = (day.month, day.day)
        firm = key in KP_FIRM or name == "Chuseok"
        grade = "firm" if firm else "uncertain" if key in KP_UNCERTAIN else "likely"
        yield day, "off", grade, name
        if name == "Korean New Year":
            for after in (1, 2):
                yield day + dt.timedelta(after), "off", "uncertain", f"Korean New Year, day {after + 1}"
    for year in YEARS:
        yield dt.date(year, 1, 2), "off", "uncertain", "New Year, second day"
        yield dt.date(year, 9, 10), "off", "uncertain", "Founding Day, second day"
        if year >= 2023:
            yield dt.date(year, 11, 18), "off", "uncertain", "Missile Industry Day"
            yield dt.date(year, 11, 29), "off", "uncertain", "Aviation Day"


def plain(country):
    for day, name in days(country).items():
        grade = "firm"
        if country == "US" and name.startswith(US_UNCERTAIN):
            grade = "uncertain"
        if country == "FR" and "Pentecost" in name:
            grade = "likely"
        if country == "PH" and ("special" in name or any(word in name for word in ISLAMIC)):
            grade = "likely"
        if country == "IN" and not name.startswith(("Republic", "Independence", "Mahatma")):
            grade = "likely" if name.startswith(("Diwali", "Holi", "Dussehra")) else "uncertain"
        if country == "KR" and day.year == 2026 and (day.month, day.day) in {(5, 1), (7, 17)}:
            grade = "likely"
        yield day, "off", grade, name
    if country in ("KR", "JP"):
        known = days(country)
        bank = getattr(holidays, country)(years=YEARS, language="en_US", categories=("bank",))
        for day, name in bank.items():
            if day not in known:
                yield day, "off", "likely", name


def main():
    special = {"CN": china, "KP": north_korea}
    for country, source in SOURCES.items():
        rows = {}
        for day, kind, grade, name in special.get(country, lambda: plain(country))():
            if FIRST <= day.year <= LAST:
                rows.setdefault(day, (kind, grade, name.replace("\t", " ")))
        lines = [
            f"# Source: {source}. Written by make.py.",
            f"# Years: {FIRST}-{LAST}",
            "date\tkind\tgrade\tname",
        ]
        lines += [f"{day}\t{kind}\t{grade}\t{name}" for day, (kind, grade, name) in sorted(rows.items())]
        Path(__file__).with_name(f"{country}.tsv").write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
