//! What a plain text tells of the editor and input method that wrote it: line ends and punctuation.
//!
//! In: the lines. Out: at most one signal of each kind, with counts. It says what stands there, never whose habit it is.

use subtier_model::Place;

use super::{Line, LineEnd};
use subtier_blocks::SignalKind;
use subtier_blocks::Writing;

/// Counts over a text.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Habits {
    crlf: u64,
    lf: u64,
    cr: u64,
    eastern: u64,
    full_width: u64,
    list_commas: u64,
    title_brackets: u64,
    corner_brackets: u64,
    ellipses: u64,
    half_width: u64,
}

impl Habits {
    /// Counts a line.
    pub(super) fn see(&mut self, line: &Line<'_>) {
        match line.end {
            LineEnd::CrLf => self.crlf += 1,
            LineEnd::Lf => self.lf += 1,
            LineEnd::Cr => self.cr += 1,
            LineEnd::None => {}
        }
        if line.body.is_ascii() {
            return;
        }
        let mut after_eastern = false;
        for sign in line.body.chars() {
            let is_eastern = matches!(sign, '\u{3041}'..='\u{318E}' | '\u{4E00}'..='\u{9FFF}' | '\u{AC00}'..='\u{D7A3}');
            let count = match sign {
                _ if is_eastern => &mut self.eastern,
                '，' | '。' | '．' | '！' | '？' | '：' | '；' | '（' | '）' => {
                    &mut self.full_width
                }
                '、' => &mut self.list_commas,
                '《' | '》' => &mut self.title_brackets,
                '「' | '」' | '『' | '』' => &mut self.corner_brackets,
                '…' => &mut self.ellipses,
                ',' | '.' | '!' | '?' | ':' | ';' if after_eastern => &mut self.half_width,
                _ => {
                    after_eastern = false;
                    continue;
                }
            };
            *count += 1;
            after_eastern = is_eastern;
        }
    }

    /// Puts what was counted into signals.
    pub(super) fn tell(self, writing: &mut Writing) {
        let ends = counted(&[(self.crlf, "CR LF"), (self.lf, "LF"), (self.cr, "CR")]);
        let value = match ends.as_slice() {
            [] => String::new(),
            [(_, name)] => (*name).to_owned(),
            _ => in_words(&ends),
        };
        writing.signal(SignalKind::LineEnds, value, Place::Whole);
        if self.eastern > 0 {
            let marks = counted(&[
                (self.full_width, "full-width marks"),
                (self.list_commas, "list commas"),
                (self.title_brackets, "title brackets"),
                (self.corner_brackets, "corner brackets"),
                (self.ellipses, "ellipses"),
                (self.half_width, "ASCII marks after East Asian signs"),
            ]);
            writing.signal(SignalKind::Punctuation, in_words(&marks), Place::Whole);
        }
    }
}

fn counted<'a>(counts: &[(u64, &'a str)]) -> Vec<(u64, &'a str)> {
    counts.iter().copied().filter(|(count, _)| *count > 0).collect()
}

fn in_words(counts: &[(u64, &str)]) -> String {
    let words: Vec<String> = counts.iter().map(|(count, name)| format!("{name} {count}")).collect();
    words.join(", ")
}
