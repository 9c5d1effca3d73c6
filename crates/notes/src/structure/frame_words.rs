//! Words and signs around the number of a frame: units, what makes it a place, a range, a count.
//!
//! Lists only, as they are written in Chinese, Japanese, Korean of both norms and English; read by `frames.rs`.

/// Words after the number of a frame that number it rather than count.
pub(super) const FRAME_ORDINAL: &str = "コマ目|コマめ|フレーム目|번째 프레임|번째프레임|번 프레임|번프레임|번째 그림|번째그림|\
     번째 토막|번째토막|프레임째|토막째|번 그림";

/// Words after the number of a frame that may also count frames.
pub(super) const FRAME_COUNT: &[&str] = &["帧", "幀", "格", "コマ", "フレーム", "프레임", "토막"];

/// Signs and words after a unit that make it another word.
pub(super) const OTHER_WORDS: &str =
    "/秒|/s|率|数|每秒|毎秒|打ち|撮|子|레이트|片|像|顿|通|路|车|纸|图|비율|비|트|팅|신|신호|대본";

/// Signs before a number that make it a count.
pub(super) const COUNT_BEFORE: &[char] = &[
    '共', '总', '全', '约', '剩', '缺', '少', '多', '加', '减', '补', '停', '延', '长', '短', '前',
    '后', '每', '各', '余', '提', '慢', '快', '了', '这', '那', '几', '隔', '间', '仅', '只', '够',
    '有', '差', '比', '총', '약', '체', '각', '매', '두', '計', '約', 'り', 'と', '各', '毎', 'う',
    '+', '完', '成', '交', '付', '费', '当', '중',
];

/// Words after a unit that make its number a count.
pub(super) const COUNT_AFTER: &str = "左右|以上|以下|以内|不够|不足|完成|待|内|多余|停|더|씩|정도|가량|이상|이하|분량|완료|추가|\
     부족|간격|동안|멈|늘|줄|짧|길|을|를|개|짜리|마다|중 |止|分|程|追加|足|多|少|早|遅|延|縮|ずつ|\
     ごと|毎|間|くらい|ほど|完了|あり|納|삭제|은 완|남";

/// Words after a frame's unit that show a place in time.
pub(super) const PLACE_AFTER: &str = "的|处|时|开始|起|之后|之前|에서|부터|의|에|の|から|で|に";

/// Signs before a frame's number that show a place in time.
pub(super) const PLACE_BEFORE: &[char] = &['在', '到', '从', '于', '自', '@', '至'];

/// Between the ends of a range.
pub(super) const RANGE: &[&str] = &["-", "~", "到", "至", "から", "에서", "부터", "to ", ".."];

/// After the end of a range.
pub(super) const RANGE_END: &[&str] = &["까지", "まで", "为止", "之间", "之間", "사이", "の間"];

/// After two frames that something is between.
pub(super) const BETWEEN_END: &[&str] = &["之间", "之間", "사이", "の間"];

/// Units that make the second number of a would-be range something else.
pub(super) const OTHER_UNITS: &[char] = &[
    '张', '枚', '장', '개', '个', '%', '秒', '초', '号', '日', '월', '月', '일', '年', '人', '명',
    '次', '回', '处', '点', '条', '稿', '版', '遍', '层', '块', 'x', '色', '种', '階', '단',
];
