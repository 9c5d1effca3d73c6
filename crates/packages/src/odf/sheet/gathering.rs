//! Text being gathered: what of the paragraphs belongs to the cell, to a comment in it, to a shape or to an earlier value.
//!
//! In: elements and text as they pass. Out: the text of each, paragraphs on lines of their own. Reading aids are left out.

/// What a text belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sink {
    /// A cell.
    Cell,
    /// A comment.
    Annotation,
    /// A shape.
    Shape,
    /// A value that was there before a tracked change.
    Previous,
}

/// A text that was gathered.
#[derive(Debug, Default)]
pub(super) struct Gathered {
    /// The text.
    pub(super) text: String,
    /// Who wrote it, where that stands there.
    pub(super) author: Option<String>,
    /// When.
    pub(super) time: Option<String>,
    paragraphs: usize,
}

/// Texts within texts that are kept apart: a shape in a comment in a cell.
const SINKS_MAX: usize = 16;

/// Bytes of one text that are kept.
const TEXT_BYTES_MAX: usize = 4 << 20;

/// Spaces that one element may stand for.
const SPACES_MAX: usize = 1000;

/// The texts that are open.
#[derive(Debug)]
pub(super) struct Gathering {
    sinks: Vec<(Sink, Gathered)>,
    /// Paragraphs that are open: text stands only in them.
    paragraphs: usize,
    /// Reading aids that are open.
    rubies: usize,
    /// The text of an element that holds nothing else, such as the author of a comment.
    leaf: Option<String>,
}

impl Gathering {
    /// Nothing open.
    pub(super) const fn new() -> Self {
        Self { sinks: Vec::new(), paragraphs: 0, rubies: 0, leaf: None }
    }

    /// Begins a text.
    pub(super) fn begin(&mut self, sink: Sink) {
        if self.sinks.len() < SINKS_MAX {
            self.sinks.push((sink, Gathered::default()));
        }
    }

    /// Ends a text; `None` where none of the kind is open.
    pub(super) fn end(&mut self, sink: Sink) -> Option<Gathered> {
        let open = self.sinks.iter().rposition(|(one, _)| *one == sink)?;
        self.sinks.truncate(open + 1);
        self.sinks.pop().map(|(_, gathered)| gathered)
    }

    /// Closes everything, as the end of a row does.
    pub(super) fn reset(&mut self) {
        self.sinks.clear();
        (self.paragraphs, self.rubies) = (0, 0);
    }

    /// Whether a text is open.
    pub(super) const fn is_inside(&self) -> bool {
        !self.sinks.is_empty()
    }

    /// An element of the text begins.
    pub(super) fn start(&mut self, name: &str) {
        match name {
            "p" | "h" => {
                self.paragraphs += 1;
                if let Some((_, gathered)) = self.sinks.last_mut() {
                    gathered.paragraphs += 1;
                    if gathered.paragraphs > 1 {
                        gathered.text.push('\n');
                    }
                }
            }
            "tab" => self.push("\t"),
            "line-break" => self.push("\n"),
            "ruby-text" => self.rubies += 1,
            "creator" | "date" => self.leaf = Some(String::new()),
            _ => {}
        }
    }

    /// An element of the text ends; what it held where it is an author or time.
    pub(super) fn finish(&mut self, name: &str) -> Option<String> {
        match name {
            "p" | "h" => self.paragraphs = self.paragraphs.saturating_sub(1),
            "ruby-text" => self.rubies = self.rubies.saturating_sub(1),
            "creator" | "date" => {
                let leaf = self.leaf.take();
                if let Some((Sink::Annotation, gathered)) = self.sinks.last_mut() {
                    let field =
                        if name == "creator" { &mut gathered.author } else { &mut gathered.time };
                    field.clone_from(&leaf);
                }
                return leaf;
            }
            _ => {}
        }
        None
    }

    /// Text passes by.
    pub(super) fn take_text(&mut self, text: &str) {
        if let Some(leaf) = self.leaf.as_mut() {
            if leaf.len() < TEXT_BYTES_MAX {
                leaf.push_str(text);
            }
        } else if self.paragraphs > 0 && self.rubies == 0 {
            self.push(text);
        }
    }

    /// Spaces that are written as one element.
    pub(super) fn spaces(&mut self, count: usize) {
        self.push(&" ".repeat(count.min(SPACES_MAX)));
    }

    fn push(&mut self, text: &str) {
        if let Some((_, gathered)) = self.sinks.last_mut()
            && gathered.text.len() < TEXT_BYTES_MAX
        {
            gathered.text.push_str(text);
        }
    }
}
