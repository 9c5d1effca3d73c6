//! The grammar of an Apache configuration: lines, sections, quoted words, lines that go on after a
//! backslash. Text in; a tree of directives and complaints out. Depth and number of sections are
//! bounded. Never knows what a directive means.
//!
//! Grammar: <https://httpd.apache.org/docs/2.4/configuring.html#syntax>.

use crate::listed::LISTINGS_MAX;

/// The deepest nesting of sections that is read.
const DEPTH_MAX: usize = 32;

/// The most sections that are read; each is weighed against those above it.
const SECTIONS_MAX: usize = LISTINGS_MAX;

/// One directive or section.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Node {
    /// Lower-cased.
    pub(crate) name: String,
    pub(crate) args: Vec<String>,
    pub(crate) line: u64,
    /// The lines inside, where it is a section.
    pub(crate) block: Option<Vec<Node>>,
}

impl Node {
    /// The first argument, lower-cased.
    pub(crate) fn first_arg(&self) -> String {
        self.args.first().map_or_else(String::new, |arg| arg.to_ascii_lowercase())
    }
}

/// Lines to a tree; a line that ends in a backslash goes on in the next.
pub(crate) fn parse(text: &str) -> (Vec<Node>, Vec<(u64, String)>) {
    let mut complaints = Vec::new();
    let mut open: Vec<Node> = Vec::new();
    let mut top: Vec<Node> = Vec::new();
    let mut n_sections = 0;
    for (line, text) in logical_lines(text) {
        let close = text.strip_prefix("</").and_then(|rest| rest.strip_suffix('>'));
        if let Some(name) = close {
            let name = name.trim().to_ascii_lowercase();
            match open.pop_if(|section| section.name == name) {
                Some(section) => innermost(&mut open, &mut top).push(section),
                None => complaints.push((line, format!("</{name}> closes nothing"))),
            }
            continue;
        }
        let section = text.strip_prefix('<').and_then(|rest| rest.strip_suffix('>'));
        let mut words = words(section.unwrap_or(&text)).into_iter();
        let Some(name) = words.next() else { continue };
        let name = name.to_ascii_lowercase();
        let block = section.map(|_| Vec::new());
        let node = Node { name, args: words.collect(), line, block };
        n_sections += usize::from(node.block.is_some());
        if n_sections > SECTIONS_MAX {
            complaints
                .push((line, format!("more than {SECTIONS_MAX} sections; the rest is not read")));
            break;
        }
        if node.block.is_some() && open.len() < DEPTH_MAX {
            open.push(node);
        } else {
            innermost(&mut open, &mut top).push(node);
        }
    }
    while let Some(section) = open.pop() {
        complaints.push((section.line, format!("<{}> is not closed", section.name)));
        innermost(&mut open, &mut top).push(section);
    }
    complaints.sort_by_key(|(line, _)| *line);
    (top, complaints)
}

fn innermost<'a>(open: &'a mut [Node], top: &'a mut Vec<Node>) -> &'a mut Vec<Node> {
    open.last_mut().and_then(|section| section.block.as_mut()).unwrap_or(top)
}

fn logical_lines(text: &str) -> Vec<(u64, String)> {
    let mut lines: Vec<(u64, String)> = Vec::new();
    let mut goes_on = false;
    for (line, text) in (1_u64..).zip(text.lines()) {
        let text = text.trim();
        let (text, more) = match text.strip_suffix('\\') {
            Some(text) => (text, true),
            None => (text, false),
        };
        match lines.last_mut().filter(|_| goes_on) {
            Some((_, last)) => {
                last.push(' ');
                last.push_str(text);
            }
            None => lines.push((line, text.to_owned())),
        }
        goes_on = more;
    }
    lines.retain(|(_, text)| !text.is_empty() && !text.starts_with('#'));
    lines
}

fn words(text: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut rest = text.trim_start();
    while let Some(first) = rest.chars().next() {
        let quote = Some(first).filter(|c| matches!(c, '"' | '\''));
        let (word, after) = match quote {
            Some(quote) => {
                let inner = rest.strip_prefix(quote).unwrap_or(rest);
                inner.split_once(quote).unwrap_or((inner, ""))
            }
            None => rest.split_once(char::is_whitespace).unwrap_or((rest, "")),
        };
        words.push(word.to_owned());
        rest = after.trim_start();
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn lines_become_a_tree() {
        let (nodes, complaints) = parse(
            "# a\nOptions \\\n  Indexes\n<Directory \"/my share\">\nRequire all granted\n</directory>\n",
        );
        assert_eq!(complaints, []);
        assert_eq!((nodes[0].name.as_str(), nodes[0].line), ("options", 2));
        assert_eq!(nodes[0].args, ["Indexes"]);
        assert_eq!(nodes[1].args, ["/my share"]);
        assert_eq!(nodes[1].block.as_ref().unwrap()[0].args, ["all", "granted"]);
    }

    #[test]
    fn sections_that_do_not_close_are_complained_of() {
        let text =
            "<Directory /a>\nOptions Indexes\n</Files>\n<Directory /b>\nRequire all granted\n";
        let lines: Vec<u64> = parse(text).1.iter().map(|(line, _)| *line).collect();
        assert_eq!(lines, [1, 3, 4]);
    }

    proptest! {
        #[test]
        fn any_text_is_parsed(text: String) {
            let _tree = parse(&text);
        }
    }
}
