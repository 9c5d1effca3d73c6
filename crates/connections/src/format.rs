//! Format: which kind of log a line is of, under its name in the outside contract.

/// A format of the outside contract. `FORMATS` has one row for each, in this order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Format {
    /// Combined log of nginx and Apache, also with the virtual host before it.
    Combined,
    /// Common log.
    Common,
    /// `OpenSSH` with its sftp servers, through syslog.
    Openssh,
    /// FTP transfers.
    Xferlog,
    /// vsftpd's own log.
    Vsftpd,
}

impl Format {
    /// Returns the name of the outside contract.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Combined => "combined",
            Self::Common => "common",
            Self::Openssh => "openssh",
            Self::Xferlog => "xferlog",
            Self::Vsftpd => "vsftpd",
        }
    }
}
