//! Numbers: counts as reals, sums of logarithms, rounding for output. Results leave this crate
//! rounded, so that a last bit of a platform's logarithm does not change a report.

/// Returns a count as a real number.
pub(crate) fn real(n: usize) -> f64 {
    u32::try_from(n).map_or(f64::from(u32::MAX), f64::from)
}

/// Returns the logarithm of a sum of exponentials; minus infinity for none.
pub(crate) fn log_sum(logs: impl Iterator<Item = f64> + Clone) -> f64 {
    let max = logs.clone().fold(f64::NEG_INFINITY, f64::max);
    if max == f64::NEG_INFINITY {
        return max;
    }
    max + logs.map(|log| (log - max).exp()).sum::<f64>().ln()
}

/// Rounds to so many steps of the whole: 10 for tenths.
pub(crate) fn rounded(value: f64, steps: f64) -> f64 {
    // Minus zero prints as `-0.0`.
    (value * steps).round() / steps + 0.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sum_of_logs_keeps_small_terms() {
        let sum = log_sum([-1000.0, -1000.0].into_iter());
        assert!((sum - (-1000.0 + 2.0_f64.ln())).abs() < 1e-9);
        assert!(log_sum(std::iter::empty()) < f64::MIN);
    }

    #[test]
    fn rounding_never_gives_minus_zero() {
        assert!(rounded(-0.001, 100.0).is_sign_positive());
    }
}
