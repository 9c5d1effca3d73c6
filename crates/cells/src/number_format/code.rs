//! A number format's code, taken apart into sections and tokens (ECMA-376 part 1, 18.8.31).
//!
//! In: the code. Out: at most four sections. Never fails: what has no meaning is a literal.
#![expect(
    clippy::wildcard_enum_match_arm,
    reason = "a code may hold any token anywhere; those without meaning at a place show nothing"
)]

/// One section of a code.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Section {
    /// For which numbers it holds, where it says so.
    pub(crate) condition: Option<Condition>,
    /// Its tokens in order.
    pub(crate) tokens: Vec<Token>,
    /// Whether it shows dates or times.
    pub(crate) is_date: bool,
    /// The number of the language it names, such as 0x804.
    pub(crate) language: u32,
}

/// A comparison such as `[>=100]`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Condition {
    less: bool,
    equal: bool,
    greater: bool,
    limit: f64,
}

impl Condition {
    fn new(words: &str) -> Option<Self> {
        let signs = words.len() - words.trim_start_matches(['<', '>', '=']).len();
        let (signs, limit) = words.split_at_checked(signs)?;
        if signs.is_empty() {
            return None;
        }
        let (less, greater) = (signs.contains('<'), signs.contains('>'));
        let equal = signs.contains('=');
        Some(Self { less, equal, greater, limit: limit.trim().parse().ok()? })
    }

    /// Whether a number meets it.
    pub(crate) fn holds(self, value: f64) -> bool {
        (self.less && value < self.limit)
            || (self.greater && value > self.limit)
            || (self.equal && (value - self.limit).abs() < f64::EPSILON)
    }
}

/// One token of a section.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Token {
    /// Signs that stand for themselves.
    Literal(String),
    /// A place for a digit: `0`, `#` or `?`.
    Digit(char),
    /// The decimal point.
    Point,
    /// A comma: thousands, or a division by them.
    Comma,
    /// A percent sign.
    Percent,
    /// A stroke between places: a fraction.
    Slash,
    /// `E+` or `E-`.
    Exponent(char),
    /// The number as it is.
    General,
    /// The text as it is.
    Text,
    /// A part of a date or time.
    Date(DatePart),
}

/// A part of a date or time, with how many signs it is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum DatePart {
    /// `y`, `yyyy`, `e`.
    Year(usize),
    /// `m` where it means the month.
    Month(usize),
    /// `d`, `ddd`, `aaaa`: day of the month or of the week.
    Day(usize),
    /// `aaa`, `aaaa`: day of the week in an East Asian language.
    Weekday(usize),
    /// `h`.
    Hour(usize),
    /// `m` where it means the minute.
    Minute(usize),
    /// `s`.
    Second(usize),
    /// `[h]`, `[m]`, `[s]`: how many in all, with the letter.
    Elapsed(char, usize),
    /// The words for before and after noon.
    Noon(String, String),
}

/// Signs of a code that are looked at (Excel specifications and limits: 255 characters; others write longer ones).
const CODE_SIGNS_MAX: usize = 1000;

/// The words for before and after noon that codes are met with.
const NOONS: [&str; 5] = ["AM/PM", "A/P", "上午/下午", "午前/午後", "오전/오후"];

/// Takes a code apart.
pub(super) fn sections(code: &str) -> Vec<Section> {
    let signs: Vec<char> = code.chars().take(CODE_SIGNS_MAX).collect();
    let mut scan = Scan { signs: &signs, at: 0 };
    let mut sections = vec![Section::default()];
    while let Some(sign) = scan.next() {
        if sign == ';' {
            if sections.len() == 4 {
                break;
            }
            sections.push(Section::default());
        } else if let Some(section) = sections.last_mut() {
            token(&mut scan, sign, section);
        }
    }
    sections.iter_mut().for_each(settle);
    sections
}

/// The signs of a code, one after the other.
struct Scan<'a> {
    signs: &'a [char],
    at: usize,
}

impl Scan<'_> {
    fn next(&mut self) -> Option<char> {
        let sign = self.signs.get(self.at).copied();
        self.at += 1;
        sign
    }

    fn rest(&self) -> &[char] {
        self.signs.get(self.at..).unwrap_or(&[])
    }

    /// Everything up to a sign, which is left out.
    fn until(&mut self, end: char) -> String {
        let text: String = self.rest().iter().take_while(|sign| **sign != end).collect();
        self.at += text.chars().count() + 1;
        text
    }

    /// How often the sign that was just read follows itself, whatever its case, itself included.
    fn run(&mut self, sign: char) -> usize {
        let more = self.rest().iter().take_while(|next| next.eq_ignore_ascii_case(&sign)).count();
        self.at += more;
        more + 1
    }

    /// Goes over a word that begins at the sign that was just read.
    fn takes(&mut self, word: &str) -> bool {
        let begin = self.signs.get(self.at.saturating_sub(1)..).unwrap_or(&[]);
        let mut signs = begin.iter();
        let is_there = word
            .chars()
            .all(|wanted| signs.next().is_some_and(|sign| sign.eq_ignore_ascii_case(&wanted)));
        if is_there {
            self.at += word.chars().count() - 1;
        }
        is_there
    }
}

fn token(scan: &mut Scan<'_>, sign: char, section: &mut Section) {
    let noon = NOONS.iter().find(|noon| scan.takes(noon));
    if let Some((before, after)) = noon.and_then(|noon| noon.split_once('/')) {
        section.tokens.push(Token::Date(DatePart::Noon(before.to_owned(), after.to_owned())));
        return;
    }
    if scan.takes("General") {
        section.tokens.push(Token::General);
        return;
    }
    let has_places = section.tokens.iter().any(|token| matches!(token, Token::Digit(_)));
    let token = match sign {
        '"' => Token::Literal(scan.until('"')),
        '\\' => Token::Literal(scan.next().into_iter().collect()),
        '_' => {
            scan.next();
            Token::Literal(" ".to_owned())
        }
        '*' => {
            scan.next();
            return;
        }
        '[' => match bracket(&scan.until(']'), section) {
            Some(token) => token,
            None => return,
        },
        '0' | '#' | '?' => Token::Digit(sign),
        '.' => Token::Point,
        ',' => Token::Comma,
        '%' => Token::Percent,
        '/' => Token::Slash,
        '@' => Token::Text,
        'E' | 'e' if has_places && matches!(scan.rest().first(), Some('+' | '-')) => {
            Token::Exponent(scan.next().unwrap_or('-'))
        }
        'g' | 'G' => {
            scan.run(sign);
            return;
        }
        _ => date_part(scan, sign).map_or_else(|| Token::Literal(sign.to_string()), Token::Date),
    };
    section.tokens.push(token);
}

/// A run of letters that stands for a part of a date; a month may turn out to be a minute.
fn date_part(scan: &mut Scan<'_>, sign: char) -> Option<DatePart> {
    let part = match sign.to_ascii_lowercase() {
        'y' => DatePart::Year,
        'm' => DatePart::Month,
        'd' => DatePart::Day,
        'h' => DatePart::Hour,
        's' => DatePart::Second,
        'a' if scan.rest().first().is_some_and(|next| next.eq_ignore_ascii_case(&'a')) => {
            DatePart::Weekday
        }
        'e' => {
            scan.run(sign);
            return Some(DatePart::Year(4));
        }
        _ => return None,
    };
    Some(part(scan.run(sign)))
}

/// What stands in brackets: time in all, a currency with its language, or a condition; colours are dropped.
fn bracket(words: &str, section: &mut Section) -> Option<Token> {
    let first = words.chars().next()?.to_ascii_lowercase();
    let is_run = words.chars().all(|sign| sign.eq_ignore_ascii_case(&first));
    if is_run && matches!(first, 'h' | 'm' | 's') {
        return Some(Token::Date(DatePart::Elapsed(first, words.len())));
    }
    if let Some(currency) = words.strip_prefix('$') {
        let (sign, language) = currency.rsplit_once('-').unwrap_or((currency, ""));
        // The upper half says which digits and calendar are used.
        section.language = u32::from_str_radix(language, 16).unwrap_or(0) & 0xFFFF;
        return (!sign.is_empty()).then(|| Token::Literal(sign.to_owned()));
    }
    section.condition = Condition::new(words).or(section.condition);
    None
}

/// Decides what depends on the neighbours: whether it is a date, and which `m` is a minute.
fn settle(section: &mut Section) {
    section.is_date = section.tokens.iter().any(|token| matches!(token, Token::Date(_)));
    if !section.is_date {
        return;
    }
    let parts: Vec<(usize, bool, bool)> = section
        .tokens
        .iter()
        .enumerate()
        .filter_map(|(at, token)| match token {
            Token::Date(DatePart::Hour(_) | DatePart::Elapsed('h', _)) => Some((at, true, false)),
            Token::Date(DatePart::Second(_) | DatePart::Elapsed('s', _)) => Some((at, false, true)),
            Token::Date(DatePart::Noon(..)) => None,
            Token::Date(_) => Some((at, false, false)),
            _ => None,
        })
        .collect();
    for (number, (at, ..)) in parts.iter().enumerate() {
        let after_hour = number.checked_sub(1).and_then(|before| parts.get(before));
        let is_minute = after_hour.is_some_and(|(_, is_hour, _)| *is_hour)
            || parts.get(number + 1).is_some_and(|(.., is_second)| *is_second);
        if let Some(Token::Date(part)) = section.tokens.get_mut(*at)
            && let DatePart::Month(count @ 1..=2) = *part
            && is_minute
        {
            *part = DatePart::Minute(count);
        }
    }
}
