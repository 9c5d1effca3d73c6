//! What a page paints: its operators carried out as far as they place text.
//!
//! In: decoded content and resources (ISO 32000-1, 8.4, 8.10, 9.4 and 14.6). Out: pieces of text with their places. Forms
//! within forms are followed to a bounded depth, and all pages together to a bounded number of operators. Text that a
//! writer gives for a group of glyphs (`ActualText`) takes the place of theirs.

use std::collections::BTreeMap;
use std::rc::Rc;

use lopdf::{Dictionary, Object, Stream};

use super::file::File;
use super::font::Font;
use super::lexer::{Lexer, Token};
use super::lines::{Layer, Piece};
use super::string;

/// Operators of one file that are carried out; a dense page has about 10,000.
const OPERATORS_MAX: u64 = 30_000_000;
/// Operands of one operator that are kept; the longest are lists of strings.
const OPERANDS_MAX: usize = 100_000;
/// Forms within forms.
const FORMS_MAX: usize = 12;
/// Saved states within states; viewers give up at less.
const STATES_MAX: usize = 512;
/// Marked groups within groups.
const MARKS_MAX: usize = 512;
/// Pieces of one page.
const PIECES_MAX: usize = 500_000;
/// Fonts and forms that are kept ready.
const KEPT_MAX: usize = 4_000;
/// Decoded bytes of one form that is kept ready.
const KEPT_BYTES_MAX: usize = 1 << 20;

type Matrix = [f64; 6];
const IDENTITY: Matrix = [1.0, 0.0, 0.0, 1.0, 0.0, 0.0];

/// What lasts over the pages of a file.
pub(crate) struct Studio<'a> {
    file: &'a File,
    /// By the address of their dictionary, which does not move while the file is read.
    fonts: BTreeMap<usize, Rc<Font>>,
    forms: BTreeMap<usize, Rc<Vec<u8>>>,
    operators_left: u64,
    /// Reasons why glyphs could not be read, with how many.
    pub(crate) unread: BTreeMap<String, u64>,
}

impl<'a> Studio<'a> {
    /// Begins.
    pub(crate) const fn new(file: &'a File) -> Self {
        Self {
            file,
            fonts: BTreeMap::new(),
            forms: BTreeMap::new(),
            operators_left: OPERATORS_MAX,
            unread: BTreeMap::new(),
        }
    }

    /// Whether no more is carried out.
    pub(crate) const fn is_tired(&self) -> bool {
        self.operators_left == 0
    }

    fn font(&mut self, font: &Dictionary) -> Rc<Font> {
        let key = std::ptr::from_ref(font).addr();
        if let Some(font) = self.fonts.get(&key) {
            return Rc::clone(font);
        }
        let font = Rc::new(Font::read(self.file, font));
        if self.fonts.len() < KEPT_MAX {
            self.fonts.insert(key, Rc::clone(&font));
        }
        font
    }

    fn form(&mut self, form: &Stream) -> Rc<Vec<u8>> {
        let key = std::ptr::from_ref(form).addr();
        if let Some(bytes) = self.forms.get(&key) {
            return Rc::clone(bytes);
        }
        let bytes = Rc::new(self.file.unpack(form).unwrap_or_default());
        if self.forms.len() < KEPT_MAX && bytes.len() <= KEPT_BYTES_MAX {
            self.forms.insert(key, Rc::clone(&bytes));
        }
        bytes
    }
}

#[derive(Clone)]
struct State {
    place: Matrix,
    font: Option<Rc<Font>>,
    size: f64,
    sign_space: f64,
    word_space: f64,
    stretch: f64,
    leading: f64,
    rise: f64,
    is_unseen: bool,
}

impl State {
    const NEW: Self = Self {
        place: IDENTITY,
        font: None,
        size: 0.0,
        sign_space: 0.0,
        word_space: 0.0,
        stretch: 1.0,
        leading: 0.0,
        rise: 0.0,
        is_unseen: false,
    };
}

/// A marked group that is open.
struct Mark {
    actual: Option<String>,
    is_header: bool,
    first_piece: usize,
}

/// A page being painted.
pub(crate) struct Painter<'s, 'a> {
    studio: &'s mut Studio<'a>,
    state: State,
    states: Vec<State>,
    text_place: Matrix,
    line_place: Matrix,
    marks: Vec<Mark>,
    /// What was painted.
    pub(crate) pieces: Vec<Piece>,
    /// Whether a picture was painted too.
    pub(crate) has_picture: bool,
}

impl<'s, 'a> Painter<'s, 'a> {
    /// Begins an empty page.
    pub(crate) const fn new(studio: &'s mut Studio<'a>) -> Self {
        Self {
            studio,
            state: State::NEW,
            states: Vec::new(),
            text_place: IDENTITY,
            line_place: IDENTITY,
            marks: Vec::new(),
            pieces: Vec::new(),
            has_picture: false,
        }
    }

    /// Carries out the operators of some content.
    pub(crate) fn paint(
        &mut self,
        content: &[u8],
        resources: Option<&'a Dictionary>,
        depth: usize,
    ) {
        let mut operands: Vec<Token<'_>> = Vec::new();
        let mut lexer = Lexer::new(content);
        while let Some(token) = lexer.next() {
            let Token::Word(word) = token else {
                if operands.len() < OPERANDS_MAX {
                    operands.push(token);
                }
                continue;
            };
            if self.studio.operators_left == 0 || self.pieces.len() >= PIECES_MAX {
                return;
            }
            self.studio.operators_left -= 1;
            match word {
                b"BI" => lexer.skip_inline_image(),
                b"Do" => self.paint_object(&operands, resources, depth),
                b"Tf" => self.set_font(&operands, resources),
                b"BDC" | b"BMC" => self.open_mark(&operands, resources),
                b"EMC" => self.close_mark(),
                b"Tj" | b"TJ" | b"'" | b"\"" => self.show_operator(word, &operands),
                _ => self.set(word, &operands),
            }
            operands.clear();
        }
    }

    /// Operators that set the state.
    fn set(&mut self, word: &[u8], operands: &[Token<'_>]) {
        let last = number(operands.last());
        match word {
            b"q" if self.states.len() < STATES_MAX => self.states.push(self.state.clone()),
            b"Q" => self.state = self.states.pop().unwrap_or_else(|| self.state.clone()),
            b"cm" => {
                if let Some(matrix) = matrix(operands) {
                    self.state.place = multiply(matrix, self.state.place);
                }
            }
            b"Tc" => self.state.sign_space = last,
            b"Tw" => self.state.word_space = last,
            b"Tz" => self.state.stretch = last / 100.0,
            b"TL" => self.state.leading = last,
            b"Ts" => self.state.rise = last,
            // Mode 3 paints nothing, 7 only clips (ISO 32000-1, table 106).
            b"Tr" => self.state.is_unseen = (2.5..3.5).contains(&last) || last > 6.5,
            _ => self.set_place(word, operands),
        }
    }

    fn set_place(&mut self, word: &[u8], operands: &[Token<'_>]) {
        match word {
            b"BT" => {
                self.text_place = IDENTITY;
                self.line_place = IDENTITY;
            }
            b"Td" | b"TD" => {
                let [.., x, y] = operands else { return };
                let (x, y) = (number(Some(x)), number(Some(y)));
                if word == b"TD" {
                    self.state.leading = -y;
                }
                self.move_line(x, y);
            }
            b"Tm" => {
                if let Some(matrix) = matrix(operands) {
                    self.text_place = matrix;
                    self.line_place = matrix;
                }
            }
            b"T*" => self.move_line(0.0, -self.state.leading),
            _ => {}
        }
    }

    fn move_line(&mut self, x: f64, y: f64) {
        self.line_place = multiply([1.0, 0.0, 0.0, 1.0, x, y], self.line_place);
        self.text_place = self.line_place;
    }

    fn set_font(&mut self, operands: &[Token<'_>], resources: Option<&'a Dictionary>) {
        let [Token::Name(name), size] = operands else { return };
        self.state.size = number(Some(size));
        let file = self.studio.file;
        let found = resources
            .and_then(|resources| file.dictionary(resources, b"Font"))
            .and_then(|fonts| file.dictionary(fonts, name));
        self.state.font = found.map(|font| self.studio.font(font));
    }

    fn paint_object(
        &mut self,
        operands: &[Token<'_>],
        resources: Option<&'a Dictionary>,
        depth: usize,
    ) {
        let [.., Token::Name(name)] = operands else { return };
        let file = self.studio.file;
        let object = resources
            .and_then(|resources| file.dictionary(resources, b"XObject"))
            .and_then(|objects| file.stream(objects, name));
        let Some(object) = object else { return };
        if file.name(&object.dict, b"Subtype") != "Form" {
            self.has_picture = true;
            return;
        }
        if depth >= FORMS_MAX {
            return;
        }
        let own = file.dictionary(&object.dict, b"Resources").or(resources);
        self.paint_form(object, own, depth);
    }

    /// Paints a form; also the appearance of a field or comment.
    fn paint_form(&mut self, form: &Stream, resources: Option<&'a Dictionary>, depth: usize) {
        let file = self.studio.file;
        let content = self.studio.form(form);
        let before = self.state.clone();
        let n_states = self.states.len();
        let n_marks = self.marks.len();
        let (text_place, line_place) = (self.text_place, self.line_place);
        if let Some(matrix) =
            file.array(&form.dict, b"Matrix").and_then(|matrix| form_matrix(file, matrix))
        {
            self.state.place = multiply(matrix, self.state.place);
        }
        self.paint(&content, resources, depth + 1);
        while self.marks.len() > n_marks {
            self.close_mark();
        }
        self.states.truncate(n_states);
        self.state = before;
        (self.text_place, self.line_place) = (text_place, line_place);
    }

    fn show_operator(&mut self, word: &[u8], operands: &[Token<'_>]) {
        if word == b"\""
            && let [space, sign_space, ..] = operands
        {
            self.state.word_space = number(Some(space));
            self.state.sign_space = number(Some(sign_space));
        }
        if matches!(word, b"'" | b"\"") {
            self.move_line(0.0, -self.state.leading);
        }
        for operand in operands {
            if let Token::Text(bytes) = operand {
                self.show(bytes);
            } else if let Token::Number(adjustment) = operand
                && word == b"TJ"
            {
                let back = -adjustment / 1000.0 * self.state.size;
                let is_vertical = self.state.font.as_ref().is_some_and(|font| font.is_vertical);
                self.advance(back, is_vertical);
            }
        }
    }

    fn advance(&mut self, by: f64, is_vertical: bool) {
        let (x, y) = if is_vertical { (0.0, by) } else { (by * self.state.stretch, 0.0) };
        self.text_place = multiply([1.0, 0.0, 0.0, 1.0, x, y], self.text_place);
    }

    fn show(&mut self, bytes: &[u8]) {
        let Some(font) = self.state.font.clone() else { return };
        let start = self.place();
        let mut text = String::new();
        let mut n_unknown = 0_u64;
        let mut by = 0.0;
        let state = &self.state;
        font.glyphs(bytes, |glyph| {
            text.extend(glyph.text.chars().filter_map(printable));
            n_unknown += u64::from(glyph.is_unknown);
            let word_space = if glyph.is_space { state.word_space } else { 0.0 };
            // A vertical glyph goes down by its height, which is 1 unless stated (ISO 32000-1, 9.7.4.3).
            let width = if font.is_vertical { -1.0 } else { glyph.width };
            by += width * state.size + state.sign_space + word_space;
        });
        let size = self.state.size.abs() * self.height();
        self.advance(by, font.is_vertical);
        if n_unknown > 0 {
            let counted = self.studio.unread.entry(font.reason()).or_default();
            *counted = counted.saturating_add(n_unknown);
        }
        let is_wanted = !text.is_empty() || self.marks.iter().any(|mark| mark.actual.is_some());
        if is_wanted && self.pieces.len() < PIECES_MAX {
            let layer = self.layer();
            let end = self.place();
            self.pieces.push(Piece {
                text,
                start,
                end,
                size,
                is_vertical: font.is_vertical,
                layer,
            });
        }
    }

    fn layer(&self) -> Layer {
        if self.state.is_unseen {
            Layer::Unseen
        } else if self.marks.iter().any(|mark| mark.is_header) {
            Layer::Header
        } else {
            Layer::Seen
        }
    }

    /// Where the next glyph begins, on the page.
    fn place(&self) -> (f64, f64) {
        let [_, _, c, d, e, f] = multiply(self.text_place, self.state.place);
        let rise = self.state.rise;
        (c.mul_add(rise, e), d.mul_add(rise, f))
    }

    /// What one unit upwards measures on the page.
    fn height(&self) -> f64 {
        let [_, _, c, d, ..] = multiply(self.text_place, self.state.place);
        c.hypot(d)
    }

    fn open_mark(&mut self, operands: &[Token<'_>], resources: Option<&'a Dictionary>) {
        if self.marks.len() >= MARKS_MAX {
            return;
        }
        let file = self.studio.file;
        let mut actual = None;
        let mut subtype = None;
        match operands {
            [_, Token::Name(name)] => {
                let properties = resources
                    .and_then(|resources| file.dictionary(resources, b"Properties"))
                    .and_then(|properties| file.dictionary(properties, name));
                if let Some(properties) = properties {
                    actual = file.text(properties, b"ActualText");
                    subtype = Some(file.name(properties, b"Subtype").into_bytes());
                }
            }
            _ => {
                for pair in operands.windows(2) {
                    match pair {
                        [Token::Name(key), Token::Text(value)] if key == b"ActualText" => {
                            actual = Some(string::text(value));
                        }
                        [Token::Name(key), Token::Name(value)] if key == b"Subtype" => {
                            subtype = Some(value.clone());
                        }
                        _ => {}
                    }
                }
            }
        }
        let is_artifact =
            matches!(operands.first(), Some(Token::Name(name)) if name == b"Artifact");
        let is_header =
            is_artifact && subtype.is_some_and(|kind| kind == b"Header" || kind == b"Footer");
        self.marks.push(Mark { actual, is_header, first_piece: self.pieces.len() });
    }

    fn close_mark(&mut self) {
        let Some(mark) = self.marks.pop() else { return };
        let Some(actual) = mark.actual else { return };
        let group = self.pieces.split_off(mark.first_piece.min(self.pieces.len()));
        let Some(first) = group.first() else { return };
        let same_line = |piece: &&Piece| (piece.start.1 - first.start.1).abs() < first.size * 0.5;
        let end = group.iter().rfind(same_line).map_or(first.end, |last| last.end);
        let text = actual.chars().filter_map(printable).collect();
        self.pieces.push(Piece { text, end, ..first.clone() });
    }
}

/// Drops control signs; tabs and line ends within a string are spaces, a hyphen that may be left out is a hyphen.
const fn printable(sign: char) -> Option<char> {
    match sign {
        '\t' | '\n' | '\r' => Some(' '),
        '\u{AD}' => Some('-'),
        '\0'..='\u{1F}' | '\u{7F}'..='\u{9F}' | '\u{FEFF}' => None,
        sign => Some(sign),
    }
}

const fn number(token: Option<&Token<'_>>) -> f64 {
    match token {
        Some(Token::Number(number)) => *number,
        _ => 0.0,
    }
}

#[expect(clippy::many_single_char_names, reason = "the names of the standard")]
fn matrix(operands: &[Token<'_>]) -> Option<Matrix> {
    let [.., a, b, c, d, e, f] = operands else { return None };
    Some([a, b, c, d, e, f].map(|token| number(Some(token))))
}

fn form_matrix(file: &File, numbers: &[Object]) -> Option<Matrix> {
    let numbers: Vec<f64> =
        numbers.iter().take(6).filter_map(|number| file.as_number(number)).collect();
    Matrix::try_from(numbers).ok()
}

/// One matrix after another (ISO 32000-1, 8.3.4).
#[expect(clippy::many_single_char_names, reason = "the names of the standard")]
fn multiply(first: Matrix, then: Matrix) -> Matrix {
    let [a, b, c, d, e, f] = first;
    let [ta, tb, tc, td, te, tf] = then;
    [
        a * ta + b * tc,
        a * tb + b * td,
        c * ta + d * tc,
        c * tb + d * td,
        e * ta + f * tc + te,
        e * tb + f * td + tf,
    ]
}
