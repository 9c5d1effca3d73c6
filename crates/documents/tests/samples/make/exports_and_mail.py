"""Makes the samples html-*, eml-*, csv-*, json-*, otio-*, edl-*, avid-*, fcpxml-*, xmeml-* and rv-*.

Made with Python 3.11 (csv, json, email, mailbox), OpenTimelineIO 0.18.1 with the adapters otio-cmx3600-adapter 1.0,
otio-fcpx-xml-adapter 1.0 and otio-fcp-adapter 1.0, and LibreOffice 7.4 (html-libreoffice.html, from the table below). The
exports of review tools and RV are written field by field as their public interfaces name them, since the tools are
services; all words in them are our own.

usage: python exports_and_mail.py FOLDER [SOFFICE]
"""

import csv
import email.message
import email.policy
import io
import json
import mailbox
import pathlib
import subprocess
import sys
import tempfile

import opentimelineio as otio

OUT = pathlib.Path(sys.argv[1])
ZH, KO = "头型再修，后脑太平", "뒤머리가 너무 납작하다"


def put(name, content, encoding="utf-8"):
    (OUT / name).write_bytes(content if isinstance(content, bytes) else content.encode(encoding))


def table(rows, **how):
    text = io.StringIO()
    csv.writer(text, **how).writerows(rows)
    return text.getvalue()


def csv_samples():
    put("csv-frameio-source.csv", table([
        ["Commenter", "Comment", "Timecode Source", "Frame", "Duration"],
        ["Li Na", ZH + "\n" + KO, "01:00:03:12", "84", "0"],
        ["Kim", 'SC013, "mouth" again', "01:00:05:00", "120", "12"],
    ]), "utf-8-sig")
    drawing = json.dumps([{"tool": "arrow", "x": 0.25, "y": 0.5, "w": 0.125, "h": 0.25, "color": "#F22237", "size": 4}])
    put("csv-frameio-in-out.csv", table([
        ["Asset Name", "Commenter", "Comment", "Timecode In", "Timecode Out", "Completed"],
        ["SC012_C005_v02.mov", "Li Na", ZH + " " + drawing, "01:00:03:12", "01:00:04:00", "true"],
    ], quoting=csv.QUOTE_ALL))
    sheet = [["镜号", "帧", "修改意见", "状态"], ["SC012", "12", ZH, "返修"], ["SC013", "", "OK;通过", "通过"]]
    put("csv-semicolon.csv", table(sheet, delimiter=";"))
    put("csv-tab-utf16.csv", table(sheet, delimiter="\t"), "utf-16")
    put("csv-gb18030.csv", table(sheet), "gb18030")


def json_samples():
    kitsu = [{
        "id": "c1", "object_id": "t1", "object_type": "Task", "created_at": "2024-01-16T12:05:12", "text": ZH,
        "person": {"first_name": "Li", "last_name": "Na"}, "task_status": {"name": "Retake", "short_name": "retake"},
        "task": {"entity_name": "SC012", "entity_type_name": "Shot"},
        "checklist": [{"text": KO, "checked": True}],
        "replies": [{"id": "r1", "date": "2024-01-17T01:00:00", "person_id": "p2", "text": "已改"}],
        "attachment_files": [{"id": "a1", "name": "SC012_paint.png"}],
        "previews": [{"id": "v1", "original_name": "SC012_v03", "annotations": [
            {"time": 0.5, "drawing": {"objects": [
                {"type": "path", "left": 10, "top": 20, "width": 30, "height": 40, "stroke": "#ff0000"}]}}]}],
    }]
    shotgrid = {"data": [{
        "type": "Note", "id": 1,
        "attributes": {"subject": "SC012", "content": ZH, "created_at": "2024-01-16T12:05:12Z", "sg_status_list": "opn"},
        "relationships": {
            "user": {"data": {"type": "HumanUser", "id": 2, "name": "Li Na"}},
            "note_links": {"data": [{"type": "Shot", "id": 3, "name": "SC012"}, {"type": "Version", "id": 4, "name": "SC012_v03"}]}},
    }]}
    python_api = [{
        "type": "Note", "id": 1, "subject": "SC012", "content": ZH, "created_at": "2024-01-16 12:05:12+00:00",
        "sg_status_list": "clsd", "user": {"type": "HumanUser", "id": 2, "name": "Li Na"},
        "note_links": [{"type": "Version", "id": 4, "name": "SC012_v03"}],
        "replies": [{"type": "Reply", "id": 5, "content": KO, "user": {"type": "HumanUser", "id": 6, "name": "Kim"}}],
    }]
    ftrack = [{
        "__entity_type__": "Note", "id": "n1", "content": ZH, "author": {"first_name": "Li", "last_name": "Na"},
        "date": "2024-01-16T12:05:12", "category": {"name": "Client feedback"}, "metadata": {"frame": "12"},
        "recipients": [], "in_reply_to_id": None, "parent": {"__entity_type__": "Shot", "name": "SC012"},
        "replies": [{"__entity_type__": "Note", "id": "n2", "content": KO, "author": {"username": "kim"}}],
    }]
    syncsketch = {"id": 9, "name": "Day 3", "items": [{"id": 2, "name": "SC012_C005_v02.mov", "fps": 24, "frames": [
        {"id": 3, "type": "comment", "frame": 11, "text": ZH, "creator": {"id": 7, "email": "li@example.org"},
         "revision": "/api/v1/revision/1/", "loadTime": 1705410312},
        {"id": 4, "type": "sketch", "frame": 11, "text": "", "creator": {"id": 7, "email": "li@example.org"},
         "revision": "/api/v1/revision/1/", "loadTime": 1705410313}]}]}
    objects = {"meta": {"limit": 100, "next": None, "offset": 0, "total_count": 1},
               "objects": syncsketch["items"][0]["frames"][:1]}
    other = {"notes": [ZH, {"ko": KO, "n": 12345678901234567890, "x": 1.5}], "empty": ""}
    samples = {"kitsu": kitsu, "shotgrid-rest": shotgrid, "shotgrid-python": python_api, "ftrack": ftrack,
               "syncsketch-review": syncsketch, "syncsketch-frames": objects, "other": other}
    for name, value in samples.items():
        put(f"json-{name}.json", json.dumps(value, ensure_ascii=name == "other", indent=1))


def mail_samples():
    def message(policy):
        mail = email.message.EmailMessage(policy=policy)
        mail["Received"] = "from pc-7 (unknown [203.0.113.5]) by mx.example.org with ESMTP id 1; Tue, 16 Jan 2024 21:05:12 +0900"
        mail["From"] = "李娜 <li@example.net>"
        mail["To"] = "Kim <kim@example.org>"
        mail["Subject"] = "SC012 返修"
        mail["Date"] = "Tue, 16 Jan 2024 20:05:10 +0800"
        mail["Message-ID"] = "<1@example.net>"
        mail["X-Mailer"] = "Foxmail 7.2.25"
        return mail

    policy = email.policy.SMTP
    mail = message(policy)
    mail.set_content(f"{ZH}\n{KO}\n\n> OK\n", charset="gb18030", cte="base64")
    mail.add_alternative(f"<p>{ZH}</p>", subtype="html")
    mail.add_attachment(b"\x89PNG", maintype="image", subtype="png", filename="SC012_返修.png")
    put("eml-alternative.eml", mail.as_bytes())
    mail = message(policy)
    rows = f"<table><tr><th>镜号<th>意见<tr><td>SC012<td>{ZH}</table>"
    mail.set_content(f"<html><body><p>各位</p>{rows}</body></html>", subtype="html", cte="quoted-printable")
    put("eml-html-only.eml", mail.as_bytes())
    # Older programs send headers and body as they are, without saying in what encoding.
    head = "From: 金 <kim@example.org>\r\nTo: li@example.net\r\nSubject: SC012 返修\r\nDate: Sat, 15 Aug 2015 10:00:00 +0830\r\nMessage-ID: <2@example.org>\r\n\r\n"
    put("eml-undeclared-gb18030.eml", head + f"{ZH}\r\n请今天完成，谢谢。\r\n", "gb18030")
    outer = message(policy)
    outer.set_content("see below\n")
    inner = message(policy)
    inner.replace_header("Subject", "SC013")
    inner.set_content(KO + "\n")
    outer.add_attachment(inner)
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder) / "a.mbox"
        box = mailbox.mbox(path)
        box.add(outer.as_bytes(policy=email.policy.default))
        box.add(b"From: c@example.org\nSubject: two\nMessage-ID: <3@example.org>\n\nFrom here on\nlast\n")
        box.close()
        put("eml-mailbox.mbox", path.read_bytes().replace(b"From MAILER-DAEMON " + path.read_bytes().split(b"\n")[0][19:], b"From MAILER-DAEMON Tue Jan 16 12:05:10 2024"))


def clip(name, start, frames, rate=24):
    time = lambda value: otio.opentime.RationalTime(value, rate)
    span = otio.opentime.TimeRange(time(start), time(frames))
    media = otio.schema.ExternalReference(target_url=f"file:///C:/Users/lina/{name}.mov", available_range=span)
    return otio.schema.Clip(name=name, media_reference=media, source_range=span)


def timeline_samples():
    time = lambda value: otio.opentime.RationalTime(value, 24)
    timeline = otio.schema.Timeline("EP301")
    timeline.global_start_time = time(86400)
    track = otio.schema.Track("V1", kind=otio.schema.TrackKind.Video)
    timeline.tracks.append(track)
    first, second = clip("SC012_C005", 86400, 48), clip("SC013_C001", 86400, 24)
    mark = otio.schema.Marker(name="Marker 1", color=otio.schema.MarkerColor.RED,
                              marked_range=otio.opentime.TimeRange(time(86412), time(6)))
    mark.comment = f"{ZH}\n{KO}"
    first.markers.append(mark)
    second.markers.append(otio.schema.Marker(name="补画", color=otio.schema.MarkerColor.GREEN,
                                             marked_range=otio.opentime.TimeRange(time(86400), time(1))))
    track.extend([first, second])
    otio.adapters.write_to_file(timeline, str(OUT / "otio-markers.otio"))
    otio.adapters.write_to_file(timeline, str(OUT / "edl-locators.edl"), "cmx_3600")
    otio.adapters.write_to_file(timeline, str(OUT / "xmeml-markers.xml"), "fcp_xml")
    otio.adapters.write_to_file(timeline, str(OUT / "fcpxml-markers.fcpxml"), "fcpx_xml")
    review = otio.schema.Timeline("review")
    media, notes = otio.schema.Track("Media"), otio.schema.Track("Day 3")
    media.append(clip("SC012_C005.mov", 0, 48, 25))
    notes.metadata["notes"] = "全部重看"
    frame = clip("SC012_C005.mov.15", 15, 1, 25)
    frame.media_reference = otio.schema.ExternalReference(target_url="file:/home/sam/SC012_C005.00015.png")
    for key, value in {"note": ZH, "status": "retake", "annotated_clip_name": "SC012_C005.mov"}.items():
        frame.metadata[key] = value
    frame.metadata["annotation_commands"] = [
        {"OTIO_SCHEMA": "PaintStart.1", "brush": "circle", "type": "color", "rgba": [1.0, 0.0, 0.0, 1.0], "uuid": "u1",
         "friendly_name": "p.pen:13:15:sam", "timestamp": "2025-07-06T23:21:48.664116"},
        {"OTIO_SCHEMA": "PaintPoint.1", "uuid": "u1",
         "points": {"OTIO_SCHEMA": "PaintVertices.1", "x": [-0.5, 0.25], "y": [0.0, 0.125], "size": [0.01, 0.01]}}]
    notes.append(frame)
    review.tracks.extend([media, notes])
    otio.adapters.write_to_file(review, str(OUT / "otio-review.otio"))
    event = "{:03}  001      V     C        01:00:0{}:00 01:00:0{}:01 01:00:0{}:00 01:00:0{}:01  \n"
    put("edl-resolve.edl", "TITLE: EP301\nFCM: NON-DROP FRAME\n\n"
        + event.format(1, 3, 3, 3, 3) + f"{ZH} |C:ResolveColorRed |M:SC012 |D:6\n\n"
        + event.format(2, 5, 5, 5, 5) + " |C:ResolveColorMint |M:测试 |D:1\n\n"
        + event.format(3, 7, 7, 7, 7) + f"@Alex, Jan 16 24 11:02pm\n {KO} |C:ResolveColorBlue |M:Alex |D:0\n")
    put("edl-avid-locators.edl", "TITLE: EP301\r\nFCM: NON-DROP FRAME\r\n001  SC012    V     C        "
        "00:00:00:00 00:00:02:00 01:00:00:00 01:00:02:00\r\n* FROM CLIP NAME: SC012_C005\r\n"
        f"* LOC: 01:00:00:12 RED     {ZH}\r\n* LOC: 01:00:01:00 GREEN   OK\r\n")
    put("avid-markers.txt", f"Li Na\t01:00:03:12\tV1\tred\t{ZH}\t1\r\nkim\t01:00:05:00\tV1\tgreen\t{KO}\t1\r\n")
    # The structure that Final Cut Pro writes, with notes, which the adapter does not write.
    put("fcpxml-notes.fcpxml", f"""<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE fcpxml>
<fcpxml version="1.10">
  <resources>
    <format id="r1" name="FFVideoFormat1080p2398" frameDuration="1001/24000s" width="1920" height="1080"/>
    <asset id="r2" name="SC012_C005" start="0s" duration="48048/24000s"><media-rep kind="original-media" src="file:///Users/lina/SC012_C005.mov"/></asset>
  </resources>
  <library><event name="EP301"><project name="EP301"><sequence format="r1" tcStart="0s"><spine>
    <asset-clip ref="r2" name="SC012_C005" start="0s" duration="48048/24000s">
      <note>整段重看</note>
      <marker start="12012/24000s" duration="1001/24000s" value="Marker 1" note="{ZH}" completed="0"/>
      <chapter-marker start="24024/24000s" duration="1001/24000s" value="{KO}"/>
    </asset-clip>
  </spine></sequence></project></event></library>
</fcpxml>
""")
    put("rv-session.rv", f"""GTOa (4)

rv : RVSession (4)
{{
    session
    {{
        string viewNode = "defaultSequence"
        int[2] range = [ [ 1 49 ] ]
        float fps = 24
        int marks = [ ]
    }}
}}

defaultSequence_p_sourceGroup000000 : RVPaint (3)
{{
    paint
    {{
        int nextId = 3
        int show = 1
        string exclude = [ ]
    }}

    "text:1:12:lina"
    {{
        float[2] position = [ [ 0.25 -0.125 ] ]
        float[4] color = [ [ 1 0 0 1 ] ]
        string text = "{ZH}\\n{KO}"
    }}

    "frame:12"
    {{
        string order = [ "text:1:12:lina" "pen:2:12:lina" ]
    }}

    "pen:2:12:lina"
    {{
        float[4] color = [ [ 1 1 1 1 ] ]
        float width = [ 0.01 0.01 ]
        string brush = "gauss"
        float[2] points = [ [ -0.5 0.25 ] [ 0.5 0.125 ] ]
    }}
}}

sourceGroup000000_source : RVFileSource (1)
{{
    media
    {{
        string movie = "C:/Users/lina/SC012_C005.mov"
    }}
}}
""")


def html_samples():
    put("html-word.html", f"""<html xmlns:o="urn:schemas-microsoft-com:office:office" lang=ZH-CN>
<head><meta http-equiv=Content-Type content="text/html; charset=gb2312"><meta name=ProgId content=Word.Document>
<meta name=Generator content="Microsoft Word 15">
<!--[if gte mso 9]><xml><o:DocumentProperties><o:Author>微软用户</o:Author><o:LastAuthor>lina</o:LastAuthor>
<o:Created>2024-01-16T12:05:00Z</o:Created></o:DocumentProperties><o:CustomDocumentProperties>
<o:KSOProductBuildVer dt:dt="string">2052-11.1.0.10132</o:KSOProductBuildVer></o:CustomDocumentProperties></xml><![endif]-->
<style>p {{ margin: 0 }}</style></head><body lang=ZH-CN><p class=MsoNormal>{ZH}<o:p></o:p></p>
<p style='display:none;mso-hide:all'>内部</p><p><a href="file:///D:/Users/lina/SC012.doc">SC012</a> &mdash; 见 A&amp;B</p></body></html>
""", "gbk")
    if len(sys.argv) > 2:
        with tempfile.TemporaryDirectory() as folder:
            source = pathlib.Path(folder) / "html-libreoffice.html"
            rows = f"<table border=1><tr><td rowspan=2>SC012</td><td>{ZH}</td></tr><tr><td>返修</td></tr></table>"
            page = f"<html><head><meta charset=utf-8><meta name=author content=lina></head><body><h1>修改意见</h1><p>请今天完成</p>{rows}</body></html>"
            plain = pathlib.Path(folder) / "in.html"
            plain.write_text(page, encoding="utf-8")
            profile = f"-env:UserInstallation=file://{folder}/profile"
            for kind, name in [("odt:writer8", "in.html"), ("html:HTML (StarWriter)", "in.odt")]:
                filters = ["--infilter=HTML (StarWriter)"] if name == "in.html" else []
                subprocess.run([sys.argv[2], profile, "--headless", *filters, "--convert-to", kind, "--outdir", folder, f"{folder}/{name}"], check=True)
            put(source.name, plain.read_bytes())


csv_samples()
json_samples()
mail_samples()
timeline_samples()
html_samples()
