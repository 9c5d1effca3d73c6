//! The subcommands, one file each; a doc comment there is the help.

mod connections;
mod demo;
mod exposure;
mod findings;
mod investigate;
mod media;
mod notes;
mod read_documents;
mod report;
mod run_tool;
mod screen;
mod verify;

use clap::{Parser, Subcommand};

use crate::failure::Failure;

/// Who really did the work? Investigates dumps, vendors and payments of outsourced digital production.
#[derive(Debug, Parser)]
#[command(name = "subtier", version)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Investigate(investigate::Arguments),
    Demo(demo::Arguments),
    Connections(connections::Arguments),
    Screen(screen::Arguments),
    Notes(notes::Arguments),
    Media(media::Arguments),
    Exposure(exposure::Arguments),
    Findings(findings::Arguments),
    Report(report::Arguments),
    Verify(verify::Arguments),
    #[command(hide = true)]
    ReadDocuments(read_documents::Arguments),
    #[command(hide = true)]
    RunTool(run_tool::Arguments),
}

/// How a command ended that did its work.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Ending {
    /// All of it.
    Done,
    /// All of it, but some evidence could not be read, or damage was found.
    DoneWithComplaints,
}

impl Ending {
    /// The ending that fits a number of complaints.
    pub(crate) const fn with_complaints(complaints: usize) -> Self {
        if complaints == 0 { Self::Done } else { Self::DoneWithComplaints }
    }
}

/// Runs the command that was asked for.
pub(crate) fn run(arguments: Arguments) -> Result<Ending, Failure> {
    match arguments.command {
        Command::Investigate(arguments) => investigate::run(arguments),
        Command::Demo(arguments) => demo::run(&arguments),
        Command::Connections(arguments) => connections::run(&arguments),
        Command::Screen(arguments) => screen::run(&arguments),
        Command::Notes(arguments) => notes::run(&arguments),
        Command::Media(arguments) => media::run(&arguments),
        Command::Exposure(arguments) => exposure::run(&arguments),
        Command::Findings(arguments) => findings::run(&arguments),
        Command::Report(arguments) => report::run(&arguments),
        Command::Verify(arguments) => verify::run(&arguments),
        Command::ReadDocuments(arguments) => read_documents::run(&arguments),
        Command::RunTool(arguments) => run_tool::run(&arguments),
    }
}
