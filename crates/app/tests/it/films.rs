//! Films in `subtier media` and in an investigation: made by ffmpeg out of a made-up cartoon whose truth is known.
//!
//! Where ffmpeg is not installed, the tests that need it say so on standard error and end; the one of its absence runs everywhere.

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use serde_json::Value;
use subtier_cartoon::{Hand, Pass, Show};
use subtier_testkit::run_command;

use crate::SUBTIER;
use crate::media::{SHOW, at, frame, objects, save};

const SIZE: (u32, u32) = (480, 270);

/// Frames of each shot in a film, and frames a second.
const SHOT_FRAMES: u32 = 36;
const RATE: u32 = 12;

/// Whether there is ffmpeg; says so where there is none.
#[expect(clippy::print_stderr, reason = "who runs the tests must see that some did nothing")]
fn has_ffmpeg() -> bool {
    let found =
        Command::new("ffmpeg").arg("-version").output().is_ok_and(|run| run.status.success());
    if !found {
        eprintln!("ffmpeg is not installed: films were not tested");
    }
    found
}

/// The frames of some shots one behind the other, as one film.
fn film(path: &Path, shots: &[(u64, u32)], pass: Pass, encoding: &[&str]) {
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    let (size, rate) = (format!("{}x{}", SIZE.0, SIZE.1), RATE.to_string());
    let mut child = Command::new("ffmpeg")
        .args(["-v", "error", "-nostdin", "-y", "-f", "rawvideo", "-pix_fmt", "rgb24"])
        .args(["-s", &size, "-r", &rate, "-i", "pipe:0", "-pix_fmt", "yuv420p"])
        .args(encoding)
        .arg(path)
        .stdin(Stdio::piped())
        .spawn()
        .unwrap();
    let mut input = child.stdin.take().unwrap();
    for (show, number) in shots {
        let shot = Show::new(*show).shot(*number);
        let first = (0..shot.n_frames).find(|frame| !shot.is_flat(*frame)).unwrap_or(0);
        for step in 0..SHOT_FRAMES {
            // Held for four frames each, as drawn on fours.
            let drawn = (first + step / 4 * 4).min(shot.n_frames.saturating_sub(1).max(first));
            input.write_all(&shot.draw(drawn, pass, Hand(0), SIZE).rgb).unwrap();
        }
    }
    drop(input);
    assert!(child.wait().unwrap().success());
}

/// One key frame for all shots, so that cuts must be looked for.
const NO_KEYS: [&str; 8] =
    ["-c:v", "libx264", "-preset", "veryfast", "-g", "9999", "-sc_threshold", "0"];

/// As films are mostly made: a key frame at each cut.
const USUAL: [&str; 6] = ["-c:v", "libx264", "-preset", "veryfast", "-g", "250"];

/// Runs the program with the search path of whoever tests.
fn subtier(arguments: &[&str]) -> Output {
    Command::new(SUBTIER)
        .args(arguments)
        .env_clear()
        .env("PATH", std::env::var_os("PATH").unwrap_or_default())
        .output()
        .unwrap()
}

fn lines(output: &Output) -> Vec<Value> {
    let text = String::from_utf8_lossy(&output.stdout);
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

fn words(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// References of three shots, as pictures.
fn references(root: &Path) -> (PathBuf, String) {
    let folder = root.join("reference");
    for (number, name) in [(1, "SC001"), (2, "SC002"), (3, "SC003")] {
        let name = format!("LNT_EP301_{name}_comp_v01.jpg");
        save(&folder, &name, &frame(SHOW, number, Pass::Composite));
    }
    let switch = format!("LNT={}", folder.display());
    (folder, switch)
}

#[test]
fn each_scene_of_a_film_is_known_with_its_time_whether_key_frames_stand_at_its_cuts_or_not() {
    if !has_ffmpeg() {
        return;
    }
    let dir = tempfile::tempdir().unwrap();
    let (_, reference) = references(dir.path());
    let shots = [(SHOW, 2), (SHOW + 1, 5), (SHOW, 1), (SHOW, 3)];
    film(&dir.path().join("in/usual.mp4"), &shots, Pass::Composite, &USUAL);
    film(&dir.path().join("in/no_keys.mkv"), &shots, Pass::Composite, &NO_KEYS);
    film(&dir.path().join("in/other.avi"), &[(SHOW + 2, 1)], Pass::Composite, &["-c:v", "mpeg4"]);
    let folder = dir.path().join("in");
    let output = subtier(&["media", "--json", "--reference", &reference, folder.to_str().unwrap()]);
    assert_eq!(output.status.code(), Some(0), "{}", words(&output));
    let all = lines(&output);
    for name in ["usual.mp4", "no_keys.mkv"] {
        let object = at(&all, name);
        assert_eq!(object["production"], "LNT", "{object}");
        assert_eq!(object["verdict"], "reference_or_finished_copy", "{object}");
        assert!(object["probability"].as_f64().unwrap() > 0.99, "{object}");
        let scenes = object["scenes"].as_array().unwrap();
        let shots: Vec<&str> = scenes.iter().map(|scene| scene["shot"].as_str().unwrap()).collect();
        let mut known = shots.clone();
        known.dedup();
        assert_eq!(known, ["SC002", "SC001", "SC003"], "{object}");
        let begins = [0, 2 * SHOT_FRAMES, 3 * SHOT_FRAMES];
        for scene in scenes {
            let shot = known.iter().position(|shot| scene["shot"] == *shot).unwrap();
            let number = u32::try_from(scene["frame"].as_u64().unwrap()).unwrap();
            let begin = begins[shot];
            assert!((begin..begin + SHOT_FRAMES).contains(&number), "{scene} of {object}");
            // Key frames of MP4 stand at their own times, whatever stands between them.
            let millis = u32::try_from(scene["millis"].as_u64().unwrap()).unwrap();
            assert!(millis.abs_diff(number * 1000 / RATE) <= 1, "{scene}");
        }
    }
    assert_eq!(at(&all, "other.avi")["verdict"], "unrelated");
}

#[test]
fn a_drawing_is_known_by_the_frame_of_a_reference_film() {
    if !has_ffmpeg() {
        return;
    }
    let dir = tempfile::tempdir().unwrap();
    let reel = dir.path().join("reference/reel.mp4");
    film(&reel, &[(SHOW, 1), (SHOW, 2)], Pass::Composite, &USUAL);
    film(
        &dir.path().join("reference/LNT_EP301_SC003_comp_v01.mov"),
        &[(SHOW, 3)],
        Pass::Composite,
        &USUAL,
    );
    save(&dir.path().join("in"), "a.jpg", &frame(SHOW, 2, Pass::Composite));
    save(&dir.path().join("in"), "b.jpg", &frame(SHOW, 3, Pass::Clean));
    let reference = format!("LNT={}", dir.path().join("reference").display());
    let (folder, proofs) = (dir.path().join("in"), dir.path().join("proofs"));
    let output = subtier(&[
        "media",
        "--json",
        "--reference",
        &reference,
        "--proof",
        proofs.to_str().unwrap(),
        folder.to_str().unwrap(),
    ]);
    assert_eq!(output.status.code(), Some(0), "{}", words(&output));
    let all = lines(&output);
    let (a, b) = (at(&all, "a.jpg"), at(&all, "b.jpg"));
    assert_eq!(a["match"]["reference"], "reel.mp4 00:00:03.000", "{a}");
    assert_eq!((&a["frame"], &a["shot"]), (&36.into(), &Value::Null), "{a}");
    assert_eq!(b["shot"], "SC003", "{b}");
    assert_eq!(b["verdict"], "work_in_progress", "{b}");
    for object in [a, b] {
        assert!(proofs.join(object["proof"].as_str().unwrap()).is_file());
    }
}

#[test]
fn without_ffmpeg_films_are_said_to_be_unseen_and_all_else_goes_on() {
    let dir = tempfile::tempdir().unwrap();
    let (folder, reference) = references(dir.path());
    // The head of a film is enough to know it for one (ISO/IEC 14496-12, 4.3).
    let head = b"\0\0\0\x18ftypisom\0\0\x02\0isommp41\0\0\0\x08free";
    fs::write(folder.join("reel.mp4"), head).unwrap();
    let dump = dir.path().join("dump");
    save(&dump, "a.jpg", &frame(SHOW, 2, Pass::Clean));
    fs::write(dump.join("b.mp4"), [&head[..], b"more"].concat()).unwrap();
    let run = run_command(
        SUBTIER,
        &["media", "--json", "--reference", &reference, dump.to_str().unwrap()],
    );
    assert_eq!(run.code, Some(2));
    let said = "the frames of 1 film were not looked at: there is no ffmpeg on this machine";
    assert!(run.stderr.contains(said), "{}", run.stderr);
    assert!(
        run.stderr.contains("1 of them are films and are recognised nowhere"),
        "{}",
        run.stderr
    );
    let all = objects(&run);
    assert_eq!(at(&all, "a.jpg")["shot"], "SC002");
    assert_eq!(at(&all, "b.mp4")["verdict"], Value::Null);
    let case = dir.path().join("case");
    let run = run_command(
        SUBTIER,
        &[
            "investigate",
            "--case",
            case.to_str().unwrap(),
            "--reference",
            &reference,
            dump.to_str().unwrap(),
        ],
    );
    assert_eq!(run.code, Some(2), "{}", run.stderr);
    let findings = fs::read_to_string(case.join("reports/findings.json")).unwrap();
    assert!(findings.contains(said), "{findings}");
}

#[test]
fn an_investigation_proves_what_a_film_shows_and_gives_the_same_bytes_again() {
    if !has_ffmpeg() {
        return;
    }
    let dir = tempfile::tempdir().unwrap();
    let (_, reference) = references(dir.path());
    let dump = dir.path().join("dump");
    film(&dump.join("inbox/line_test.mp4"), &[(SHOW, 3), (SHOW, 1)], Pass::Clean, &USUAL);
    let investigate = |case: &str| {
        let case = dir.path().join(case);
        let output = subtier(&[
            "investigate",
            "--case",
            case.to_str().unwrap(),
            "--reference",
            &reference,
            dump.to_str().unwrap(),
        ]);
        assert!(matches!(output.status.code(), Some(0 | 2)), "{}", words(&output));
        let read = |name: &str| fs::read_to_string(case.join("reports").join(name)).unwrap();
        (read("findings.json"), read("report.html"))
    };
    let (first, report) = investigate("one");
    let value: Value = serde_json::from_str(&first).unwrap();
    let asset = &value["assets"][0];
    assert_eq!(asset["verdict"], "work_in_progress", "{value}");
    assert_eq!(asset["production"], "LNT");
    let because = asset["because"].to_string();
    assert!(because.contains("at 00:00:0") && because.contains("SC001"), "{because}");
    assert!(because.contains("SC003"), "the other scene is told too: {because}");
    assert!(report.contains("src=\"data:image/jpeg;base64,"));
    assert!(!report.contains("src=\"http") && report.len() < 1 << 20, "{}", report.len());
    // Again over the same case, and where all that was worked out is gone.
    assert_eq!(investigate("one").0, first);
    fs::remove_dir_all(dir.path().join("one/derived")).unwrap();
    fs::remove_file(dir.path().join("one/work.db")).unwrap();
    let again = investigate("one");
    assert_eq!(again.0, first);
    let pictures = |report: &str| {
        let parts = report.split("data:image/jpeg;base64,").skip(1);
        parts.map(|part| part.split('"').next().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(pictures(&again.1), pictures(&report), "the same proof is drawn again");
    assert_eq!(investigate("two").0, first);
}

#[test]
fn damaged_and_hostile_films_are_complained_of_and_end() {
    if !has_ffmpeg() {
        return;
    }
    let dir = tempfile::tempdir().unwrap();
    let whole = dir.path().join("whole.mp4");
    film(&whole, &[(SHOW, 1), (SHOW, 2)], Pass::Composite, &USUAL);
    let bytes = fs::read(&whole).unwrap();
    let folder = dir.path().join("in");
    fs::create_dir_all(&folder).unwrap();
    fs::write(folder.join("cut.mp4"), &bytes[..bytes.len() / 2]).unwrap();
    let mut state = 7_u32;
    for number in 0..6 {
        let mut damaged = bytes.clone();
        for _ in 0..60 {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            let at = 40 + state as usize % (damaged.len() - 40);
            damaged[at] ^= state.to_le_bytes()[2] | 1;
        }
        fs::write(folder.join(format!("damaged_{number}.mp4")), damaged).unwrap();
    }
    // A size that nobody can decode: width and height of the sample entry (ISO/IEC 14496-12, 12.1.3).
    let mut huge = bytes.clone();
    let entry = huge.windows(4).position(|four| four == b"avc1").unwrap() + 4;
    huge[entry + 24..entry + 28].copy_from_slice(&[0xFF; 4]);
    fs::write(folder.join("huge.mp4"), huge).unwrap();
    // A list of other files under the name and head of a film is none.
    fs::write(folder.join("list.mp4"), "#EXTM3U\n#EXTINF:9,\n/etc/passwd\n").unwrap();
    let output = subtier(&["media", "--json", folder.to_str().unwrap()]);
    assert_eq!(output.status.code(), Some(2), "{}", words(&output));
    let all = lines(&output);
    assert_eq!(all.len(), 9);
    let cut = at(&all, "cut.mp4")["complaints"].to_string();
    assert!(cut.contains("moov atom not found"), "{cut}");
    for object in &all {
        assert!(!object.to_string().contains("0x"), "no address of memory: {object}");
    }
}
