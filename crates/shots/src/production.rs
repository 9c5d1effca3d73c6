//! Where the name of a production may stand in a path.
//!
//! In: a path taken apart. Out: the word before the code of the file name, the word before the code of a folder, the folder
//! above an episode or above a tracker's folders. Never: a choice; `naming` knows the paths beside it and chooses.

use crate::fields::Reading;
use crate::names::NamePlace;
use crate::piece::{Kind, Piece};

/// Words that a name before a code may have.
const HEAD_WORDS_MAX: usize = 6;

/// Folders and words that are nobody's production.
const GENERIC: &[&str] = &[
    "archive",
    "art",
    "assets",
    "backup",
    "backups",
    "bak",
    "batch",
    "copy",
    "data",
    "day",
    "delivery",
    "desktop",
    "disk",
    "documents",
    "download",
    "downloads",
    "draft",
    "dump",
    "episode",
    "episodes",
    "export",
    "exports",
    "fix",
    "ftp",
    "hd",
    "home",
    "image",
    "images",
    "img",
    "in",
    "inbox",
    "incoming",
    "job",
    "jobs",
    "latest",
    "media",
    "misc",
    "mnt",
    "movies",
    "my",
    "nas",
    "new",
    "old",
    "opt",
    "out",
    "outbox",
    "outgoing",
    "output",
    "part",
    "pic",
    "pics",
    "pictures",
    "print",
    "prod",
    "production",
    "productions",
    "project",
    "projects",
    "pub",
    "public",
    "publish",
    "raid",
    "recv",
    "ref",
    "reference",
    "references",
    "refs",
    "render",
    "renders",
    "root",
    "scan",
    "scans",
    "scenes",
    "screen",
    "send",
    "sequences",
    "series",
    "server",
    "share",
    "shared",
    "shot",
    "shots",
    "show",
    "shows",
    "simple",
    "srv",
    "storage",
    "studio",
    "team",
    "temp",
    "test",
    "the",
    "thumb",
    "tmp",
    "to",
    "todo",
    "transfer",
    "upload",
    "uploads",
    "user",
    "users",
    "usr",
    "var",
    "video",
    "videos",
    "vol",
    "volumes",
    "web",
    "wip",
    "work",
    "working",
    "works",
    "www",
];

/// The same in Chinese, Japanese and Korean.
const GENERIC_EAST: &[&str] = &[
    "プロジェクト",
    "作業",
    "納品",
    "素材",
    "データ",
    "カット",
    "バックアップ",
    "デスクトップ",
    "新しいフォルダー",
    "项目",
    "工作",
    "新建文件夹",
    "文件",
    "素材",
    "资料",
    "备份",
    "镜头",
    "桌面",
    "下载",
    "작업",
    "새 폴더",
    "자료",
    "프로젝트",
    "납품",
    "바탕화면",
    "백업",
    "다운로드",
];

/// Whether a word names places of work rather than a production.
pub(crate) fn is_generic(word: &str) -> bool {
    GENERIC.binary_search_by(|known| crate::task::folded_cmp(known, word)).is_ok()
        || GENERIC_EAST.contains(&word)
        || word.ends_with(':')
        || word.len() < 2
}

/// A word that may name a production.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Candidate<'a> {
    pub(crate) token: &'a str,
    pub(crate) place: NamePlace,
    pub(crate) stand: Stand,
}

/// By what it may be one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Stand {
    /// Directly before an episode or shot in one name.
    BeforeCode,
    /// The folder above an episode or a tracker's folders.
    Above,
}

/// The candidates of one path, surest first; at most three.
pub(crate) fn candidates<'a>(reading: &Reading<'a>) -> [Option<Candidate<'a>>; 3] {
    let mut found = [None; 3];
    let [file, folder, above] = &mut found;
    let n_folders = reading.parts.n_folders();
    if reading.parts.has_file {
        *file = head(reading, n_folders);
    }
    *folder = (0..n_folders).rev().find_map(|part| head(reading, part));
    *above = above_of(reading);
    found
}

/// The words before the first code of one name, without stages, numbers and words of work.
fn head<'a>(reading: &Reading<'a>, part: usize) -> Option<Candidate<'a>> {
    let pieces = reading.of_part(part);
    let code = pieces.iter().position(|piece| piece.kind.is_code() && !piece.is_weak)?;
    let before = pieces.get(..code)?;
    let is_word = |piece: &&Piece<'a>| piece.kind == Kind::Word && !is_generic(piece.text);
    let last = before.iter().rev().find(is_word)?;
    let mut first = last;
    let mut n_words = 1;
    for piece in before.iter().rev().skip_while(|piece| piece.from >= last.from) {
        let is_part = matches!(piece.kind, Kind::Word | Kind::Beside | Kind::Number)
            && !(piece.kind == Kind::Word && is_generic(piece.text) && piece.from == 0);
        if !is_part {
            break;
        }
        first = piece;
        n_words += 1;
    }
    if first.kind == Kind::Number || n_words > HEAD_WORDS_MAX {
        return None;
    }
    let token = reading.name(part).get(first.from..last.to)?;
    Some(Candidate { token, place: reading.place_of(part), stand: Stand::BeforeCode })
}

fn above_of<'a>(reading: &Reading<'a>) -> Option<Candidate<'a>> {
    let named = |part: usize| {
        let token = reading.name(part);
        let is_code = reading
            .of_part(part)
            .iter()
            .any(|piece| piece.kind.is_code() && !piece.is_weak || piece.kind == Kind::Date);
        let has_letter = token.chars().any(char::is_alphabetic);
        (!is_generic(token) && !is_code && has_letter && crate::task::latin(token).is_none())
            .then_some(Candidate { token, place: NamePlace::Folder, stand: Stand::Above })
    };
    if let Some(found) = reading.layout.production.and_then(named) {
        return Some(found);
    }
    let first = reading.pieces.iter().find(|piece| {
        piece.from == 0
            && piece.part < reading.parts.n_folders()
            && piece.part > 0
            && matches!(piece.kind, Kind::Season | Kind::Episode)
            && !piece.is_weak
    })?;
    named(first.part.checked_sub(1)?)
}
