//! Drawings on a picture in words: each shape, where it is, how large and in which colour.
//!
//! In: the shapes of a tool as JSON. Frame.io writes tool, x, y, w, h or lists xs and ys, from 0 to 1 with the origin at
//! the upper left (docs.frame.io, working with annotations); Kitsu the objects of fabric.js in points of its canvas (type,
//! left, top, width, height, stroke). Out: one line; the numbers are the tool's own.

use std::fmt::Write;

use super::json::Json;

/// Shapes that are told one by one.
const SHAPES_MAX: usize = 200;

/// Signs that are kept of a colour or a kind.
const WORD_CHARS_MAX: usize = 40;

/// Tells the shapes of a list, or the one shape.
pub(crate) fn shapes(value: &Json) -> String {
    let one = std::slice::from_ref(value);
    let list = if value.list().is_empty() { one } else { value.list() };
    let mut told: Vec<String> = list.iter().take(SHAPES_MAX).filter_map(shape).collect();
    if list.len() > SHAPES_MAX {
        told.push(format!("and {} more", list.len() - SHAPES_MAX));
    }
    told.join("; ")
}

/// The texts that were written into the picture.
pub(super) fn texts(value: &Json) -> String {
    let texts = value.list().iter().filter_map(|shape| shape.text_at("text"));
    texts.collect::<Vec<_>>().join("\n")
}

fn shape(value: &Json) -> Option<String> {
    let kind = value.first_text(&["tool", "type", "shape"])?;
    let mut words: String = kind.chars().take(WORD_CHARS_MAX).collect();
    let pair = |first: &[&str], second: &[&str]| {
        let number = |keys: &[&str]| keys.iter().find_map(|key| value.get(key)?.number());
        Some((number(first)?, number(second)?))
    };
    let xs = value.get("xs").map_or(&[][..], Json::list);
    let ys = value.get("ys").map_or(&[][..], Json::list);
    if let (Some(from), Some(to)) = (end(xs.first(), ys.first()), end(xs.last(), ys.last())) {
        write!(words, " of {} points from {from} to {to}", xs.len()).expect("a string takes all");
    } else if let Some((x, y)) = pair(&["x", "left"], &["y", "top"]) {
        write!(words, " at {x} {y}").expect("a string takes all");
        if let Some((width, height)) = pair(&["w", "width"], &["h", "height"]) {
            write!(words, " size {width} {height}").expect("a string takes all");
        }
    }
    if let Some(colour) = value.first_text(&["color", "colour", "stroke", "fill"]) {
        words.push_str(" colour ");
        words.extend(colour.chars().take(WORD_CHARS_MAX));
    }
    Some(words)
}

fn end(x: Option<&Json>, y: Option<&Json>) -> Option<String> {
    Some(format!("{} {}", x?.number()?, y?.number()?))
}
