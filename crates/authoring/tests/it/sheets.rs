//! Time sheets and boards.

use crate::check;

#[test]
fn an_exchange_sheet_tells_cut_and_cels() {
    check(
        "sheet.xdts",
        "xdts",
        &[
            "track_name = シート1",
            "layer_name = A",
            "layer_name = B",
            "layer_name = BOOK",
            "title = cut 12, scene 3",
        ],
    );
}

#[test]
fn a_sheet_of_toei_tells_who_filled_it_in() {
    check(
        "sheet.tdts",
        "xdts",
        &[
            "track_name = sheet1",
            "author = 金子",
            "layer_name = A",
            "title = cut 12, episode 301, scene 3",
        ],
    );
}

#[test]
fn a_board_tells_when_each_was_drawn() {
    check(
        "board.storyboarder",
        "storyboarder",
        &[
            "application = Storyboarder 3.0.0",
            "created = 2024-01-16T13:05:12Z",
            "modified = 2024-01-16T14:05:12Z",
            "save_history = 2024-01-16T13:05:12Z, board board-1-UDRF3.png of shot 1A",
            "save_history = 2024-01-16T14:05:12Z, board board-2-X7K2A.png of shot 2A",
            "external_path = C:\\Users\\kim\\boards\\1A.psd",
            "user_path = C:\\Users\\kim\\boards\\1A.psd",
        ],
    );
}
