//! `cargo xtask kill TIMES -- ARGUMENTS`: runs `subtier investigate ARGUMENTS` TIMES times in a fresh
//! case folder, kills it with SIGKILL at a random moment, runs it again to the end, and holds
//! `findings.json` against that of an undisturbed run to the byte, and `verify` against "all as it was".
#![expect(
    clippy::disallowed_methods,
    reason = "the tool runs the program as a user does, and waits"
)]

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// Runs the kills; any difference is an error.
pub(crate) fn run(arguments: &[String]) -> Result<(), String> {
    let usage = "usage: cargo xtask kill TIMES -- ARGUMENTS of investigate without --case";
    let [times, separator, rest @ ..] = arguments else { return Err(usage.to_owned()) };
    let times: u32 = times.parse().map_err(|_| usage.to_owned())?;
    if separator != "--" {
        return Err(usage.to_owned());
    }
    let subtier = crate::bench::build()?;
    let root = std::env::temp_dir().join(format!("subtier-kill-{}", std::process::id()));
    let begin = Instant::now();
    let sound = whole_run(&subtier, &root.join("sound"), rest)?;
    let length = begin.elapsed();
    println!("undisturbed: {:.2} s, {} bytes of findings.json", length.as_secs_f64(), sound.len());
    let mut killed = 0;
    for time in 0..times {
        let case = root.join(format!("case-{time}"));
        // A low-discrepancy sequence over the run (multiples of the golden ratio), so that the
        // moments are spread and can be had again.
        let share = (f64::from(time) * 0.618_033_988_749_895).fract();
        let moment = length.mul_f64(share);
        if run_and_kill(&subtier, &case, rest, moment)? {
            killed += 1;
        }
        let resumed = whole_run(&subtier, &case, rest)?;
        if resumed != sound {
            return Err(format!(
                "findings.json differs after a kill at {moment:?}; see {}",
                case.display()
            ));
        }
        verify(&subtier, &case)?;
        fs::remove_dir_all(&case).map_err(|error| format!("remove {}: {error}", case.display()))?;
    }
    fs::remove_dir_all(&root).map_err(|error| format!("remove {}: {error}", root.display()))?;
    println!(
        "{times} kills, {killed} while it ran: findings.json the same to the byte, verify clean"
    );
    Ok(())
}

fn investigate(subtier: &Path, case: &Path, rest: &[String]) -> Command {
    let mut command = Command::new(subtier);
    command.args(["investigate", "--case"]).arg(case).args(rest);
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    command
}

fn whole_run(subtier: &Path, case: &Path, rest: &[String]) -> Result<Vec<u8>, String> {
    let status = investigate(subtier, case, rest).status().map_err(|e| format!("run: {e}"))?;
    if !matches!(status.code(), Some(0 | 2)) {
        return Err(format!("investigate into {} ended with {status}", case.display()));
    }
    let path = case.join("reports/findings.json");
    fs::read(&path).map_err(|error| format!("read {}: {error}", path.display()))
}

/// Starts a run and kills it after `moment`; says whether it was still running.
fn run_and_kill(
    subtier: &Path,
    case: &Path,
    rest: &[String],
    moment: Duration,
) -> Result<bool, String> {
    let mut child = investigate(subtier, case, rest).spawn().map_err(|e| format!("run: {e}"))?;
    std::thread::sleep(moment);
    let running = child.try_wait().map_err(|e| format!("wait: {e}"))?.is_none();
    child.kill().ok();
    child.wait().map_err(|e| format!("wait: {e}"))?;
    Ok(running)
}

fn verify(subtier: &Path, case: &Path) -> Result<(), String> {
    let output = Command::new(subtier).arg("verify").arg(case).output();
    let output = output.map_err(|error| format!("run verify: {error}"))?;
    if output.status.success() {
        return Ok(());
    }
    Err(format!("verify {}: {}", case.display(), String::from_utf8_lossy(&output.stdout)))
}
