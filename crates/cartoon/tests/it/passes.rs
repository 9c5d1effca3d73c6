//! The passes: the same bytes everywhere, and each one what it is called.

use subtier_cartoon::{Hand, Pass, Picture, Show};

/// FNV-1a of 64 bits, so that a pinned number stands for all bytes.
fn fingerprint(picture: &Picture) -> u64 {
    picture
        .rgb
        .iter()
        .fold(0xCBF2_9CE4_8422_2325, |sum, &b| (sum ^ u64::from(b)).wrapping_mul(0x100_0000_01B3))
}

fn drawn(pass: Pass) -> Picture {
    Show::new(5).shot(5).draw(40, pass, Hand(0), (480, 270))
}

/// Share of pixels that a rule holds for.
fn share(picture: &Picture, rule: impl Fn([u8; 3]) -> bool) -> f64 {
    let pixels = picture.rgb.as_chunks::<3>().0;
    pixels.iter().filter(|&&c| rule(c)).count() as f64 / pixels.len() as f64
}

fn is_strong([r, g, b]: [u8; 3]) -> bool {
    r.max(g).max(b) - r.min(g).min(b) > 50
}

#[test]
fn every_pass_gives_the_pinned_bytes() {
    let pinned = Pass::ALL.map(|pass| (pass, fingerprint(&drawn(pass))));
    assert_eq!(
        pinned,
        [
            (Pass::Sheet, 0x48A7_93BA_F056_79D5),
            (Pass::TimeSheet, 0x1575_0F4F_C203_CC8A),
            (Pass::Rough, 0x457A_1AC8_5946_4BB7),
            (Pass::Key, 0x63AE_9FF7_6C68_BBBE),
            (Pass::InBetween, 0xD124_F5F0_21B9_B176),
            (Pass::Clean, 0x5E14_D19E_EB44_AC94),
            (Pass::Colour, 0x2A21_A105_8BEA_3136),
            (Pass::Composite, 0x2201_51FC_A6C4_971C),
            (Pass::Finished, 0x7AAD_782B_BC71_AA21)
        ]
    );
}

#[test]
fn a_frame_drawn_twice_is_the_same_bytes() {
    for pass in Pass::ALL {
        assert_eq!(drawn(pass), drawn(pass));
    }
}

#[test]
fn clean_line_is_black_on_white() {
    let clean = drawn(Pass::Clean);
    assert!(share(&clean, is_strong) < 1e-9);
    assert!(share(&clean, |c| c == [255; 3]) > 0.8);
    assert!(share(&clean, |[r, ..]| r < 60) > 0.01);
}

#[test]
fn colour_has_paint_and_white_and_no_place() {
    let colour = drawn(Pass::Colour);
    assert!(share(&colour, is_strong) > 0.1);
    assert!(share(&colour, |c| c == [255; 3]) > 0.2);
    assert!(share(&drawn(Pass::Composite), |c| c == [255; 3]) < 0.02);
}

#[test]
fn paper_drawings_are_pale_and_grey_with_little_colour() {
    for pass in [Pass::Rough, Pass::Key, Pass::InBetween] {
        let drawing = drawn(pass);
        assert!(share(&drawing, is_strong) < 0.06, "{pass:?}");
        assert!(share(&drawing, |[r, ..]| r > 190) > 0.75, "{pass:?}");
        assert!(share(&drawing, |[r, ..]| r < 160) > 0.005, "{pass:?}");
    }
}

#[test]
fn a_rough_has_more_lead_than_an_in_between() {
    let lead = |pass| share(&drawn(pass), |[r, ..]| r < 190);
    assert!(lead(Pass::Rough) > 1.4 * lead(Pass::InBetween));
}

#[test]
fn a_key_shows_where_shadow_begins_in_colour_and_an_in_between_does_not() {
    let coloured = |pass| {
        (0..12)
            .map(|shot| {
                let shot = Show::new(6).shot(shot);
                let drawing = shot.draw(shot.n_frames / 2, pass, Hand(0), (240, 135));
                share(&drawing, |[r, g, b]| r.max(g).max(b) - r.min(g).min(b) > 60)
            })
            .sum::<f64>()
    };
    assert!(coloured(Pass::Key) > 2.0 * coloured(Pass::InBetween));
}

#[test]
fn drawings_are_held() {
    let show = Show::new(2);
    let shot = (0..40)
        .map(|number| show.shot(number))
        .find(|shot| shot.drawing(3) == shot.drawing(2))
        .expect("some shot of forty is on twos");
    let frame = |frame| shot.draw(frame, Pass::Sheet, Hand(0), (64, 36));
    assert_eq!(frame(0), frame(0));
    let n_drawings = shot.drawing(shot.n_frames - 1) + 1;
    assert!(n_drawings <= shot.n_frames / 2 + 1);
}

#[test]
fn flat_frames_are_one_colour_and_their_cels_are_blank() {
    let show = Show::new(4);
    let shot = (0..200)
        .map(|number| show.shot(number))
        .find(|shot| shot.is_flat(0))
        .expect("some shot of two hundred begins flat");
    for pass in [Pass::Composite, Pass::Clean, Pass::Colour] {
        let picture = shot.draw(0, pass, Hand(0), (64, 36));
        assert!(picture.rgb.as_chunks::<3>().0.iter().all(|&c| c == picture.at(0, 0)), "{pass:?}");
    }
    assert!(!shot.is_flat(shot.n_frames - 1));
}

#[test]
fn a_larger_drawing_is_the_same_drawing() {
    let shot = Show::new(3).shot(1);
    let small = shot.draw(10, Pass::Colour, Hand(0), (320, 180));
    let large = shot.draw(10, Pass::Colour, Hand(0), (960, 540));
    let shrunk = subtier_cartoon::copying::cut::sized(&large, (320, 180));
    let off: u64 = small.rgb.iter().zip(&shrunk.rgb).map(|(&a, &b)| u64::from(a.abs_diff(b))).sum();
    assert!(off < 6 * small.rgb.len() as u64, "{}", off as f64 / small.rgb.len() as f64);
}
