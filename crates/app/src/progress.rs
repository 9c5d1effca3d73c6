//! The progress bar of long work: bytes, rate and time left, on a terminal alone.

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

/// A bar that shows itself only where stderr is a terminal.
pub(crate) struct Bar(ProgressBar);

impl Bar {
    pub(crate) fn new() -> Self {
        let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr());
        let style = ProgressStyle::with_template(
            "{bar:30} {bytes}/{total_bytes} {bytes_per_sec}, {eta} left {wide_msg}",
        );
        bar.set_style(style.expect("the template holds only known keys"));
        Self(bar)
    }
}

impl subtier_intake::Progress for Bar {
    fn begin(&self, source: &str, files: u64, bytes: u64) {
        self.0.reset();
        self.0.set_length(bytes);
        self.0.set_message(format!("{source}, {files} files"));
    }

    fn advance(&self, _files: u64, bytes: u64) {
        self.0.inc(bytes);
    }

    fn opening(&self, path: &str) {
        self.0.set_message(format!("opening {}", subtier_review::visible(path)));
    }

    fn finish(&self) {
        self.0.finish_and_clear();
    }
}
