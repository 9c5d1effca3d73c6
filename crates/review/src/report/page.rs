//! Page: the writer of the report's HTML.
//!
//! Markup goes in as literals only (`&'static str`), all else through [`Page::text`], which
//! escapes. So no byte of evidence can become markup, and the compiler holds it.

use crate::escape;
use crate::words::Lang;

/// Heads of columns that hold numbers; they stand to the right, as the numbers do.
const NUMBER_HEADS: [&str; 9] = [
    "sum.number",
    "orig.accesses",
    "day.mon",
    "day.tue",
    "day.wed",
    "day.thu",
    "day.fri",
    "day.sat",
    "day.sun",
];

/// A page that is being written.
#[derive(Debug)]
pub(super) struct Page {
    out: String,
    lang: Lang,
}

impl Page {
    pub(super) fn new(lang: Lang) -> Self {
        Self { out: String::new(), lang }
    }

    pub(super) fn finish(self) -> String {
        self.out
    }

    pub(super) fn lang(&self) -> Lang {
        self.lang
    }

    /// Adds markup.
    pub(super) fn raw(&mut self, markup: &'static str) -> &mut Self {
        self.out.push_str(markup);
        self
    }

    /// Adds text, escaped.
    pub(super) fn text(&mut self, text: &str) -> &mut Self {
        escape::push_html(&mut self.out, text);
        self
    }

    /// Adds text that is English in every report, such as the words of a rule.
    pub(super) fn english(&mut self, text: &str) -> &mut Self {
        match self.lang {
            Lang::En => self.text(text),
            Lang::De => self.raw("<span lang=\"en\">").text(text).raw("</span>"),
        }
    }

    /// Adds the beginning of a text, and how much of it is left out.
    pub(super) fn excerpt(&mut self, text: &str, chars_max: usize) -> &mut Self {
        let Some((end, _)) = text.char_indices().nth(chars_max) else { return self.text(text) };
        let (shown, left) = text.split_at(end);
        let n = self.lang.number(left.chars().count() as u64);
        self.text(shown).text(" ").fill("docs.cut", &[("n", &n)])
    }

    /// Adds the beginning of a text in a language, so that its signs are drawn and read aloud in it. Its lines stay lines.
    pub(super) fn spoken(&mut self, text: &str, code: Option<&str>, chars_max: usize) -> &mut Self {
        match code {
            Some(code) => {
                self.raw("<span lang=\"").text(code).raw("\">").lines(text, chars_max);
                self.raw("</span>")
            }
            None => self.lines(text, chars_max),
        }
    }

    fn lines(&mut self, text: &str, chars_max: usize) -> &mut Self {
        let mut left = chars_max;
        for (idx, line) in text.lines().enumerate() {
            if left == 0 {
                return self.raw("<br>").word("docs.cut_lines");
            }
            if idx > 0 {
                self.raw("<br>");
            }
            self.excerpt(line, left);
            left = left.saturating_sub(line.chars().count().max(1));
        }
        self
    }

    /// Adds words of the table.
    pub(super) fn word(&mut self, key: &'static str) -> &mut Self {
        self.text(self.lang.say(key))
    }

    /// Adds words of the table with their places filled.
    pub(super) fn fill(&mut self, key: &'static str, values: &[(&str, &str)]) -> &mut Self {
        let text = self.lang.fill(key, values);
        self.text(&text)
    }

    /// Adds a count as people write it.
    pub(super) fn number(&mut self, number: u64) -> &mut Self {
        let text = self.lang.number(number);
        self.text(&text)
    }

    /// Adds a number of a drawing or an attribute.
    pub(super) fn units(&mut self, number: i64) -> &mut Self {
        self.text(&number.to_string())
    }

    /// Opens a numbered section.
    pub(super) fn section(&mut self, id: &'static str, key: &'static str) -> &mut Self {
        self.raw("<section id=\"").raw(id).raw("\" aria-labelledby=\"h-").raw(id);
        self.raw("\">\n<h2 id=\"h-").raw(id).raw("\">").word(key).raw("</h2>\n")
    }

    pub(super) fn end_section(&mut self) -> &mut Self {
        self.raw("</section>\n")
    }

    /// Adds an entry of the contents.
    pub(super) fn entry(&mut self, target: &'static str, key: &'static str) -> &mut Self {
        self.raw("<li><a href=\"").raw(target).raw("\">").word(key).raw("</a></li>\n")
    }

    pub(super) fn para(&mut self, key: &'static str) -> &mut Self {
        self.raw("<p>").word(key).raw("</p>\n")
    }

    pub(super) fn note(&mut self, key: &'static str) -> &mut Self {
        self.raw("<p class=\"note\">").word(key).raw("</p>\n")
    }

    /// Says how many rows were left out, where some were.
    pub(super) fn more(&mut self, key: &'static str, n_left: usize) -> &mut Self {
        if n_left > 0 {
            let n = self.lang.number(n_left as u64);
            self.raw("<p class=\"more\">").fill(key, &[("n", &n)]).raw("</p>\n");
        }
        self
    }

    /// Opens a table that scrolls on its own where the page is narrow.
    pub(super) fn table(&mut self, caption: &'static str, heads: &[&'static str]) -> &mut Self {
        self.raw("<div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-label=\"")
            .word(caption);
        self.raw("\">\n<table>\n<caption>").word(caption).raw("</caption>\n<thead><tr>");
        for head in heads {
            let is_number = NUMBER_HEADS.contains(head);
            self.raw(if is_number {
                "<th scope=\"col\" class=\"num\">"
            } else {
                "<th scope=\"col\">"
            });
            self.word(head).raw("</th>");
        }
        self.raw("</tr></thead>\n<tbody>\n")
    }

    pub(super) fn end_table(&mut self) -> &mut Self {
        self.raw("</tbody>\n</table>\n</div>\n")
    }

    /// Adds a cell of plain text; an empty one says so with a dash.
    pub(super) fn cell(&mut self, text: &str) -> &mut Self {
        let text = if text.is_empty() { "–" } else { text };
        self.raw("<td>").text(text).raw("</td>")
    }

    /// Adds a cell with words of the table.
    pub(super) fn words(&mut self, key: &'static str) -> &mut Self {
        self.cell(self.lang.say(key))
    }

    /// Adds a cell with a number.
    pub(super) fn count(&mut self, number: u64) -> &mut Self {
        self.raw("<td class=\"num\">").number(number).raw("</td>")
    }

    /// Adds a cell in the fixed-width type of paths, hashes and addresses.
    pub(super) fn code(&mut self, text: &str) -> &mut Self {
        let text = if text.is_empty() { "–" } else { text };
        self.raw("<td><code>").text(text).raw("</code></td>")
    }

    /// Adds a term with its text.
    pub(super) fn term(&mut self, key: &'static str, text: &str) -> &mut Self {
        self.raw("<div><dt>").word(key).raw("</dt><dd>").text(text).raw("</dd></div>\n")
    }

    /// Adds a small picture, as a part of the page itself.
    pub(super) fn jpeg(&mut self, bytes: &[u8], describes: &str) -> &mut Self {
        self.raw("<img class=\"small\" loading=\"lazy\" alt=\"").text(describes);
        self.raw("\" src=\"data:image/jpeg;base64,");
        escape::push_base64(&mut self.out, bytes);
        self.raw("\">")
    }

    /// Adds an address of a source: a link to follow by hand, where it is one; else its text.
    pub(super) fn address(&mut self, address: &str) -> &mut Self {
        if is_link(address) {
            self.raw("<a class=\"address\" rel=\"noreferrer noopener\" href=\"").text(address);
            self.raw("\">").text(address).raw("</a>")
        } else {
            self.raw("<span class=\"address\">").text(address).raw("</span>")
        }
    }
}

/// Whether an address is a web address of plain signs; anything else is printed, not linked.
fn is_link(address: &str) -> bool {
    let rest = address.strip_prefix("https://").or_else(|| address.strip_prefix("http://"));
    rest.is_some_and(|rest| !rest.is_empty() && address.bytes().all(|b| b.is_ascii_graphic()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_plain_web_addresses_become_links() {
        let cases = [
            ("https://example.org/a?b=c", true),
            ("javascript:alert(1)", false),
            ("https://", false),
            ("https://example.org/ x", false),
            ("https://example.org/\u{202E}", false),
            ("data:text/html,x", false),
            ("own method", false),
        ];
        for (address, expected) in cases {
            let mut page = Page::new(Lang::En);
            page.address(address);
            assert_eq!(page.finish().contains("href="), expected, "{address}");
        }
    }

    #[test]
    fn an_address_cannot_leave_its_attribute() {
        let mut page = Page::new(Lang::En);
        page.address("https://x/\"onclick=\"y");
        assert!(page.finish().contains("href=\"https://x/&quot;onclick=&quot;y\""));
    }
}
