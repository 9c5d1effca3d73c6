//! PDQ, dhash and phash of Python on the same pictures.
//!
//! In: the frames of the references and the queries that the table kept, for the script
//! `benches/media_yardsticks.py`. Out: its table. A Python without the packages is said, not skipped in
//! silence. Never: a picture that ours did not see.
#![expect(clippy::disallowed_methods, reason = "a benchmark runs programs as a user does")]

use std::process::Command;

use super::Plan;
use super::drawn::{self, ROWS, Reference};

/// Runs the script.
pub(crate) fn measure(plan: &Plan, references: &[Reference]) -> Result<(), String> {
    let there = Command::new(&plan.python).args(["-c", "import pdqhash, imagehash, PIL"]).output();
    if !there.is_ok_and(|output| output.status.success()) {
        println!("\nPDQ, dhash, phash: not measured, {} has no pdqhash and imagehash", plan.python);
        return Ok(());
    }
    let last = references.last().map_or(plan.first, |last| last.show);
    let mut command = Command::new(&plan.python);
    command.arg("benches/media_yardsticks.py").arg(&plan.dir);
    command.args([plan.first, last, plan.n_threads as u64].map(|number| number.to_string()));
    for row in &ROWS {
        command.arg(row.name).arg(drawn::queries_path(plan, row));
    }
    let output = command.output().map_err(|error| format!("run {}: {error}", plan.python))?;
    println!("\n{}", String::from_utf8_lossy(&output.stdout));
    if output.status.success() {
        Ok(())
    } else {
        Err(String::from_utf8_lossy(&output.stderr).into_owned())
    }
}
