//! A part of a package, read step by step into the flow.
//!
//! In: its XML and a reader of its kind. Out: what the reader puts into the flow; a fault ends the part and is said, what was read
//! before is kept.

use std::io::Read;

use crate::flow::Flow;
use crate::package::Package;
use subtier_xml::{Step, Xml};

/// A reader of one kind of part.
pub(crate) trait Steps {
    /// An element begins; the reason in words where it cannot be read to its end.
    fn start<R: Read>(&mut self, xml: &mut Xml<R>, flow: &mut Flow<'_>) -> Result<(), String>;

    /// The text of an element, or some of it.
    fn text(&mut self, text: &str, flow: &mut Flow<'_>);

    /// An element ends.
    fn end<R: Read>(&mut self, xml: &Xml<R>, flow: &mut Flow<'_>);
}

/// Reads a part to its end, or to a fault; one that is not there holds nothing.
pub(crate) fn read_part(
    package: &mut Package<'_>,
    part: &str,
    reader: &mut impl Steps,
    flow: &mut Flow<'_>,
) {
    let depth_max = flow.writing().limits().depth_max;
    match package.part(part) {
        None => {}
        Some(Err(reason)) => flow.fault(&reason),
        Some(Ok(bytes)) => read(Xml::new(bytes, depth_max), reader, flow),
    }
}

fn read<R: Read>(mut xml: Xml<R>, reader: &mut impl Steps, flow: &mut Flow<'_>) {
    while !flow.is_full() {
        let read = match xml.step() {
            Ok(Step::Start) => reader.start(&mut xml, flow),
            Ok(Step::End) => {
                reader.end(&xml, flow);
                Ok(())
            }
            Ok(Step::Text) => {
                reader.text(xml.text(), flow);
                Ok(())
            }
            Ok(Step::Eof) => break,
            Err(reason) => Err(reason),
        };
        if let Err(reason) = read {
            flow.fault(&reason);
            break;
        }
    }
    flow.faults_of(&xml);
}
