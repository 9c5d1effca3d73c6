//! Format: which kind of log a line is of, under its name in the outside contract.

/// A format of the outside contract. `FORMATS` has one row for each, in this order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Format {
    /// Combined log of nginx and Apache, also with the virtual host before it.
    Combined,
    /// Common log.
    Common,
    /// nginx, Apache and others in JSON.
    NginxJson,
    /// Caddy in JSON.
    CaddyJson,
    /// Traefik in JSON.
    TraefikJson,
    /// `OpenSSH` with its sftp servers, through syslog or the journal.
    Openssh,
    /// FTP transfers.
    Xferlog,
    /// vsftpd's own log.
    Vsftpd,
    /// QNAP `QuLog`.
    Qulog,
    /// Synology DSM.
    Dsm,
    /// S3 server access.
    S3,
    /// AWS `CloudTrail`.
    Cloudtrail,
    /// AWS `CloudFront`.
    Cloudfront,
    /// Google Cloud Storage usage.
    Gcs,
    /// Azure Blob Storage.
    AzureBlob,
    /// `MinIO` audit.
    Minio,
    /// Nextcloud and `ownCloud`.
    Nextcloud,
    /// Samba full audit.
    SambaAudit,
    /// IIS and others in the W3C extended form.
    IisW3c,
    /// `HAProxy`.
    Haproxy,
    /// Aspera.
    Ascp,
    /// Zeek.
    Zeek,
    /// Suricata.
    Suricata,
    /// `OpenVPN`.
    Openvpn,
    /// `WireGuard`.
    Wireguard,
    /// Captured packets.
    Pcap,
    /// Lines of a user's own pattern.
    Pattern,
}

impl Format {
    /// Returns the name of the outside contract.
    #[inline]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Combined => "combined",
            Self::Common => "common",
            Self::NginxJson => "nginx-json",
            Self::CaddyJson => "caddy-json",
            Self::TraefikJson => "traefik-json",
            Self::Openssh => "openssh",
            Self::Xferlog => "xferlog",
            Self::Vsftpd => "vsftpd",
            Self::Qulog => "qulog",
            Self::Dsm => "dsm",
            Self::S3 => "s3",
            Self::Cloudtrail => "cloudtrail",
            Self::Cloudfront => "cloudfront",
            Self::Gcs => "gcs",
            Self::AzureBlob => "azure-blob",
            Self::Minio => "minio",
            Self::Nextcloud => "nextcloud",
            Self::SambaAudit => "samba-audit",
            Self::IisW3c => "iis-w3c",
            Self::Haproxy => "haproxy",
            Self::Ascp => "ascp",
            Self::Zeek => "zeek",
            Self::Suricata => "suricata",
            Self::Openvpn => "openvpn",
            Self::Wireguard => "wireguard",
            Self::Pcap => "pcap",
            Self::Pattern => "pattern",
        }
    }
}
