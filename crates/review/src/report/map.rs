//! Map: the small map of origins, drawn as inline SVG in whole units, without anything that loads.
//!
//! Places come in, a drawing goes out. Ten units are one degree; signs stand where the precision of
//! their source allows, their numbers stand beside them where there is room.

use super::page::Page;
use super::points::{self, Mark, Sign};

/// The map ends at this parallel in the north ...
const NORTH: i64 = 84;
/// ... and at this one in the south; nobody delivers frames from beyond.
const SOUTH: i64 = -58;
const UNITS_PER_DEGREE: i64 = 10;
const WIDTH: i64 = 360 * UNITS_PER_DEGREE;
const HEIGHT: i64 = (NORTH - SOUTH) * UNITS_PER_DEGREE;
/// Narrowest window, so that the shape of a continent can still be told.
const WINDOW_MIN: i64 = 1_500;
/// Room kept around the outermost places.
const MARGIN: i64 = 180;
/// Degrees between the lines of the grid.
const GRID_STEP: i64 = 30;
/// Nearest two numbers may come to each other, where the whole world is drawn.
const TAG_GAP: i64 = 110;
/// Nearest a number may come to a sign.
const SIGN_GAP: i64 = 85;
/// Distances at which a number is tried, nearest first.
const TAG_DISTANCES: [i64; 5] = [110, 190, 280, 380, 480];
/// Directions in which it is tried, in hundredths.
const TAG_DIRECTIONS: [(i64, i64); 8] =
    [(71, -71), (100, 0), (71, 71), (0, -100), (0, 100), (-71, -71), (-100, 0), (-71, 71)];

/// The part of the world that is drawn, in the proportions of the whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Window {
    x: i64,
    y: i64,
    width: i64,
    height: i64,
}

impl Window {
    /// The smallest window around all spots, with room around them.
    fn around(spots: &[(i64, i64)]) -> Self {
        let bounds = |axis: fn(&(i64, i64)) -> i64| {
            let least = spots.iter().map(axis).min().unwrap_or(0);
            let most = spots.iter().map(axis).max().unwrap_or(0);
            (least - MARGIN, most + MARGIN)
        };
        let ((left, right), (top, bottom)) = (bounds(|spot| spot.0), bounds(|spot| spot.1));
        let width = (right - left).max((bottom - top) * WIDTH / HEIGHT).clamp(WINDOW_MIN, WIDTH);
        let height = width * HEIGHT / WIDTH;
        let x = i64::midpoint(left, right) - width / 2;
        let y = i64::midpoint(top, bottom) - height / 2;
        Self { x: x.clamp(0, WIDTH - width), y: y.clamp(0, HEIGHT - height), width, height }
    }

    /// A length of the whole world's drawing, in this window.
    fn scaled(self, length: i64) -> i64 {
        length * self.width / WIDTH
    }

    fn holds(self, (x, y): (i64, i64), edge: i64) -> bool {
        (self.x + edge..=self.x + self.width - edge).contains(&x)
            && (self.y + edge..=self.y + self.height - edge).contains(&y)
    }
}

/// Draws the marks; the number of each is its position from 1.
pub(super) fn draw(page: &mut Page, marks: &[Mark]) {
    let spots: Vec<(i64, i64)> = marks.iter().map(|mark| spot(mark.lon, mark.lat)).collect();
    let window = Window::around(&spots);
    page.raw("<figure class=\"map\">\n<div class=\"scroll\" role=\"region\" tabindex=\"0\" ");
    page.raw("aria-label=\"").word("map.title").raw("\">\n<svg role=\"img\" viewBox=\"");
    for (idx, part) in [window.x, window.y, window.width, window.height].into_iter().enumerate() {
        page.raw(if idx > 0 { " " } else { "" }).units(part);
    }
    page.raw("\" aria-label=\"").word("map.label").raw("\">\n<path class=\"sea\" d=\"M0 0H");
    page.units(WIDTH).raw("V").units(HEIGHT).raw("H0Z\"/>\n");
    grid(page);
    land(page);
    let tags = tags(&spots, window);
    for (from, to) in spots.iter().zip(&tags) {
        page.raw("<path class=\"leader\" d=\"M").units(from.0).raw(" ").units(from.1).raw("L");
        page.units(to.0).raw(" ").units(to.1).raw("\"/>\n");
    }
    for (mark, at) in marks.iter().zip(&spots) {
        placed(page, *at, window);
        sign(page, mark.sign);
        page.raw("</g>\n");
    }
    for (idx, at) in tags.iter().enumerate() {
        placed(page, *at, window);
        page.raw("<circle class=\"tag-ring\" r=\"46\"/><text class=\"tag-no\" y=\"20\">");
        page.text(&(idx + 1).to_string()).raw("</text></g>\n");
    }
    page.raw("</svg>\n</div>\n");
    key(page);
    page.raw("</figure>\n");
}

/// Opens a group around a spot in which a sign has the same size whatever the window.
fn placed(page: &mut Page, at: (i64, i64), window: Window) {
    let thousandths = window.scaled(1_000);
    page.raw("<g transform=\"translate(").units(at.0).raw(" ").units(at.1).raw(") scale(");
    page.text(&format!("{}.{:03}", thousandths / 1_000, thousandths % 1_000)).raw(")\">");
}

fn spot(lon: i64, lat: i64) -> (i64, i64) {
    ((lon + 180) * UNITS_PER_DEGREE, (NORTH - lat) * UNITS_PER_DEGREE)
}

fn grid(page: &mut Page) {
    page.raw("<path class=\"grid\" d=\"");
    for lon in (-150..180).step_by(30) {
        page.raw("M").units(spot(lon, 0).0).raw(" 0V").units(HEIGHT);
    }
    let mut lat = -GRID_STEP;
    while lat < NORTH {
        page.raw("M0 ").units(spot(0, lat).1).raw("H").units(WIDTH);
        lat += GRID_STEP;
    }
    page.raw("\"/>\n");
}

fn land(page: &mut Page) {
    for outline in points::outlines() {
        page.raw(if outline.is_water {
            "<path class=\"water\" d=\"M"
        } else {
            "<path class=\"land\" d=\"M"
        });
        for (idx, (lon, lat)) in outline.corners.iter().enumerate() {
            let (x, y) = spot(*lon, *lat);
            if idx > 0 {
                page.raw("L");
            }
            page.units(x).raw(" ").units(y);
        }
        page.raw("Z\"/>\n");
    }
}

/// Adds a sign around the origin of its group.
fn sign(page: &mut Page, sign: Sign) {
    page.raw(match sign {
        Sign::City => "<circle class=\"city\" r=\"24\"/>",
        // The lines are chords of the circle at 45 degrees.
        Sign::Province => {
            "<circle class=\"province\" r=\"55\"/><path class=\"hatch\" d=\"M-39-39L39 39M-49-24L24 49\
             M-55-5L5 55M-24-49L49 24M-5-55L55 5\"/>"
        }
        Sign::Country => "<path class=\"country\" d=\"M0-44L44 0L0 44L-44 0Z\"/>",
    });
}

/// Places a number beside each spot, clear of signs and other numbers where that can be done.
fn tags(spots: &[(i64, i64)], window: Window) -> Vec<(i64, i64)> {
    let (tag_gap, sign_gap) = (window.scaled(TAG_GAP), window.scaled(SIGN_GAP));
    let mut placed: Vec<(i64, i64)> = vec![];
    for spot in spots {
        let mut candidates = TAG_DISTANCES.iter().flat_map(|distance| {
            let distance = window.scaled(*distance);
            TAG_DIRECTIONS
                .iter()
                .map(move |(dx, dy)| (spot.0 + dx * distance / 100, spot.1 + dy * distance / 100))
        });
        let is_free = |at: &(i64, i64)| {
            window.holds(*at, window.scaled(60))
                && placed.iter().all(|other| apart(*at, *other) >= tag_gap.pow(2))
                && spots.iter().all(|other| apart(*at, *other) >= sign_gap.pow(2))
        };
        let beside = window.scaled(78);
        let at = candidates.find(is_free).unwrap_or((spot.0 + beside, spot.1 - beside));
        placed.push(at);
    }
    placed
}

fn apart(a: (i64, i64), b: (i64, i64)) -> i64 {
    (a.0 - b.0).pow(2) + (a.1 - b.1).pow(2)
}

fn key(page: &mut Page) {
    page.raw("<figcaption>\n<ul class=\"map-key\">\n");
    for (kind, words) in
        [(Sign::City, "map.city"), (Sign::Province, "map.province"), (Sign::Country, "map.country")]
    {
        page.raw("<li><svg viewBox=\"-60 -60 120 120\" aria-hidden=\"true\">");
        sign(page, kind);
        page.raw("</svg> ").word(words).raw("</li>\n");
    }
    page.raw("</ul>\n<p>").word("map.caption").raw("</p>\n</figcaption>\n");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_do_not_cover_each_other_where_many_places_are_near() {
        let near: Vec<_> =
            [(127, 40), (123, 41), (124, 40), (122, 39), (128, 36), (138, 36), (116, 40)]
                .iter()
                .map(|(lon, lat)| spot(*lon, *lat))
                .collect();
        let window = Window::around(&near);
        let tags = tags(&near, window);
        for (idx, a) in tags.iter().enumerate() {
            for b in tags.iter().skip(idx + 1) {
                assert!(apart(*a, *b) >= window.scaled(TAG_GAP).pow(2), "{a:?} {b:?}");
            }
        }
    }

    #[test]
    fn the_window_holds_all_spots_and_stays_in_the_world() {
        let cases = [
            vec![],
            vec![spot(127, 40)],
            vec![spot(-180, 84), spot(180, -58)],
            vec![spot(178, -42), spot(138, 36)],
        ];
        for spots in cases {
            let window = Window::around(&spots);
            assert!(spots.iter().all(|spot| window.holds(*spot, 0)), "{spots:?} {window:?}");
            assert!(window.x >= 0 && window.x + window.width <= WIDTH);
            assert!(window.y >= 0 && window.y + window.height <= HEIGHT);
        }
    }
}
