#!/usr/bin/env python3
"""Learns the weights of data/dueum.tsv and data/dialect.tsv. Run by hand, never by the build.

  dialect.py DUEUM FOLDER OUT
DUEUM   pairs "northern<TAB>southern" of words under the initial sound law (made from the nouns of NK-HanDic).
FOLDER  text files, one line a line, whose names say what they are:
          n-tune-*.txt  northern text, e-tune-*.txt the same text in southern edited prose, s-tune-*.txt southern chat and reviews.
OUT     folder that receives dueum.tsv and dialect.tsv; the weights of the grammar rules are printed.

A weight is the natural logarithm of (rate of the form in one norm / rate in the other), rates per syllable with half a count added, in
hundredths. The southern rate of a northern form is the larger of the two southern kinds, so that careless southern spelling counts.
Tuned on: the novels of the Korean Unification Parallel Corpus (HandongSF, test split), Chatbot_data (songys), NSMC reviews (e9t).
"""
import collections, glob, math, re, sys

HANGUL = re.compile("[가-힣]+")
LOW, HIGH, UNSEEN = 0.7, 4.0, 2.5
# A southern form that the south writes less often than this is a rare word or a name, and the northern form has only the weight RARE.
COMMON = 10
RARE = 1.8
# Times that the southern texts may hold a northern form that the northern texts do not.
SLIPS_MAX = 10
# Beginnings of foreign words that look like a northern form.
LOANS = "라리 로그 로고 로컬 로드 로딩 로봇 로마 로션 로비 로프 로터 라인 라벨 라면 라이 래퍼 러너 레이 렌더 루프 류크 리눅 리더 리드 리본 리뷰 리그 리스 리셋 리치 리턴 리포 리얼 린다 림프 링크 링컨"

def tokens(folder, kind):
    found = collections.Counter()
    for name in sorted(glob.glob(f"{folder}/{kind}-tune-*.txt")):
        for line in open(name, encoding="utf-8"):
            found.update(HANGUL.findall(line))
    return found

def lines(folder, kind):
    for name in sorted(glob.glob(f"{folder}/{kind}-tune-*.txt")):
        yield from open(name, encoding="utf-8")

class Side:
    def __init__(self, folder, kind):
        self.tokens = tokens(folder, kind)
        self.size = sum(len(t) * c for t, c in self.tokens.items()) or 1
        self.starts, self.holds, self.ends = (collections.Counter() for _ in range(3))
        for t, c in self.tokens.items():
            for n in range(1, min(len(t), 7) + 1):
                self.starts[t[:n]] += c
                self.ends[t[-n:]] += c
                for piece in {t[i:i + n] for i in range(len(t) - n + 1)}:
                    self.holds[piece] += c
    def count(self, form, match):
        return {"^": self.starts, "~": self.holds, "$": self.ends, "=": self.tokens}[match][form]

def ratio(a, size_a, b, size_b):
    return math.log(((a + .5) / size_a) / ((b + .5) / size_b))

# Words of the north by rule; a form is "^form" at the start of a word, "~form" anywhere, "$form" at the end, "=form" the whole word.
WORDS = {
 "foreign": """콤퓨터=컴퓨터 프로그람=프로그램 화일=파일 쏘프트웨어=소프트웨어 쏘프트=소프트 하드웨어=하드웨어@ 써버=서버 싸이트=사이트 홈페지=홈페이지 페지=페이지 웹페지=웹페이지
  딸라=달러 뻐스=버스 뜨락또르=트랙터 까메라=카메라 쎈치=센티 쎈터=센터 메터=미터 텔레비죤=텔레비전 라지오=라디오 마라손=마라톤 레루=레일 깜빠니야=캠페인
  그루빠=그룹 땅크=탱크 뻰찌=펜치 왁찐=백신 비루스=바이러스 로씨야=러시아 쏘련=소련 뽈스까=폴란드 메히꼬=멕시코 도꾜=도쿄 빠리=파리 이딸리아=이탈리아 에스빠냐=스페인 웽그리아=헝가리
  벌가리아=불가리아 체스꼬=체코 뛰르끼예=튀르키예 도이췰란드=독일 프랑스@ 오스트랄리아=오스트레일리아 유모아=유머 씨나리오=시나리오 쩨마=테마 떼마=테마 쎄트=세트 셋트=세트 파라메터=파라미터 클라스=클래스
  디스크@ 디스케트=디스켓 인터네트=인터넷 네트워크@ 마이크로@ 멀티메디아=멀티미디어 메디아=미디어 비데오=비디오 아빠트=아파트 호텔@ 쏘파=소파 샴팡=샴페인 쵸콜레트=초콜릿 쵸콜렛트=초콜릿 싸인=사인 쎈스=센스
  싸스펜스=서스펜스 쌀라드=샐러드 뻬다리=페달 타이야=타이어 밧테리=배터리 바떼리=배터리 빳데리=배터리 모터찌클=오토바이 후라이=프라이 크레용@ 뺑끼=페인트 뼁끼=페인트 까히=코코아 쎄멘트=시멘트 세멘트=시멘트
  도라이바=드라이버 드라이바=드라이버 로보트=로봇 콩클=콩쿠르 쏠로=솔로 싸이렌=사이렌 뻬라=페라 우라니움=우라늄 나토리움=나트륨 칼시움=칼슘 칼리움=칼륨 미끼@ 류끄사크=배낭 쟈켓트=재킷 쎄타=스웨터 샤쯔=셔츠
  까벨=케이블 케블=케이블 안테나@ 텔레비@ 쟝르=장르 포퓨라=포퓰러 아닐린@ 이메지=이미지 메뉴@ 윈도우즈@ 픽쎌=픽셀 모쎌=모델 모델@ 디지탈=디지털 아날로그@ 스타트@ 스케취=스케치 뎃쌍=데생 데쌍=데생 꽈배기@""",
 "vocabulary": """안해가=아내가 안해를=아내를 안해의=아내의 안해는=아내는 안해와=아내와 안해에=아내에 안해도=아내도 색갈=색깔 눈섭=눈썹 일군=일꾼 로임@ 인츰=곧 인차=곧 남새=채소 닭알=달걀 강냉이@ 얼음보숭이=아이스크림 원주필=볼펜 우에=위에 우에서=위에서 우로=위로@ 웃쪽=위쪽 웃부분=윗부분 웃몸=윗몸
  웃입술=윗입술 웃층=위층 웃옷@ 수자=숫자 페단=폐단 계시판=게시판 현시=표시 조작체계=운영체제 자료기지=데이터베이스 봉사기=서버 대면부=인터페이스 부호렬=문자열 지령@ 오유=오류 말단@ 단추@ 건반@ 서체=글꼴@ 차림표=메뉴
  도구띠=툴바 열쇠어=키워드 실마리어=키워드 흘림@ 돌림값=반환값 창문@ 적재=로드@ 본문화일=텍스트파일 원천코드=소스코드 원천화일=소스파일 호상=상호 제끼=젖히@ 가리우=가리@ 불리우@ 세우@ 데꺽=얼른 퍼그나=제법 마치도=마치 잠간=잠깐
  더우기=더욱이 일찌기=일찍이 오래동안=오랫동안 이윽하여=이윽고 웨치=외치 원쑤=원수 통털어=통틀어 어찌나@ 모대기=뒤척이 주런이=나란히 인젠=이젠 문건=문서 콘티@ 모주@ 료해=파악 고저@ 담보하=보장하 방조=도움 제기되@ 틀어쥐=장악하 추켜들=치켜들
  높뛰=@ 떨쳐나=@ 이룩하@ 로력=노력 로숙=노숙 뒤떨어@ 만화영화촬영소=애니메이션스튜디오 아동영화촬영소=애니메이션스튜디오 원도가=원화가 화면대본=콘티 촬영대본=콘티 영화문학=시나리오 연출가@ 미술가@ 질검사=품질검수 매수@ 합격@ 정치사상=@ 조선로동당=@ 경애하=@
  수령님=@ 원수님=@ 혁명=@ 주체사상=@ 인민=@ 군중=@ 동무=@ 동지=@ 책임비서=@ 지배인=@ 작업반=@ 직장장=@ 창작가=@ 창작단=@ 총화=정산 과제=@ 모를 =@ 섬멸=@ 소조=@ 바투=가까이 꼭같=똑같 꼭같이=똑같이 같을사=@
  밝아질=@ 가위바위=@ 다닥=@ 색칠=채색@ 머리칼=머리카락@ 머리형태=헤어스타일 입형태=입모양 웃머리=윗머리 아래우=위아래 우아래=위아래 이쁘=예쁘@ 곱게=예쁘게@ 크게=@ 그러루=그런 그쯘=잘갖추어진 눅=싸@ 내밀=@ 추어올=@ 돋구=돋우@""",
 "saisiot": """뒤머리=뒷머리 뒤모습=뒷모습 뒤부분=뒷부분 뒤골목=뒷골목 뒤문=뒷문 뒤면=뒷면 뒤자리=뒷자리 뒤다리=뒷다리 뒤발=뒷발 뒤길=뒷길 뒤일=뒷일 뒤산=뒷산 뒤줄=뒷줄 뒤맛=뒷맛 뒤목=뒷목 뒤배경=뒷배경 뒤받침=뒷받침 뒤전=뒷전 뒤걸음=뒷걸음
  해빛=햇빛 해볕=햇볕 해살=햇살 나무잎=나뭇잎 나무가지=나뭇가지 내물=냇물 시내물=시냇물 비물=빗물 비방울=빗방울 비줄기=빗줄기 비소리=빗소리 코등=콧등 코물=콧물 코구멍=콧구멍 코날=콧날 코대=콧대 코수염=콧수염 코소리=콧소리 귀속=귓속@ 귀가=@ 귀바퀴=귓바퀴
  귀불=귓불 귀전=귓전 귀방울=귓불 아래입술=아랫입술 아래사람=아랫사람 아래부분=아랫부분 아래도리=아랫도리 아래배=아랫배 아래쪽@ 아래방=아랫방 아래목=아랫목 초불=촛불 차잔=찻잔 차집=찻집 노래소리=노랫소리 바다물=바닷물 바다바람=바닷바람 바다길=바닷길 기발=깃발 어제밤=어젯밤
  머리속=머릿속 머리결=머릿결 고기배=고깃배 고기국=고깃국 이몸=잇몸 이발자국=잇자국 배길=뱃길 배머리=뱃머리 배노래=뱃노래 배사공=뱃사공 나루배=나룻배 수소=숫소@ 회수=횟수@ 차간=찻간 세방=셋방@ 후날=훗날 저가락=젓가락 수가락=숟가락 존대말=존댓말 혼자말=혼잣말 인사말=인사말@ 노래말=노랫말
  가로대=@ 가운데손가락=가운뎃손가락 가운데점=가운뎃점 새별=샛별 새길=샛길 새노랗=샛노랗 새파랗@ 이새=잇새 메돼지=멧돼지 산비둘기=산비둘기@ 등대불=등댓불 모래벌=모래벌@ 호수가=호숫가@ 바다가=바닷가@ 강뚝=강둑 제비불=@ 치마자락=치맛자락 옷자락@ 부채살=부챗살 화살대@ 장마비=장맛비 소나기비@
  번개불=번갯불 담배불=담뱃불 모기불=모깃불 화로불=화롯불 등잔불@ 눈가풀@ 눈까풀@ 귀구멍=귓구멍 이마살=이맛살 눈동자@ 머리방=@ 다리목@ 어깨죽지=어깻죽지 허리살=허릿살 가지수=가짓수 나이값=나잇값 자리값=자릿값 무우=무 자리길=자릿길 최대값=최댓값@ 최소값=최솟값@ 초기값=초깃값@""",
 "spelling": """헤염=헤엄 이예요=이에요 아니예요=아니에요@ 뒤덮이@ 깨끗이@ 헐하=@ 몹시@ 되요=돼요@ 잊혀지@ 쓰겁=쓰 달가와=달가워 아름다와=아름다워 가까와=가까워 고마와=고마워 괴로와=괴로워 새로와=새로워 어려와=어려워 두려와=두려워 반가와=반가워 자랑스러와=자랑스러워 부드러와=부드러워 무거와=무거워
  가벼와=가벼워 어두와=어두워 외로와=외로워 즐거와=즐거워 자연스러와=자연스러워 새삼스러와=새삼스러워 놀라와=놀라워 서러와=서러워 가려와=가려워 매끈하@ 페쇄=폐쇄 페지하=폐지하 페허=폐허 지페=지폐 페기=폐기 페막=폐막 은페=은폐 화페=화폐 례식@ 밀페=밀폐 페해=폐해 페간=폐간
  되돌이=되돌리 아낙네=@ 이발=이빨@ 군데군데@ 휘친@ 꼴똑@ 눈섭=눈썹 팔굽=팔꿈치@ 발뒤축=발뒤꿈치@ 손가락@ 넉사@ 원쑤=원수 돐=돌 빛갈=빛깔 때깔@ 성갈=성깔 태줄=탯줄 날자=날짜 글자@ 잠자리@ 이발@ 군불@ 지게군=지게꾼 나무군=나무꾼 사냥군=사냥꾼 농사군=농사꾼 구경군=구경꾼 짐군=짐꾼 장사군=장사꾼
  사기군=사기꾼 익살군=익살꾼 씨름군=씨름꾼 노름군=노름꾼 객적=객쩍 겸연적=겸연쩍 멋적=멋쩍 미심적=미심쩍 널판지=널빤지 눈쌀@ 곱배기=곱빼기 코배기=코빼기 뚝배기@ 잔등이@ 볼따구@ 손벽=손뼉 눈등=눈두덩@ 이마박=이마빡 대번에@ 깡충@ 알아맞추=알아맞히 맞추어@ 우뢰=우레 벼개=베개 찌개@ 설겆이=설거지 강남콩=강낭콩
  밤새껏@ 수닭=수탉 암닭=암탉 수캐@ 수돼지=수퇘지 넝쿨=덩굴@ 쪼각=조각 조각@ 찝찌름@ 드레박=두레박 도리여=도리어 드디여=드디어 오히려@ 구태여@ 하여튼@ 헤여지=헤어지 헤여졌=헤어졌 태여나=태어나 태여난=태어난 태여났=태어났 띄여=띄어 기여들=기어들 기여이=기어이 기여코=기어코 기여오=기어오 기여가=기어가""",
}
# Words of the south beside those that the lists above give.
SOUTH = {
 "southern word": """아내 색깔 눈썹 숫자 페이지 버스 파일 프로그램 컴퓨터 달러 러시아 소프트웨어 서버 사이트 인터넷 위에 위에서 위로 뒷모습 뒷부분 햇빛 햇살 나뭇잎 나뭇가지 오랫동안 머릿속 어젯밤 촛불 아랫사람 깃발 손뼉 잠깐 더욱이 일찍이 채소 달걀
  컷 씬 콘티 프레임 레이아웃 애니메이션 애니메이터 리테이크 컨펌 체크 캐릭터 컬러 타이밍 포즈 레퍼런스 피드백 업로드 다운로드 렌더링 이펙트 립싱크 클로즈업 데이터 폴더 클릭 메뉴 이미지 업데이트 버전 테스트 사이즈 레이어 디테일 퀄리티 느낌 부탁드립니다 부탁드려요 감사합니다""",
 "southern loan": """스토리 엔딩 코믹 스릴러 팬 커플 게임 티비 콘서트 이벤트 서비스 스타일 인터뷰 아이돌 드라마 시즌 멤버 멘붕 메시지 채팅 카톡 스트레스 데이트 파티 코미디 액션 판타지 반전 블록버스터 힐링 쇼핑 카페 핸드폰 스마트폰 휴대폰 노트북 이메일 링크 홈페이지 블로그 댓글 유튜브
  패션 헤어 메이크업 다이어트 알바 아르바이트 오디션 콘텐츠 컨텐츠 리뷰 포스터 예능 셀카 인증샷 비주얼 연예인 네티즌 악플 스포츠 프로젝트 마케팅 글로벌 리더십 팀장님 대리님 디렉터 클라이언트 시스템 프로세스 디바이스 패키지 옵션 디렉터리 디렉토리""",
 "southern chat": """진짜 완전 대박 짱 헐 걍 넘 솔직히 근데 요즘 암튼 재밌 재미있 이쁘 귀엽 쩔 존나 ㅋ 졸라 개꿀 역대급 꿀잼 노잼 강추 비추""",
 "southern ending": """되었 되어 돼 돼서 됐 되었다 되었습니다 이었 졌다 려고 까요 거예요 거에요 네요 잖아 군요 는데요""",
}
SUFFIXED = {"돼", "됐", "되었", "되어", "이었", "까요", "네요", "잖아", "는데요", "거예요", "거에요", "군요", "려고", "졌다"}

def learn_dueum(pairs, n, e, s):
    rows, south, kept = [], [], set(LOANS.split())
    for north, southern in sorted(pairs, key=lambda pair: (len(pair[0]), pair[0])):
        if len(north) < 2 or north[0] == "닌" or any(north[:i] in kept for i in range(2, len(north))):
            continue
        a, b, c = n.starts[north], e.starts[north], s.starts[north]
        edited, chat = ratio(a, n.size, b, e.size), ratio(a, n.size, c, s.size)
        k = e.starts[southern] + s.starts[southern]
        # How often the south, when it writes the word, writes it the northern way.
        slips = math.log((b + c + k + 1) / (b + c + .5))
        seen = a >= 2 and min(edited, chat) >= 2.0
        if (seen or (k >= COMMON and b + c <= SLIPS_MAX)) and slips >= 1.5:
            kept.add(north)
            rows.append((north, "^", "initial sound", southern, min(HIGH if seen else UNSEEN + .5, slips)))
        elif b + c == 0 and k < COMMON:
            kept.add(north)
            rows.append((north, "^", "initial sound", southern, RARE))
        m, k = n.starts[southern], e.starts[southern]
        if k >= 6 and ratio(m, n.size, k, e.size) < -2.0:
            south.append((southern, "^", "southern initial sound", north, max(-3.0, ratio(m, n.size, k, e.size))))
    return rows, south

def learn_words(n, e, s):
    rows = []
    for rule, text in WORDS.items():
        for item in text.split():
            if "@" in item or "=" not in item:
                continue  # Marked as used in both norms.
            form, other = item.split("=")
            if len(form) < 2:
                continue
            match = "^"
            if form.endswith("와") and rule == "spelling":
                match = "~"
            a, b, c = n.count(form, match), e.count(form, match), s.count(form, match)
            w = min(ratio(a, n.size, b, e.size), ratio(a, n.size, c, s.size))
            k = (e.count(other, match) + s.count(other, match)) if " " not in other else 0
            slips = math.log((b + c + k + 1) / (b + c + .5))
            if a < 2:
                w = min(UNSEEN, max(slips, UNSEEN if b + c == 0 else 0)) if b + c <= SLIPS_MAX else min(slips, w)
            if w >= LOW:
                rows.append((form, match, rule, other, min(HIGH, w)))
    return rows

FRONT = set("ㅣㅐㅔㅚㅟㅢ")
VOWELS = "ㅏㅐㅑㅒㅓㅔㅕㅖㅗㅘㅙㅚㅛㅜㅝㅞㅟㅠㅡㅢㅣ"
def front(c):
    k = ord(c) - 0xAC00
    return 0 <= k < 11172 and k % 28 == 0 and VOWELS[k // 28 % 21] in FRONT

def learn_yeo(n, e, s):
    """여 and 였 after a front vowel: the last two or three syllables up to it, where the south has no such word."""
    seen = collections.Counter()
    for t, c in n.tokens.items():
        for i in range(1, len(t)):
            if t[i] in "여였" and front(t[i - 1]):
                seen[t[i - 1:i + 1]] += c
                if i >= 2:
                    seen[t[i - 2:i + 1]] += c
    # The copula after a noun that ends in a front vowel is written 였 in the south too (거리였다); 이여 also calls someone (젊은이여).
    both = {"거리였", "대였", "치였", "편지였", "처지였", "해였", "것이여", "는이여", "름이여", "기여"}
    rows, taken = [], both
    for key, a in sorted(seen.items(), key=lambda x: (len(x[0]), x[0])):
        if len(key) == 3 and key[1:] in taken:
            continue
        w = min(ratio(a, n.size, e.holds[key], e.size), ratio(a, n.size, s.holds[key], s.size))
        if a >= 3 and w >= 1.6:
            if key in both:
                continue
            taken = taken | {key}
            other = key[:-1] + ("어" if key[-1] == "여" else "었")
            # 이였 is the commonest slip of southern writers, so that it carries no verdict.
            rule = "copula in yeo" if key in ("이였", "아니였") else "yeo after a front vowel"
            rows.append((key, "~", rule, other, min(HIGH, w)))
    # Honorific past of verbs; after a noun 였 is the copula in both norms (도시였다), so that the verbs are named.
    for stem in "하시 되시 주시 으시 오시 가시 키시 치시 리시 지시 나시 내시".split():
        rows.append((stem + "였", "~", "yeo after a front vowel", stem[:-1] + "셨", 3.0))
    return rows

def learn_south(n, e, s):
    rows = []
    for rule, text in SOUTH.items():
        for form in text.split():
            match = "~" if form in SUFFIXED else "^"
            a, b, c = n.count(form, match), e.count(form, match), s.count(form, match)
            w = ratio(a, n.size, b, e.size) if b >= 5 else max(ratio(a, n.size, c, s.size), -2.0)
            if rule in ("southern loan", "southern chat"):
                w = max(ratio(a, n.size, c, s.size), -1.5)
            elif b < 5 and c >= 5 and a == 0:
                w = -1.5
            if w <= -LOW:
                rows.append((form, match, rule, "", max(-3.0, w)))
    return rows

CODA_L = "".join(chr(0xAC00 + i) for i in range(11172) if i % 28 == 8)
CODA_N = "".join(chr(0xAC00 + i) for i in range(11172) if i % 28 == 4)
OPEN_N = "".join(chr(0xAC00 + i) for i in range(11172) if i % 28 in (0, 4))
GRAMMAR = {
 "ero": r"[가-힣]{2}에로(?:의|$|[^가-힣])",
 "goje": r"[가-힣]고저(?:$|[^가-힣])",
 "attached nagada": r"[가-힣][아어여해켜려쳐져겨여와워]나[가갈간갔]",
 "jamo": r"[ㄱ-ㅣ]",
 "attached daero": rf"[가-힣](?:[{CODA_L}]|[는은던]|[{CODA_N}])대로",
 "attached chae": rf"[가-힣][은{CODA_N}]채",
 "attached gos": rf"[가-힣](?:[{CODA_L}]|[는은던]|[{CODA_N}])곳",
 "attached ttae": rf"[{CODA_L}]때",
 "attached deut": rf"[가-힣](?:[{CODA_L}]|[는은던]|[{CODA_N}])듯",
 "attached jul": rf"[가-힣][{CODA_L}]줄[ ]?[알몰]",
 "attached ba": rf"[가-힣](?:[는은던]|[{CODA_N}])바[ ]",
 "attached counter": r"(?:^|[^가-힣])(?:한|두|세|네|몇)(?:사람|마리|달|분|번|개|가지|시간|해|살|명|장|마디|걸음|주일|순간|방울|그루|송이|자루)",
 "attached sok": r"[가-힣]{2}(?:속|우|앞|뒤|안|사이|밑|곁|옆)(?:에|으로|에서)",
 "hayeot": r"하였",
 "haet": r"했",
 "spaced daero": rf"(?:[{CODA_L}]|[는은던]|[{CODA_N}]) 대로",
 "spaced counter": r"(?:^|[^가-힣])(?:한|두|세|네|몇) (?:사람|마리|달|분|번|개|가지|시간|해|살|명|장|마디|걸음|주일|순간|방울|그루|송이|자루)",
 "spaced ttae": rf"[{CODA_L}] 때",
 "spaced sok": r"[가-힣]{2} (?:속|위|앞|뒤|안|사이|밑|곁|옆)(?:에|으로|에서)",
 "attached ji": r"[가-힣](?:어|아|여|해)(?:주|보|놓|두|버리|나가|오)[었였았고는]",
 "spaced ji": r"[가-힣](?:어|아|여|해) (?:주|보|놓|두|버리|나가|오)[었였았고는]",
 "attached malda": r"지않|지못",
 "attached sipda": r"[가-힣]고싶",
 "iyo": r"이요[ .]", "siyo": r"시오[ .]",
 "attached su": rf"[{CODA_L}]수(?=[있없]|밖에|[는가도만]?[ ]+[있없])",
 "attached geot": rf"(?:[가-힣][{CODA_L}]|[는던은]|[가-힣][{CODA_N}])것",
 "attached ttaemun": r"기때문",
 "attached iss": r"[가-힣]고있|[아어여]있",
 "lga question": rf"(?:을|[가-힣][{CODA_L}]|할|될|올|볼)가(?=요|[ ?.,!]|하|고|봐|$)",
 "lde daehan": rf"[{CODA_L}]데[ ]*대[하한해]",
 "gun hada": r"[가-힣]군[ ]?하[였군는]",
 "ryul": rf"[{OPEN_N}][률렬]",
 "quotes": r"《",
 "spaced su": rf"[{CODA_L}] 수[가는도]? ?[있없]",
 "spaced geot": rf"[가-힣](?:[{CODA_L}]|[는던은]|[{CODA_N}]) (?:것|거|게|건|걸)",
 "spaced iss": r"[가-힣]고 있",
 "lkka question": rf"[{CODA_L}]까",
 "chat jamo": r"[ㅋㅎㅠㅜ]{2}",
}
def main():
    dueum, folder, out = sys.argv[1:4]
    n, e, s = (Side(folder, k) for k in "nes")
    pairs = [l.rstrip("\n").split("\t")[:2] for l in open(dueum, encoding="utf-8") if "\t" in l and not l.startswith("#")]
    rows, south = learn_dueum(pairs, n, e, s)
    def write(name, head, rows):
        best = {}
        for r in rows:
            if (r[0], r[1]) not in best or abs(best[r[0], r[1]][4]) < abs(r[4]):
                best[r[0], r[1]] = r
        with open(f"{out}/{name}", "w", encoding="utf-8") as f:
            f.write(head)
            for r in sorted(best.values(), key=lambda r: (r[2], r[0])):
                f.write(f"{r[0]}\t{r[1]}\t{r[2]}\t{r[3]}\t{round(r[4] * 100)}\n")
        print(name, len(best))
    columns = "# form\tmatch (^ start of a word, ~ inside, $ end, = whole)\trule\tthe other norm's form\tweight in hundredths, + northern, - southern\n"
    tuned = ("# Weights learnt by crates/language/tests/learn/dialect.py on the novels of the Korean Unification Parallel Corpus (HandongSF), Chatbot_data (songys)\n"
             "# and NSMC (e9t); a form that northern texts among them do not hold has a weight of 180 to 300 by how common its southern form is.\n")
    licence = open(dueum, encoding="utf-8").read().split("# form")[0] if open(dueum, encoding="utf-8").read(1) == "#" else ""
    write("dueum.tsv", (licence or DUEUM_HEAD) + tuned + columns, rows + south)
    write("dialect.tsv", DIALECT_HEAD + tuned + columns, learn_words(n, e, s) + learn_yeo(n, e, s) + learn_south(n, e, s))
    for name, pattern in GRAMMAR.items():
        p = re.compile(pattern)
        a, b, c = (sum(len(p.findall(l)) for l in lines(folder, k)) for k in "nes")
        print(f"{name:18} n {a:6} e {b:6} s {c:6}  ln n/e {ratio(a, n.size, b, e.size):6.2f}  ln n/s {ratio(a, n.size, c, s.size):6.2f}")

DUEUM_HEAD = """# Words of the initial sound law in both norms: the north keeps the first sound of a Chinese word (녀자), the south does not (여자).
# Source: nouns with their Chinese characters of NK-HanDic (https://github.com/okikirmui/nkhandic); a character's reading inside a word gives the northern form.
# NK-HanDic: Copyright (c) 2024, Yoshinori Sugai. All rights reserved. BSD 3-Clause License:
# Redistribution and use in source and binary forms, with or without modification, are permitted provided that the following conditions are met:
# 1. Redistributions of source code must retain the above copyright notice, this list of conditions and the following disclaimer.
# 2. Redistributions in binary form must reproduce the above copyright notice, this list of conditions and the following disclaimer in the
#    documentation and/or other materials provided with the distribution.
# 3. Neither the name of the copyright holder nor the names of its contributors may be used to endorse or promote products derived from this
#    software without specific prior written permission.
# THIS SOFTWARE IS PROVIDED BY THE COPYRIGHT HOLDERS AND CONTRIBUTORS "AS IS" AND ANY EXPRESS OR IMPLIED WARRANTIES, INCLUDING, BUT NOT LIMITED TO,
# THE IMPLIED WARRANTIES OF MERCHANTABILITY AND FITNESS FOR A PARTICULAR PURPOSE ARE DISCLAIMED. IN NO EVENT SHALL THE COPYRIGHT HOLDER OR
# CONTRIBUTORS BE LIABLE FOR ANY DIRECT, INDIRECT, INCIDENTAL, SPECIAL, EXEMPLARY, OR CONSEQUENTIAL DAMAGES (INCLUDING, BUT NOT LIMITED TO,
# PROCUREMENT OF SUBSTITUTE GOODS OR SERVICES; LOSS OF USE, DATA, OR PROFITS; OR BUSINESS INTERRUPTION) HOWEVER CAUSED AND ON ANY THEORY OF
# LIABILITY, WHETHER IN CONTRACT, STRICT LIABILITY, OR TORT (INCLUDING NEGLIGENCE OR OTHERWISE) ARISING IN ANY WAY OUT OF THE USE OF THIS SOFTWARE,
# EVEN IF ADVISED OF THE POSSIBILITY OF SUCH DAMAGE.
"""
DIALECT_HEAD = """# Words and spellings that one norm of Korean writes and the other does not.
# source: 조선말규범집 (2010) for 여/였 after front vowels, words written without 사이시옷 and the spelling of foreign words; 한글 맞춤법 (2017) §11, §15, §30 for the
# southern side; the words themselves are general knowledge of the language, checked against the texts named below.
"""
if __name__ == "__main__":
    main()
