//! `subtier media` and pictures in an investigation, on a made-up cartoon whose truth is known.

use std::fs;
use std::path::Path;

use image::codecs::jpeg::JpegEncoder;
use image::{ExtendedColorType, ImageEncoder as _};
use serde_json::Value;
use subtier_cartoon::copying::{burn, cut};
use subtier_cartoon::{Hand, Pass, Picture, Show};
use subtier_testkit::{CommandRun, run_command};

use crate::SUBTIER;

/// The show whose references are given, and one that has nothing to do with it.
pub(crate) const SHOW: u64 = 71;
const OTHER: u64 = 72;

pub(crate) fn frame(number_of_show: u64, number: u32, pass: Pass) -> Picture {
    let shot = Show::new(number_of_show).shot(number);
    let frame = (0..shot.n_frames).find(|frame| !shot.is_flat(*frame)).unwrap_or(0);
    shot.draw(frame, pass, Hand(0), (640, 360))
}

pub(crate) fn save(folder: &Path, name: &str, picture: &Picture) {
    let path = folder.join(name);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    let mut jpeg = Vec::new();
    JpegEncoder::new_with_quality(&mut jpeg, 85)
        .write_image(&picture.rgb, picture.width, picture.height, ExtendedColorType::Rgb8)
        .unwrap();
    fs::write(path, jpeg).unwrap();
}

/// A dump with key drawings and copies of three shots, under names that tell and names that do not, and a reference folder.
fn make(root: &Path) {
    let (dump, reference) = (root.join("dump"), root.join("reference"));
    for (number, name) in [(1, "SC001"), (2, "SC002"), (3, "SC003")] {
        save(
            &reference,
            &format!("LNT_EP301_{name}_comp_v01.jpg"),
            &frame(SHOW, number, Pass::Composite),
        );
        save(
            &dump,
            &format!("LNT/EP301/LNT_EP301_{name}_key_v02.jpg"),
            &frame(SHOW, number, Pass::Clean),
        );
    }
    save(&dump, "LNT/EP301/LNT_EP301_SC009_key_v01.jpg", &frame(SHOW, 9, Pass::Clean));
    save(&dump, "inbox/b1.jpg", &frame(SHOW, 2, Pass::Clean));
    save(&dump, "inbox/b2.jpg", &cut::mirrored(&frame(SHOW, 1, Pass::Composite)));
    save(&dump, "inbox/b3.jpg", &burn::review_copy(&frame(SHOW, 3, Pass::Composite), 5));
    for number in 0..3 {
        save(&dump, &format!("misc/img_{number}.jpg"), &frame(OTHER, number, Pass::Composite));
    }
}

pub(crate) fn objects(run: &CommandRun) -> Vec<Value> {
    run.stdout.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

fn media(root: &Path) -> Vec<Value> {
    let reference = format!("LNT={}", root.join("reference").display());
    let dump = root.join("dump");
    let run = run_command(
        SUBTIER,
        &["media", "--json", "--reference", &reference, dump.to_str().unwrap()],
    );
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    objects(&run)
}

pub(crate) fn at<'a>(objects: &'a [Value], end: &str) -> &'a Value {
    let is_it = |object: &&Value| object["path"].as_str().is_some_and(|path| path.ends_with(end));
    objects.iter().find(is_it).expect("every file has its line")
}

#[test]
fn drawings_are_known_by_their_picture_and_others_are_not() {
    let dir = tempfile::tempdir().unwrap();
    make(dir.path());
    let objects = media(dir.path());
    assert_eq!(objects.len(), 10);
    for key in [
        "path",
        "format",
        "production",
        "shot",
        "frame",
        "probability",
        "stage",
        "signals",
        "match",
    ] {
        assert!(objects.iter().all(|object| object.get(key).is_some()), "{key}");
    }
    for (name, shot, verdict) in [
        ("LNT_EP301_SC001_key_v02.jpg", "SC001", "work_in_progress"),
        ("inbox/b1.jpg", "SC002", "work_in_progress"),
        ("inbox/b2.jpg", "SC001", "reference_or_finished_copy"),
        ("inbox/b3.jpg", "SC003", "reference_or_finished_copy"),
    ] {
        let object = at(&objects, name);
        assert_eq!(object["production"], "LNT", "{object}");
        assert_eq!(object["basis"], "picture", "{object}");
        assert_eq!(object["shot"], shot, "{object}");
        assert_eq!(object["verdict"], verdict, "{object}");
    }
    assert_eq!(at(&objects, "inbox/b2.jpg")["match"]["mirrored"], true);
}

#[test]
fn a_name_alone_is_no_verdict_and_other_shows_are_unrelated() {
    let dir = tempfile::tempdir().unwrap();
    make(dir.path());
    let objects = media(dir.path());
    let by_name = at(&objects, "SC009_key_v01.jpg");
    assert_eq!(by_name["production"], "LNT");
    assert_eq!(by_name["basis"], "name");
    assert_eq!((&by_name["verdict"], &by_name["probability"]), (&Value::Null, &Value::Null));
    for number in 0..3 {
        let object = at(&objects, &format!("misc/img_{number}.jpg"));
        assert_eq!(object["verdict"], "unrelated", "{object}");
        assert_eq!(object["production"], Value::Null, "{object}");
    }
}

#[test]
fn a_file_that_cannot_be_looked_at_still_has_its_line() {
    let dir = tempfile::tempdir().unwrap();
    save(dir.path(), "whole.jpg", &frame(SHOW, 1, Pass::Composite));
    let bytes = fs::read(dir.path().join("whole.jpg")).unwrap();
    fs::write(dir.path().join("cut.png"), &b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"[..]).unwrap();
    fs::write(dir.path().join("empty"), []).unwrap();
    fs::write(
        dir.path().join("unknown.bin"),
        [b"\0\x01\x02 C:\\Users\\li\\work\\a.tvpp \0\x03", &[7; 900][..]].concat(),
    )
    .unwrap();
    fs::write(dir.path().join("whole.jpg"), bytes).unwrap();
    let run = run_command(SUBTIER, &["media", "--json", dir.path().to_str().unwrap()]);
    assert_eq!(run.code, Some(2), "a cut picture is complained of: {}", run.stderr);
    let objects = objects(&run);
    assert_eq!(objects.len(), 4);
    assert_ne!(at(&objects, "cut.png")["complaints"], Value::Array(vec![]));
    assert_eq!(at(&objects, "whole.jpg")["verdict"], Value::Null, "no reference, no verdict");
    let told = at(&objects, "unknown.bin")["signals"].to_string();
    assert!(told.contains("user_path"), "{told}");
    assert_eq!(run_command(SUBTIER, &["media", "/no/such/file"]).code, Some(1));
}

#[test]
fn an_investigation_judges_each_file_and_gives_the_same_bytes_again() {
    let dir = tempfile::tempdir().unwrap();
    make(dir.path());
    let reference = format!("LNT={}", dir.path().join("reference").display());
    let investigate = |case: &str| {
        let case = dir.path().join(case);
        let dump = dir.path().join("dump");
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
        assert!(matches!(run.code, Some(0 | 2)), "{}", run.stderr);
        fs::read_to_string(case.join("reports/findings.json")).unwrap()
    };
    let first = investigate("one");
    let value: Value = serde_json::from_str(&first).unwrap();
    let assets = value["assets"].as_array().unwrap();
    let verdicts = |verdict: &str| assets.iter().filter(|one| one["verdict"] == verdict).count();
    assert_eq!(verdicts("work_in_progress"), 4, "{assets:?}");
    assert_eq!(verdicts("reference_or_finished_copy"), 2, "{assets:?}");
    assert_eq!(verdicts("unrelated"), 3, "{assets:?}");
    let report = fs::read_to_string(dir.path().join("one/reports/report.html")).unwrap();
    assert!(report.contains("src=\"data:image/jpeg;base64,"));
    let proofs = fs::read_dir(dir.path().join("one/derived/proof-1")).unwrap();
    assert_eq!(proofs.count(), 5, "of six matches two are of the same bytes");
    // Again over the same case, over one whose derived files are gone, and from nothing.
    assert_eq!(investigate("one"), first);
    fs::remove_dir_all(dir.path().join("one/derived")).unwrap();
    fs::remove_file(dir.path().join("one/work.db")).unwrap();
    assert_eq!(investigate("one"), first);
    assert_eq!(investigate("two"), first);
    let verify = run_command(SUBTIER, &["verify", dir.path().join("one").to_str().unwrap()]);
    assert_eq!(verify.code, Some(0), "{}", verify.stdout);
}

#[test]
fn the_proof_of_each_match_is_written_and_nothing_is_overwritten() {
    let dir = tempfile::tempdir().unwrap();
    make(dir.path());
    let reference = format!("LNT={}", dir.path().join("reference").display());
    let proofs = dir.path().join("proofs");
    let inbox = dir.path().join("dump/inbox");
    let prove = || {
        run_command(
            SUBTIER,
            &[
                "media",
                "--json",
                "--reference",
                &reference,
                "--proof",
                proofs.to_str().unwrap(),
                inbox.to_str().unwrap(),
            ],
        )
    };
    let run = prove();
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    for object in objects(&run) {
        let name = object["proof"].as_str().unwrap();
        assert!(!name.contains('/'), "{name}");
        let png = image::load_from_memory(&fs::read(proofs.join(name)).unwrap()).unwrap().to_rgb8();
        assert!(png.width() > 512 && png.height() <= 512, "two pictures side by side");
        let n_green = png.pixels().filter(|pixel| pixel.0 == [0, 150, 40]).count();
        let n_red = png.pixels().filter(|pixel| pixel.0 == [220, 30, 30]).count();
        assert!(n_green > 2 * n_red && n_green > 200, "{name}: {n_green} green, {n_red} red");
    }
    assert_eq!(fs::read_dir(&proofs).unwrap().count(), 3);
    assert_eq!(prove().code, Some(0), "the same pictures may be there already");
    let first = fs::read_dir(&proofs).unwrap().next().unwrap().unwrap().path();
    fs::write(&first, b"something of the user's").unwrap();
    let run = prove();
    assert_eq!(run.code, Some(1));
    assert!(run.stderr.contains("a file with other content is there"), "{}", run.stderr);
    assert_eq!(fs::read(&first).unwrap(), b"something of the user's");
}

#[test]
fn titles_of_a_users_file_name_the_production() {
    let dir = tempfile::tempdir().unwrap();
    let reference = dir.path().join("reference");
    save(&reference, "LNT_EP301_SC001_comp_v01.jpg", &frame(SHOW, 1, Pass::Composite));
    let dump = dir.path().join("dump");
    save(&dump, "小灯笼/第3集/镜头009/原画.jpg", &frame(OTHER, 9, Pass::Clean));
    let titles = dir.path().join("titles.toml");
    fs::write(&titles, "LNT = [\"The Little Lantern\", \"小灯笼\"]\n").unwrap();
    let reference = format!("The Little Lantern={}", reference.display());
    let media = |titles: &str| {
        run_command(
            SUBTIER,
            &[
                "media",
                "--json",
                "--reference",
                &reference,
                "--aliases",
                titles,
                dump.to_str().unwrap(),
            ],
        )
    };
    let run = media(titles.to_str().unwrap());
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    let object = &objects(&run)[0];
    assert_eq!((&object["production"], &object["basis"]), (&"LNT".into(), &"name".into()));
    for (text, why) in
        [("LNT = \"one\"", "expected a sequence"), ("LNT = [", "line 1"), ("\u{1}", "line 1")]
    {
        fs::write(&titles, text).unwrap();
        let run = media(titles.to_str().unwrap());
        assert_eq!(run.code, Some(1), "{}", run.stderr);
        assert!(run.stderr.contains(why) && run.stderr.lines().count() == 1, "{}", run.stderr);
    }
    fs::write(&titles, "LNT = [\"Lantern\"]\nOSK = [\"lantern\"]\n").unwrap();
    let run = media(titles.to_str().unwrap());
    assert_eq!(run.code, Some(2));
    assert!(run.stderr.contains("stands with more than one production"), "{}", run.stderr);
    assert_eq!(media("/no/such/file").code, Some(1));
}

#[test]
fn titles_are_an_input_of_the_run() {
    let dir = tempfile::tempdir().unwrap();
    make(dir.path());
    let titles = dir.path().join("titles.toml");
    let case = dir.path().join("case");
    let run_of = |text: &str| {
        fs::write(&titles, text).unwrap();
        let run = run_command(
            SUBTIER,
            &[
                "investigate",
                "--case",
                case.to_str().unwrap(),
                "--aliases",
                titles.to_str().unwrap(),
                dir.path().join("dump").to_str().unwrap(),
            ],
        );
        assert!(matches!(run.code, Some(0 | 2)), "{}", run.stderr);
        let report = fs::read_to_string(case.join("reports/report.html")).unwrap();
        report.split("<footer>").nth(1).unwrap().to_owned()
    };
    let first = run_of("LNT = [\"Lantern\"]");
    assert_ne!(run_of("LNT = [\"Little Lantern\"]"), first);
    assert_eq!(run_of("LNT = [\"Lantern\"]"), first);
}
