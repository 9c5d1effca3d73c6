//! Places and pictures: where a signal stands, and what is kept inside.

use subtier_footage::Held;

use crate::{bytes_of, tell, told};

#[test]
fn a_signal_stands_where_it_says() {
    let testimony = told("drawing.tvg");
    let place = |kind: &str| {
        let signal = testimony.signals.iter().find(|signal| signal.kind.name() == kind);
        signal.unwrap().place.to_string()
    };
    assert_eq!(place("licence"), "chunk CERT, bytes 28..672");
    let bytes = bytes_of("drawing.tvg");
    assert!(bytes[28..672].windows(11).any(|window| window == b"CERTIFICATE"));
    assert_eq!(place("device"), "chunk TVCI, bytes 700..777");
    assert!(bytes[700..777].windows(12).any(|window| window == b"DRAWING-PC03"));
}

#[test]
fn pictures_kept_inside_are_given_as_they_are() {
    for (name, what, begins) in [
        ("picture.clip", "preview", &b"\x89PNG"[..]),
        ("picture.kra", "preview", b"\x89PNG"),
        ("picture.ora", "thumbnail", b"\x89PNG"),
    ] {
        let previews = told(name).previews;
        assert!(
            previews
                .iter()
                .any(|preview| preview.what == what && preview.bytes.starts_with(begins)),
            "{name}"
        );
    }
}

#[test]
fn sizes_and_lengths_are_told() {
    assert_eq!(told("scene.xstage").size, Some((1920, 1080)));
    assert_eq!(told("picture.clip").size, Some((1920, 1080)));
    assert_eq!(told("level.tlv").size, Some((640, 360)));
    let film = told("film.swf");
    assert_eq!((film.size, film.duration_ms), (Some((640, 360)), Some(2000)));
}

/// Of a large file only both ends are held: what stands there is told, and what was not read is said.
#[test]
fn both_ends_of_a_large_file_are_read() {
    let bytes = bytes_of("picture.clip");
    let (n_bytes, length) = (bytes.len(), bytes.len() as u64);
    let held = Held::ends(&bytes[..200], &bytes[150..], length);
    assert!(tell(&held, "picture.clip").unwrap().faults.is_empty());
    let held = Held::ends(&bytes[..100], &bytes[n_bytes - 100..], length);
    let testimony = tell(&held, "picture.clip").unwrap();
    assert!(testimony.signals.is_empty() && !testimony.faults.is_empty());
    let bytes = bytes_of("project.aep");
    let held = Held::ends(&bytes[..60], &bytes[500..], bytes.len() as u64);
    let testimony = tell(&held, "project.aep").unwrap();
    assert!(testimony.signals.iter().any(|signal| signal.kind.name() == "application"));
    assert!(!testimony.faults.is_empty());
}

/// Two files of one seat, palette or scene share a value to the letter: that is what links them.
#[test]
fn what_two_files_share_is_equal_to_the_letter() {
    let values = |name: &str, kind: &str| -> Vec<String> {
        let signals = told(name).signals.into_iter();
        signals.filter(|signal| signal.kind.name() == kind).map(|signal| signal.value).collect()
    };
    assert_eq!(values("drawing.tvg", "licence"), values("board.sbpz", "licence"));
    let palette = values("Anna.plt", "colour_id");
    assert!(values("drawing.tvg", "colour_id").iter().all(|id| palette.contains(id)));
    assert_eq!(values("level.hst", "machine"), values("level.pli", "machine"));
}
