//! Clip Studio Paint.

use crate::check;

#[test]
fn an_illustration_tells_layers_paths_and_gives_its_preview() {
    check(
        "picture.clip",
        "clip",
        &[
            "application = Clip Studio Paint, internal version 1.1.0",
            "title = LNT_EP301_SC012",
            "colour_profile = sRGB IEC61966-2.1",
            "layer_name = 用紙",
            "layer_name = 原画",
            "layer_name = 修正",
            "external_path = C:\\Users\\kim\\컷\\ref.png",
            "user_path = C:\\Users\\kim\\컷\\ref.png",
            "identifier = 5f033011-3c61-4b59-b9f9-ad9455a30080",
            "layer_name = レイヤー 80",
        ],
    );
}
