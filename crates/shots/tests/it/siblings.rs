//! The code of a production is learnt from the files beside each other.

use subtier_shots::Naming;

#[test]
fn a_word_that_four_in_five_siblings_share_is_learnt() {
    let paths = [
        "a/lnt_ep01_c001.tga",
        "a/lnt_ep01_c002.tga",
        "a/LNT_ep01_c003.tga",
        "a/lnt_ep02_c001.tga",
        "a/scan_ep01_c009.tga",
    ];
    let naming = Naming::learn(paths);
    let learnt = naming.learnt();
    assert_eq!(learnt.len(), 1, "{learnt:?}");
    assert_eq!((learnt[0].code.as_str(), learnt[0].n_files, learnt[0].n_siblings), ("lnt", 4, 5));
    let names = naming.read(paths[2]);
    let production = names.production.expect("a production");
    assert_eq!((production.value.as_ref(), production.token.as_ref()), ("lnt", "LNT"));
}

#[test]
fn a_word_that_differs_among_siblings_is_left_out_with_the_reason() {
    let paths = ["a/john_ep01_c001.psd", "a/mary_ep01_c002.psd", "a/kim_ep01_c003.psd"];
    let naming = Naming::learn(paths);
    assert!(naming.learnt().is_empty());
    let names = naming.read(paths[0]);
    assert_eq!(names.production, None);
    assert!(names.left_out.iter().any(|left| left.why.contains("differs")), "{names:?}");
}

#[test]
fn productions_side_by_side_are_each_learnt_in_their_folder() {
    let paths = [
        "x/LNT/lnt_ep01_c001.tga",
        "x/LNT/lnt_ep01_c002.tga",
        "x/OSK/osk_ep01_c001.tga",
        "x/OSK/osk_ep01_c002.tga",
    ];
    let naming = Naming::learn(paths);
    for path in paths {
        let names = naming.read(path);
        let production = names.production.expect("a production");
        assert!(path.contains(production.value.as_ref()), "{path}: {production:?}");
    }
}

#[test]
fn the_order_of_paths_is_irrelevant() {
    let paths = [
        "a/lnt_ep01_c001.tga",
        "a/LNT_ep01_c002.tga",
        "b/osk_ep01_c001.tga",
        "b/osk_ep01_c003.tga",
    ];
    let forth = Naming::learn(paths);
    let back = Naming::learn(paths.into_iter().rev());
    assert_eq!(forth.learnt(), back.learnt());
    for path in paths {
        assert_eq!(forth.read(path), back.read(path));
    }
}
