//! Place: where an address is and how sure, and whether one person can have come from two. Distances
//! are never taken for longer than they are.

/// What kind of exit an address is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Exit {
    /// A line of a home, an office or a phone.
    Plain,
    /// VPN, hosting, Tor or relay: the place is that of the exit, not of the person.
    Tunnel,
}

/// Where an address is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Place {
    /// Degrees north.
    pub latitude: f64,
    /// Degrees east.
    pub longitude: f64,
    /// How far off it may be, in kilometres, at least the precision of its source.
    pub radius_km: f64,
    /// What kind of exit.
    pub exit: Exit,
}

/// Kilometres in a degree of a meridian (WGS 84, mean).
const DEGREE_KM: f64 = 111.2;

/// Faster than airliners with the ways to and from them, in kilometres an hour.
const TRAVEL_KM_H: f64 = 1_000.0;

/// Below this nobody is called a traveller: sources err by as much.
const TRAVEL_KM_MIN: f64 = 500.0;

/// Bhaskara's cosine of degrees, good to two thousandths, the same on every machine.
fn cosine(degrees: f64) -> f64 {
    let square = degrees * degrees;
    ((32_400.0 - 4.0 * square) / (32_400.0 + square)).max(0.0)
}

impl Place {
    /// Whether the numbers are a place on the globe.
    fn is_sound(&self) -> bool {
        self.latitude.abs() <= 90.0 && self.longitude.abs() <= 180.0 && self.radius_km >= 0.0
    }

    /// Returns a distance that the true one is not below, radii taken off, in kilometres.
    pub(crate) fn least_km(&self, other: &Self) -> f64 {
        if !self.is_sound() || !other.is_sound() {
            return 0.0;
        }
        let north = (self.latitude - other.latitude).abs();
        let east = (self.longitude - other.longitude).abs();
        let east = east.min(360.0 - east) * cosine(self.latitude.abs().max(other.latitude.abs()));
        let direct = (north * north + east * east).sqrt();
        let over_pole = 180.0 - (self.latitude + other.latitude).abs();
        // Great circles are shorter than both, by a tenth at most on the routes between offices.
        let degrees = direct.min(over_pole) * 0.9;
        (degrees * DEGREE_KM - self.radius_km - other.radius_km).max(0.0)
    }

    /// Whether nobody gets from here to there in so many seconds. Tunnels say nothing of people.
    pub(crate) fn is_out_of_reach(&self, other: &Self, secs: i64) -> bool {
        if self.exit == Exit::Tunnel || other.exit == Exit::Tunnel {
            return false;
        }
        let least = self.least_km(other);
        let secs = i32::try_from(secs.max(0)).unwrap_or(i32::MAX);
        least >= TRAVEL_KM_MIN && least > TRAVEL_KM_H * f64::from(secs) / 3_600.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const BEIJING: Place =
        Place { latitude: 39.9, longitude: 116.4, radius_km: 50.0, exit: Exit::Plain };
    const MADRID: Place =
        Place { latitude: 40.4, longitude: -3.7, radius_km: 50.0, exit: Exit::Plain };

    #[test]
    fn beijing_to_madrid_takes_longer_than_two_hours_and_not_than_a_day() {
        assert!(BEIJING.is_out_of_reach(&MADRID, 7_200));
        assert!(!BEIJING.is_out_of_reach(&MADRID, 86_400));
        // 9,230 km by the great circle.
        assert!((6_000.0..9_230.0).contains(&BEIJING.least_km(&MADRID)));
    }

    #[test]
    fn a_tunnel_and_a_wide_radius_say_nothing() {
        let tunnel = Place { exit: Exit::Tunnel, ..MADRID };
        assert!(!BEIJING.is_out_of_reach(&tunnel, 60));
        let vague = Place { radius_km: 9_000.0, ..MADRID };
        assert!(!BEIJING.is_out_of_reach(&vague, 60));
    }

    proptest! {
        #[test]
        fn any_numbers_give_a_distance(lat in any::<f64>(), lon in any::<f64>(), radius in any::<f64>()) {
            let odd = Place { latitude: lat, longitude: lon, radius_km: radius, exit: Exit::Plain };
            let least = odd.least_km(&BEIJING);
            prop_assert!((0.0..20_100.0).contains(&least));
        }
    }
}
