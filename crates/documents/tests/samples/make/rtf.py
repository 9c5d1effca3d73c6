# Makes the samples rtf-*.rtf by hand, after the RTF 1.9.1 specification, with made-up text; python 3.11 only.
# rtf-libreoffice.rtf is made by LibreOffice 7.4, see pdf.sh.
import sys
here = sys.argv[1]

def hexed(text, codec):
    return "".join(chr(b) if b < 0x80 and chr(b) not in "\\{}" else "\\'%02x" % b for b in text.encode(codec))

def put(name, text):
    open(f"{here}/{name}", "wb").write(text.encode("ascii"))

for name, page, codec, charset, font, lines in (
    ("rtf-936.rtf", 936, "gbk", 134, "宋体", ["SC012 头型要修改,后脑勺太平", "开 眼睛再大一点 A朲"]),
    ("rtf-949.rtf", 949, "cp949", 129, "바탕", ["SC012 머리형을 다시 고칠것", "눈을 더 크게 똠방각하"]),
    ("rtf-932.rtf", 932, "cp932", 128, "ＭＳ 明朝", ["カット012 修正表ソ予", "目を大きく"]),
    ("rtf-950.rtf", 950, "big5", 136, "新細明體", ["SC012 修改意見 功許蓋", "眼睛再大一點"]),
):
    body = "\\par ".join(hexed(line, codec) for line in lines)
    put(name, "{\\rtf1\\ansi\\ansicpg%d\\deff0\\deflang1033\\deflangfe2052{\\fonttbl{\\f0\\fnil\\fcharset%d %s;}{\\f1\\froman\\fcharset0 Times New Roman;}}"
        "\\pard\\plain\\f0 %s\\par\\f1 %s\\par}" % (page, charset, hexed(font, codec), body, hexed(lines[1], codec)))

dttm = lambda y, mo, d, h, mi: mi | h << 6 | d << 11 | mo << 16 | (y - 1900) << 20
def u(text):
    return "".join(c if ord(c) < 128 else "".join("\\u%d?" % (x - 65536 if x > 32767 else x) for x in
        [int.from_bytes(c.encode("utf-16-le")[i:i + 2], "little") for i in range(0, len(c.encode("utf-16-le")), 2)]) for c in text)
put("rtf-changes.rtf", "{\\rtf1\\ansi\\ansicpg936\\deff0\\deflang2052\\deflangfe2052{\\fonttbl{\\f0\\fnil\\fcharset134 SimSun{\\*\\falt " + hexed("宋体", "gbk") + "};}}"
    "{\\*\\revtbl{Unknown;}{" + u("김철수") + ";}}{\\*\\rsidtbl \\rsid1234567\\rsid7654321}{\\*\\generator Kingsoft Writer;}"
    "{\\info{\\title " + u("修改意见") + "}{\\author Administrator}{\\operator li}{\\creatim\\yr2024\\mo1\\dy16\\hr21\\min5}{\\revtim\\yr2024\\mo1\\dy17\\hr9\\min0}{\\printim\\yr2024\\mo1\\dy18\\hr8\\min1}{\\*\\company studio}{\\version3}{\\edmins12}}"
    "{\\*\\template C:\\\\Users\\\\pak\\\\a.dot}{\\*\\userprops{\\propname KSOProductBuildVer}\\proptype30{\\staticval 2052-11.1.0.10132}}"
    "{\\header\\pard " + u("第一集") + "\\par}"
    "\\pard\\plain\\lang1033\\langfe2052 " + u("SC012 头型要") + "{\\revised\\revauth1\\revdttm%d " % dttm(2024, 1, 16, 21, 5) + u("大大") + "}" + u("修改") + "{\\deleted\\revauthdel1\\revdttmdel%d " % dttm(2024, 1, 16, 21, 6) + u("不要") + "}\\par"
    "{\\*\\atrfstart 7}" + u("眼睛") + "{\\*\\atrfend 7}{\\*\\atnid PK}{\\*\\atnauthor " + u("박") + "}\\chatn{\\*\\annotation{\\*\\atndate %d}{\\*\\atnref 7}\\pard " % dttm(2024, 1, 17, 9, 0) + u("눈을 더 크게") + "\\par}" + u("再大一点") + "\\par"
    "{\\v " + u("隐藏的话") + "\\v0}seen{\\super\\chftn{\\footnote\\pard " + u("脚注一") + "}} " + u("𠀾") + "\\par"
    "\\trowd\\cellx2000\\clvmgf\\cellx4000\\cellx6000\\pard\\intbl " + u("镜号") + "\\cell " + u("意见") + "\\cell " + u("状态") + "\\cell\\row"
    "\\trowd\\cellx2000\\clvmrg\\cellx4000\\cellx6000\\pard\\intbl SC045\\par C010\\cell \\cell " + u("返修") + "\\cell\\row"
    "\\trowd\\cellx4000\\cellx6000\\pard\\intbl wide\\cell OK\\cell\\row"
    "\\pard {\\field{\\*\\fldinst HYPERLINK \"file:///C:/Users/kim/a.xlsx\"}{\\fldrslt " + u("链接") + "}}\\par"
    "{\\shp{\\*\\shpinst{\\sp{\\sn a}{\\sv 1}}{\\shptxt\\pard " + u("图中的字") + "\\par}}{\\shprslt twice}}end\\par}")
put("rtf-fromhtml.rtf", "{\\rtf1\\ansi\\ansicpg949\\fromhtml1 \\deff0{\\fonttbl{\\f0\\fnil\\fcharset129 " + hexed("굴림", "cp949") + ";}}"
    "{\\*\\htmltag64 <p>}\\htmlrtf {\\htmlrtf0 " + hexed("컷 12 다시 할것", "cp949") + "{\\*\\htmltag84 &nbsp;}\\htmlrtf \\'a0\\htmlrtf0 {\\*\\htmltag72 </p>}\\htmlrtf\\par}\\htmlrtf0 ok\\par}")
