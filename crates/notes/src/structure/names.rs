//! Names of people: by a surname, a title or a post, so that `高光:` (highlight) and `머리:` (head) are none; nicknames.
//!
//! In: a text that may be a name. Out: whether it is one. Never: a name out of a sentence or of words that say a status.

use super::draft::reading;
use super::status::said;
use super::view::{is_han, is_hangul, is_in};
use subtier_language::{Lang, gloss};

/// Signs of the longest name or title.
pub(super) const NAME_SIGNS_MAX: usize = 20;

/// Chinese surnames: the commonest by the 2020 name report of the Ministry of Public Security, and some rarer ones.
const SURNAMES: &str = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文安全玄朴严蔺";
/// Korean surnames: the commonest of the census of South Korea, as spelt North and South.
const SURNAMES_KO: &str = "김이리박최정강조윤장임림한오서신권황안송류유홍전고문손양배백허남심노로하곽성차주우구나라민진지엄채원천방공현함변염여추도소석선설마길연위표명기반왕금옥육인맹";
/// Japanese surnames, the commonest.
const SURNAMES_JA: &str = "佐藤 鈴木 高橋 田中 伊藤 渡辺 渡邊 山本 中村 小林 加藤 吉田 山田 佐々木 山口 松本 井上 木村 清水 斎藤 斉藤 \
     齋藤 山崎 池田 橋本 阿部 石川 山下 中島 石井 小川 前田 岡田 長谷川 藤田 後藤 近藤 村上 遠藤 青木 坂本 福田 \
     太田 西村 藤井 金子 岡本 藤原 中野 三浦 原田 中川 松田 竹内 小野 田村 中山 和田 石田 森田 上田 原 内田 柴田 \
     酒井 宮崎 横山 高木 安藤 宮本 大野 小島 工藤 谷口 今井 高田 増田 丸山 杉山 村田 大塚 新井 小山 平野 藤本 \
     河野 上野 野口 武田 松井 千葉 菅原 岩崎 久保 木下 佐野 野村 松尾 市川 菊地 菊池 杉本 古川 大西 島田 水野 \
     桜井 渡部 吉川 山内 西田 飯田 西川 小松 北村 安田 五十嵐 川口 平田 関 中田 久保田 東 服部 岩田 土屋 川崎 \
     福島 本田 辻 樋口 秋山 田口 永井 山中 中西 吉村 川上 石原 大橋 松岡 馬場 浜田 森本 矢野 浅野 松下 星野 \
     大久保 吉岡 小池 野田 荒木 大谷 松浦 熊谷 黒田 尾崎 永田 川村 望月 田辺 内藤 荒井 堀 平井 大島 西山 早川 \
     栗原 広瀬 岡崎 森 片山 八木 今村 大石 小沢 小澤 小泽 高野 横田 天野 宇野 桑原";
/// Posts that stand for a person.
pub(super) const POSTS: &str = "导演|总导演|分集导演|副导演|作监|作画监督|总作监|监修|监制|监督|总监|制片|制片人|美监|色指定|\
     质检|甲方|客户|감독|총감독|연출|연출가|부연출|작감|작화감독|총작감|미술감독|프로듀서|피디|\
     검사원|監督|演出|作監|総作監|作画監督|美監|制作進行|director|supervisor|producer|pd";
/// Titles behind a name.
const TITLES: &str = "导演 导 总监 监督 总 老师 监制 制片 助理 经理 主管 作监 哥 姐 工 감독님 감독 연출 작감 님 씨 동무 동지 PD \
     피디 팀장 실장 대리 과장 부장 선생 監督 さん 氏 様";
/// Words of the trade that begin like a name.
const NO_NAMES: &str = "高光 方向 白色 黄色 金色 石头 马尾 毛发 安全 安全框 文件 文字 白边 白线 高度 高低 毛边 金属 任务 全部 全体 \
     全景 易错 常规 余下 程序 万一 方法 方案 文本 江边 小心 小孩 小腿 小手 小狗 小鸟 老人 老虎 阿姨 马 白 龙 石 \
     高 金 叶 叶子 雷 汤 이펙트 전체 배경 정지 조명 선화 손가락 고광 주의 신발 강조 문제 원화 원도 이동 안경 임시 \
     유의 조금 소매 손 손목 이마 이빨 입 방향 배 동화 머리 정서 구도 선 하늘 하체 상체 나무 오른손 오른쪽 왼손 \
     왼쪽 주인공 전경 원경 원본 이전 이후 현재 공통 기타 지적 추가 여자 남자 소리 소품 장면 하이 지시 여백 도안 \
     인물 표정 진행";

/// Whether a text may be a name in a column of names, where a surname alone is one (`马`).
pub(super) fn is_name_cell(text: &str) -> bool {
    let mut signs = text.trim().chars();
    let only = signs.next().filter(|_| signs.next().is_none());
    only.is_some_and(|sign| SURNAMES.contains(sign))
        || SURNAMES_JA.split(' ').any(|surname| surname == text.trim())
        || is_person(text)
}

/// Whether a text may be a name whose surname no list holds, where a name is awaited: two or three Han characters that are
/// no words of the trade.
pub(super) fn is_unlisted_name(text: &str) -> bool {
    let signs = text.chars().count();
    (2..=3).contains(&signs)
        && text.chars().all(is_han)
        && said(text).status.is_none()
        && gloss(text, Lang::Zh).is_none()
        && !NO_NAMES.split(' ').any(|word| word == text)
}

/// Whether a text is the name, title or post of a person.
pub(super) fn is_person(name: &str) -> bool {
    let name = name.trim().trim_start_matches(['@', '＠']);
    let signs: Vec<char> = name.chars().collect();
    if signs.is_empty()
        || signs.len() > NAME_SIGNS_MAX
        || NO_NAMES.split(' ').any(|word| word == name)
    {
        return false;
    }
    if is_in(POSTS, &name.to_lowercase()) {
        return true;
    }
    let titled = TITLES.split(' ').find_map(|title| name.strip_suffix(title)).map(str::trim_end);
    if let Some(stem) = titled {
        let n_signs = stem.chars().count();
        if (1..=4).contains(&n_signs) && stem.chars().all(char::is_alphabetic) {
            let is_plain_title = name.ends_with('工')
                || name.ends_with('总')
                || name.ends_with('씨')
                || name.ends_with('氏');
            return (starts_as_name(stem) || (n_signs <= 3 && !is_plain_title))
                && said(name).status.is_none();
        }
    }
    let is_plain =
        signs.iter().all(|sign| is_han(*sign)) || signs.iter().all(|sign| is_hangul(*sign));
    let nick = signs.first().is_some_and(|sign| "小老阿".contains(*sign)) && signs.len() == 2;
    if is_plain && (nick || starts_as_name(name)) {
        let is_korean = signs.iter().all(|sign| is_hangul(*sign));
        return if is_korean { signs.len() == 3 } else { signs.len() <= 4 };
    }
    is_latin_name(name)
}

fn starts_as_name(name: &str) -> bool {
    name.chars().next().is_some_and(|first| SURNAMES.contains(first) || SURNAMES_KO.contains(first))
        || SURNAMES_JA.split(' ').any(|surname| {
            // One character alone begins much else: `原画`.
            surname.chars().nth(1).is_some() && name.starts_with(surname)
        })
}

/// `Sam Lee`, `J. Park`: capitals at the head of one to three words.
fn is_latin_name(name: &str) -> bool {
    const OTHER: &[&str] = &[
        "Note", "Notes", "Shot", "Frame", "Comment", "Scene", "Cut", "Fix", "Retake", "Head",
        "Date", "Re", "Fw", "Subject", "Status", "Episode", "Version", "Todo", "Please", "To",
        "Cc",
    ];
    let words: Vec<&str> = name.split(' ').collect();
    words.len() <= 3
        && name.len() >= 2
        && words.iter().all(|word| {
            word.starts_with(|sign: char| sign.is_ascii_uppercase())
                && word.chars().skip(1).all(|sign| sign.is_ascii_lowercase() || sign == '.')
                && !OTHER.contains(word)
        })
}

/// Signs of the longest nickname.
const NICK_SIGNS_MAX: usize = 30;

/// Whether a text may be the name that somebody goes by in a chat: short, no sentence, no reference, no status.
pub(super) fn is_nick(name: &str) -> bool {
    let n_signs = name.chars().count();
    (1..=NICK_SIGNS_MAX).contains(&n_signs)
        && name.split_whitespace().count() <= 3
        && name.chars().any(char::is_alphabetic)
        && !name.contains(|sign: char| "。，！？、,!?;；:：/\\\"“”《》【】[]".contains(sign))
        && !reading(name).refers()
        && said(name).status.is_none()
}
