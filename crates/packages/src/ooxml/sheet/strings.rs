//! Texts of a workbook: the shared ones, and how any text of a sheet is written (ECMA-376 part 1, 18.4).
//!
//! In: XML whose elements hold `t` in runs. Out: plain text; the reading aids of East Asian text (`rPh`) are left out.

use std::borrow::Cow;
use std::io::Read;

use subtier_xml::{Step, Xml, unescape};

/// The shared texts, one after the other in one string.
#[derive(Debug, Default)]
pub(crate) struct Strings {
    text: String,
    ends: Vec<usize>,
}

/// Bytes of a text that is taken whole.
const PLAIN_BYTES_MAX: usize = 1 << 15;

/// Shared texts that are kept; more than cells can be kept cannot be shown.
const STRINGS_MAX: usize = 4_000_000;

impl Strings {
    /// The text of a number.
    pub(crate) fn get(&self, number: usize) -> Option<&str> {
        let end = *self.ends.get(number)?;
        let start = number.checked_sub(1).and_then(|before| self.ends.get(before)).copied();
        self.text.get(start.unwrap_or(0)..end)
    }

    /// Reads the table of shared texts; the reason in words where it ends early.
    pub(crate) fn read<R: Read>(
        &mut self,
        xml: &mut Xml<R>,
        bytes_max: usize,
    ) -> Result<(), String> {
        let (mut rich, mut is_within) = (RichText::default(), false);
        loop {
            if !is_within && self.plain_texts(xml, bytes_max) > 0 {
                rich.clear();
            }
            match xml.step()? {
                Step::Eof => return Ok(()),
                Step::Start if xml.name() == "si" => {
                    rich.clear();
                    is_within = true;
                }
                Step::End if xml.name() == "si" => {
                    self.push(&rich.finished());
                    rich.clear();
                    is_within = false;
                }
                step @ (Step::Start | Step::End | Step::Text) => rich.take(step, xml),
            }
            if self.is_full(bytes_max) {
                return Err(format!("more than {bytes_max} bytes of shared texts"));
            }
        }
    }

    /// Takes the texts that come next as long as they are written plainly; the bytes that they took.
    fn plain_texts<R: Read>(&mut self, xml: &mut Xml<R>, bytes_max: usize) -> usize {
        /// Elements within one another: `si`, `t`.
        const LEVELS: usize = 2;
        let Some(at_hand) = xml.at_hand(LEVELS) else { return 0 };
        let mut rest = at_hand;
        while !self.is_full(bytes_max) {
            let Some((text, behind)) = plain_text(rest) else { break };
            self.push(&plain(&unescape(text)));
            rest = behind;
        }
        let n_bytes = at_hand.len() - rest.len();
        xml.pass(n_bytes);
        n_bytes
    }

    fn push(&mut self, text: &str) {
        self.text.push_str(text);
        self.ends.push(self.text.len());
    }

    const fn is_full(&self, bytes_max: usize) -> bool {
        self.text.len() > bytes_max || self.ends.len() >= STRINGS_MAX
    }
}

/// The text that comes next, where it is written as nearly all are, `<si><t>` and `</t></si>` around it, and what is behind it.
fn plain_text(xml: &str) -> Option<(&str, &str)> {
    let begins = ["<si><t>", "<si><t xml:space=\"preserve\">"];
    let xml = begins.iter().find_map(|begin| xml.strip_prefix(begin))?;
    let end = memchr::memchr2(b'<', b'\r', xml.as_bytes())?;
    let (text, behind) = xml.split_at_checked(end)?;
    // Steps give a longer text in several pieces.
    (end <= PLAIN_BYTES_MAX).then_some((text, behind.strip_prefix("</t></si>")?))
}

/// Text in runs being gathered.
#[derive(Debug, Default)]
pub(crate) struct RichText {
    text: String,
    is_text: bool,
    is_phonetic: bool,
}

/// Signs of one cell that are kept; Excel allows 32,767 (Excel specifications and limits).
const TEXT_BYTES_MAX: usize = 1 << 20;

impl RichText {
    /// Begins anew.
    pub(crate) fn clear(&mut self) {
        self.text.clear();
        (self.is_text, self.is_phonetic) = (false, false);
    }

    /// Takes one step of the XML in.
    pub(crate) fn take<R: Read>(&mut self, step: Step, xml: &Xml<R>) {
        match step {
            Step::Text => {
                if self.is_text && !self.is_phonetic && self.text.len() < TEXT_BYTES_MAX {
                    self.text.push_str(xml.text());
                }
            }
            Step::Start | Step::End => match xml.name() {
                "t" => self.is_text = step == Step::Start,
                "rPh" => self.is_phonetic = step == Step::Start,
                _ => {}
            },
            Step::Eof => {}
        }
    }

    /// The text.
    pub(crate) fn finished(&self) -> Cow<'_, str> {
        plain(&self.text)
    }
}

/// A text without the escapes `_xHHHH_` (ECMA-376 part 1, 22.9.2.19) and with plain line ends.
pub(crate) fn plain(text: &str) -> Cow<'_, str> {
    let bytes = text.as_bytes();
    let is_odd = |at: usize| bytes.get(at) == Some(&b'\r') || bytes.get(at + 1) == Some(&b'x');
    // Shot codes are full of `_`, so that the sign behind it is looked at too.
    if !memchr::memchr2_iter(b'_', b'\r', bytes).any(is_odd) {
        return Cow::Borrowed(text);
    }
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("_x") {
        plain.push_str(before);
        let sign = after.split_at_checked(4).and_then(|(hex, behind)| {
            let is_hex = hex.bytes().all(|byte| byte.is_ascii_hexdigit());
            let number = u32::from_str_radix(hex, 16).ok().filter(|_| is_hex)?;
            Some((char::from_u32(number)?, behind.strip_prefix('_')?))
        });
        if let Some((sign, behind)) = sign {
            plain.push(sign);
            rest = behind;
        } else {
            plain.push_str("_x");
            rest = after;
        }
    }
    plain.push_str(rest);
    Cow::Owned(plain.replace("\r\n", "\n").replace('\r', "\n"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn strings(xml: &str) -> Vec<String> {
        let mut strings = Strings::default();
        strings.read(&mut Xml::new(xml.as_bytes(), 50), 1 << 20).unwrap();
        (0..).map_while(|number| strings.get(number).map(str::to_owned)).collect()
    }

    #[test]
    fn runs_are_joined_and_reading_aids_left_out() {
        let xml = "<sst><si><r><rPr><b/></rPr><t>請返</t></r><r><t xml:space=\"preserve\">修 </t></r>\
            <rPh sb=\"0\" eb=\"1\"><t>セイ</t></rPh><phoneticPr/></si><si/><si><t>a&amp;b</t></si></sst>";
        assert_eq!(strings(xml), ["請返修 ", "", "a&b"]);
    }

    /// Gives one byte at a time, so that no text is ever at hand as a whole.
    struct Dripping<'a>(&'a [u8]);

    impl Read for Dripping<'_> {
        fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
            let [first, rest @ ..] = self.0 else { return Ok(0) };
            buffer[0] = *first;
            self.0 = rest;
            Ok(1)
        }
    }

    fn words<R: Read>(xml: R) -> String {
        let mut strings = Strings::default();
        let end = strings.read(&mut Xml::new(xml, 4), 60);
        format!("{strings:?} {end:?}")
    }

    proptest! {
        #[test]
        fn texts_are_read_both_ways(
            pieces in prop::collection::vec(
                prop::sample::select(vec![
                    "<si><t>请_x000D_返</t></si>",
                    "<si><t xml:space=\"preserve\"> a&amp;b </t></si>",
                    "<si><r><t>1</t></r><rPh><t>2</t></rPh></si>",
                    "<si/>",
                    "<si>",
                    "</si>",
                    "<t>",
                    "</t>",
                    "x\ry",
                    "<rPh>",
                    "<![CDATA[",
                    "]]>",
                    "<si><t>z",
                ]),
                0..30,
            ),
        ) {
            // The first bytes are always read together; then there is no text among them.
            let xml = format!("{}<sst>{}", " ".repeat(300), pieces.concat());
            prop_assert_eq!(words(xml.as_bytes()), words(Dripping(xml.as_bytes())));
        }
    }

    #[test]
    fn escaped_signs_and_line_ends_are_plain() {
        assert_eq!(plain("a_x000D_\nb_x005F_x000D_ _x12 _xZZZZ_"), "a\nb_x000D_ _x12 _xZZZZ_");
        assert_eq!(plain("中_x中中_"), "中_x中中_");
    }
}
