//! Which references pictures show: `cargo run --release -p subtier-media --example recognise -- FOLDER PICTURE...`.
//! The proof of each best match is written beside the working folder's other files as `proof-N.png`.
#![allow(clippy::disallowed_methods, clippy::print_stdout, reason = "a tool for the command line")]

use std::error::Error;
use std::fs;

use subtier_media::decode::decode;
use subtier_media::fuse::MATCH_MIN;
use subtier_media::gallery::Gallery;
use subtier_media::look::Look;
use subtier_media::proof::{Shown, proof};

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let folder = arguments.next().ok_or("name a folder of references")?;
    let mut paths: Vec<_> =
        fs::read_dir(folder)?.filter_map(|entry| Some(entry.ok()?.path())).collect();
    paths.sort();
    let (mut names, mut looks, mut files) = (Vec::new(), Vec::new(), Vec::new());
    for path in paths {
        match Look::of(&fs::read(&path)?) {
            Ok(look) => {
                names.push(path.file_name().unwrap_or_default().to_string_lossy().into_owned());
                looks.push(look);
                files.push(path.clone());
            }
            Err(error) => println!("{}: {error}", path.display()),
        }
    }
    let gallery = Gallery::new(looks);
    for (idx, path) in arguments.enumerate() {
        let look = match Look::of(&fs::read(&path)?) {
            Ok(look) => look,
            Err(error) => {
                println!("{path}: {error}");
                continue;
            }
        };
        println!("{path}: {} points", look.edges.points.len());
        for found in gallery.compared(&look).iter().take(4) {
            let name = names.get(found.reference).map_or("", String::as_str);
            println!(
                "  {:.4} {name} {:?}, {} of {} points, forth {:.2?}, back {:.2?}",
                found.probability,
                found.how,
                found.n_inliers,
                found.n_points,
                &found.evidence.features[1..4],
                &found.evidence.features[4..]
            );
        }
        let best =
            gallery.compared(&look).first().copied().filter(|found| found.probability >= MATCH_MIN);
        if let (Some(found), Some(file)) = (best, best.and_then(|found| files.get(found.reference)))
        {
            let (query, reference) = (decode(&fs::read(&path)?)?, decode(&fs::read(file)?)?);
            let there = gallery.look(found.reference).ok_or("a reference without a look")?;
            let shown = Shown { thumb: &query, look: &look };
            fs::write(
                format!("proof-{idx}.png"),
                proof(&shown, &Shown { thumb: &reference, look: there }, &found)?,
            )?;
        }
    }
    Ok(())
}
