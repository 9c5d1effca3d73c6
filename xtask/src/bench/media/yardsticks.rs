//! PDQ, dhash and phash of Python on the same pictures.
//!
//! In: references and queries, written as PNG for the script `benches/media_yardsticks.py`. Out: its
//! table. A Python without the packages is said, not skipped in silence.
#![expect(clippy::disallowed_methods, reason = "a benchmark runs programs as a user does")]

use std::fs;
use std::process::Command;

use subtier_cartoon::{Hand, Pass, Picture, Show};

use super::Plan;
use super::drawn::{self, ROWS, Reference};
use super::frames::SIZE;

/// Writes the pictures and runs the script.
pub(crate) fn measure(plan: &Plan, references: &[Reference]) -> Result<(), String> {
    let script = "benches/media_yardsticks.py";
    let there = Command::new(&plan.python).args(["-c", "import pdqhash, imagehash, PIL"]).output();
    if !there.is_ok_and(|output| output.status.success()) {
        println!("\nPDQ, dhash, phash: not measured, {} has no pdqhash and imagehash", plan.python);
        return Ok(());
    }
    let dir =
        plan.dir.join(format!("pictures-{}-{}-{}", plan.first, plan.n_references, plan.n_queries));
    fs::create_dir_all(&dir).map_err(|error| format!("create {}: {error}", dir.display()))?;
    for (idx, reference) in references.iter().enumerate() {
        let path = dir.join(format!("r_{idx}_{}_{}.png", reference.show, reference.shot));
        if !path.exists() {
            let shot = Show::new(reference.show).shot(reference.shot);
            save(&shot.draw(reference.frame, Pass::Composite, Hand(0), SIZE), &path)?;
        }
    }
    for (row_idx, row) in ROWS.iter().enumerate() {
        for idx in 0..plan.n_queries {
            let query = drawn::query(row, references, plan.n_queries, idx);
            save(
                &query.picture,
                &dir.join(format!("q_{row_idx}_{idx}_{}_{}.png", query.show, query.shot)),
            )?;
        }
    }
    let names: Vec<&str> = ROWS.iter().map(|row| row.name).collect();
    let output = Command::new(&plan.python)
        .arg(script)
        .arg(&dir)
        .args(names)
        .output()
        .map_err(|error| format!("run {}: {error}", plan.python))?;
    println!("\n{}", String::from_utf8_lossy(&output.stdout));
    if output.status.success() {
        Ok(())
    } else {
        Err(String::from_utf8_lossy(&output.stderr).into_owned())
    }
}

fn save(picture: &Picture, path: &std::path::Path) -> Result<(), String> {
    let image = image::RgbImage::from_raw(picture.width, picture.height, picture.rgb.clone())
        .ok_or("make a picture of no size")?;
    image.save(path).map_err(|error| format!("write {}: {error}", path.display()))
}
