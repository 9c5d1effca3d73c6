//! A document being written: the one place where readers put blocks, signals and faults, and where the limits hold.

use std::collections::BTreeSet;

use subtier_model::Place;

use crate::{Block, BlockKind, Document, Fault, Format, Limits, Signal, SignalKind};

/// A document that grows under limits.
#[derive(Debug)]
pub struct Writing {
    document: Document,
    limits: Limits,
    text_bytes: usize,
    full: bool,
    seen: BTreeSet<(SignalKind, String)>,
    signals_full: bool,
    faults_left_out: u64,
}

impl Writing {
    /// Begins a document.
    pub const fn new(format: Format, limits: Limits) -> Self {
        Self {
            document: Document::new(format),
            limits,
            text_bytes: 0,
            full: false,
            seen: BTreeSet::new(),
            signals_full: false,
            faults_left_out: 0,
        }
    }

    /// The limits that hold.
    pub const fn limits(&self) -> &Limits {
        &self.limits
    }

    /// Says what the document turned out to be.
    pub const fn set_format(&mut self, format: Format) {
        self.document.format = format;
    }

    /// Says in which encoding its text was read.
    pub fn set_encoding(&mut self, name: &str, rivals: Vec<String>) {
        self.document.encoding = Some(name.to_owned());
        self.document.encoding_rivals = rivals;
    }

    /// Whether no more text is kept; a reader stops then.
    pub const fn is_full(&self) -> bool {
        self.full
    }

    /// Adds plain text.
    pub fn text(&mut self, kind: BlockKind, text: impl Into<String>, place: Place) {
        self.block(Block::new(kind, text.into(), place));
    }

    /// Adds a block; one without any sign but white space is dropped, unless it is a cell or has named parts.
    pub fn block(&mut self, mut block: Block) {
        if self.full {
            return;
        }
        let may_be_blank = block.kind == BlockKind::Cell || block.fields.is_some();
        if !may_be_blank && block.text.trim_start().is_empty() {
            return;
        }
        let left = self.limits.text_bytes_max.saturating_sub(self.text_bytes);
        if block.text.len() > left || self.document.blocks.len() >= self.limits.blocks_max {
            self.full = true;
            let end = block.text.floor_char_boundary(left);
            block.text.truncate(end);
            let place = block.place.clone();
            self.fault(place, format!("only the first {} bytes of text in {} blocks are kept: the limit of one document", self.text_bytes + end, self.document.blocks.len()));
        }
        self.text_bytes += block.text.len();
        self.document.blocks.push(block);
    }

    /// Makes room for blocks that are about to come.
    pub fn reserve(&mut self, n_blocks: usize) {
        let left = self.limits.blocks_max.saturating_sub(self.document.blocks.len());
        self.document.blocks.reserve(n_blocks.min(left));
    }

    /// Adds a signal; the same value of the same kind is kept once, at its first place.
    pub fn signal(&mut self, kind: SignalKind, value: impl Into<String>, place: Place) {
        let mut value: String = value.into();
        let end = value.floor_char_boundary(Signal::VALUE_BYTES_MAX);
        value.truncate(end);
        if value.trim().is_empty() || !self.seen.insert((kind, value.clone())) {
            return;
        }
        if self.document.signals.len() >= self.limits.signals_max {
            if !self.signals_full {
                self.signals_full = true;
                let reason = format!(
                    "only its first {} signals are kept: the limit of one document",
                    self.limits.signals_max
                );
                self.fault(place, reason);
            }
            return;
        }
        self.document.signals.push(Signal { kind, value, place });
    }

    /// Says what could not be read.
    pub fn fault(&mut self, place: Place, reason: impl Into<String>) {
        if self.document.faults.len() < self.limits.faults_max {
            self.document.faults.push(Fault { place, reason: reason.into() });
        } else {
            self.faults_left_out += 1;
        }
    }

    /// The blocks so far.
    pub fn blocks(&self) -> &[Block] {
        &self.document.blocks
    }

    /// The signals so far.
    pub fn signals(&self) -> &[Signal] {
        &self.document.signals
    }

    /// Ends; where faults were left out, the last one says how many.
    pub fn finish(mut self) -> Document {
        if self.faults_left_out > 0 {
            let reason = format!(
                "{} more faults were found: only the first {} are told, the limit of one document",
                self.faults_left_out, self.limits.faults_max
            );
            self.document.faults.push(Fault { place: Place::Whole, reason });
        }
        self.document
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn faults_beyond_the_limit_are_counted_and_said() {
        let mut writing = Writing::new(Format::Text, Limits::STANDARD);
        for _ in 0..Limits::STANDARD.faults_max + 7 {
            writing.fault(Place::Whole, "it is damaged");
        }
        let faults = writing.finish().faults;
        assert_eq!(faults.len(), Limits::STANDARD.faults_max + 1);
        assert!(faults.last().unwrap().reason.starts_with("7 more faults were found"));
    }
}
