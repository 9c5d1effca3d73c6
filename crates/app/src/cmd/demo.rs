//! `subtier demo`: a made-up case from beginning to end.

use std::path::PathBuf;
use std::sync::Arc;

use clap::Args;
use subtier_review::Lang;
use subtier_store::Case;

use super::Ending;
use crate::clock::SystemClock;
use crate::demo;
use crate::failure::Failure;
use crate::line::{self, Inputs, Reference};
use crate::out::{Out, say};

/// Makes a fictional dump, investigates it, and prints what was found beside what is known to be true.
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// The case folder; made where it is missing. The made-up dump lies in its folder `demo`.
    #[arg(long, value_name = "DIR", default_value = "subtier-demo")]
    case: PathBuf,
}

pub(crate) fn run(arguments: &Arguments) -> Result<Ending, Failure> {
    let mut case = Case::open_or_create(&arguments.case, Arc::new(SystemClock))?;
    let parts = demo::make(&arguments.case.join("demo"))?;
    let inputs = Inputs {
        sources: vec![parts.dump],
        by_reference: false,
        vendors: Some(parts.vendors),
        payments: Some(parts.payments),
        aliases: None,
        references: vec![Reference { production: "KST".to_owned(), folder: parts.reference }],
        lists: None,
        strict_dates: false,
        network: Some(parts.network),
        lang: Lang::En,
    };
    let outcome = line::investigate(&mut case, &inputs)?;
    let comparison = demo::compare(&outcome.findings);
    let mut out = Out::new();
    for line in &comparison.lines {
        out.line(line)?;
    }
    out.finish()?;
    say(&format!("{} complaints, as the dump holds a cut archive", outcome.complaints));
    say(&format!("report: {}", outcome.report.display()));
    if comparison.wrong > 0 {
        let text = format!("agree with the known truth of the demo in {} points", comparison.wrong);
        return Err(Failure::bug(text));
    }
    Ok(Ending::Done)
}
