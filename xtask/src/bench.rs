//! `cargo xtask bench [WHAT]`: what is measured, one row a benchmark.

mod connections;
mod documents;
mod input;
mod line;
mod marks;
mod measure;
mod media;
mod notes;
mod screening;
mod video;

pub(crate) use measure::build;

/// Runs the benchmark that the first argument names, or that of the line.
pub(crate) fn run(arguments: &[String]) -> Result<(), String> {
    match arguments {
        [what, rest @ ..] if what == "notes" => notes::run(rest),
        [what, rest @ ..] if what == "marks" => marks::run(rest),
        [what, rest @ ..] if what == "video" => video::run(rest),
        [what, rest @ ..] if what == "media" => media::run(rest),
        [what, rest @ ..] if what == "screening" => screening::run(rest),
        [what] if what == "connections" => connections::run(),
        _ => line::run(arguments),
    }
}
