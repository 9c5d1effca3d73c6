//! Kinds of identifiers: which register a number belongs to, and what follows from that.

/// What a number is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum IdKind {
    /// Unified Social Credit Code of China (GB 32100-2015).
    Uscc,
    /// Organisation code of China (GB 11714); characters 9 to 17 of a USCC.
    OrgCode,
    /// Resident identity number of China (GB 11643); holds the date of birth.
    PrcId,
    /// Taxpayer number of Russia, 10 digits for companies, 12 for persons.
    Inn,
    /// State registration number of Russia, 13 digits, or 15 for sole traders.
    Ogrn,
    /// Unique Entity Number of Singapore.
    Uen,
    /// Business registration number of Hong Kong.
    HkBr,
    /// A company's registration number of a kind that is not told more closely.
    Registration,
    /// A tax number of a kind that is not told more closely.
    Tax,
    /// Passport.
    Passport,
    /// A person's national number of a kind that is not told more closely.
    NationalId,
    /// Anything else.
    Other,
}

impl IdKind {
    /// The name to print.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Uscc => "USCC",
            Self::OrgCode => "organisation code",
            Self::PrcId => "PRC identity number",
            Self::Inn => "INN",
            Self::Ogrn => "OGRN",
            Self::Uen => "UEN",
            Self::HkBr => "HK business registration",
            Self::Registration => "registration number",
            Self::Tax => "tax number",
            Self::Passport => "passport",
            Self::NationalId => "national number",
            Self::Other => "number",
        }
    }

    /// Whether it names a person rather than a company.
    const fn is_personal(self) -> bool {
        matches!(self, Self::PrcId | Self::Passport | Self::NationalId)
    }

    /// Whether it is a company's number in a register of companies.
    const fn is_company_register(self) -> bool {
        matches!(
            self,
            Self::Uscc | Self::OrgCode | Self::Ogrn | Self::Uen | Self::HkBr | Self::Registration
        )
    }

    /// Whether equal numbers of both kinds that one country issued are one number: one kind, or both
    /// of a register of companies. A number of an unknown kind and a tax number never are.
    pub fn is_one_register_with(self, other: Self) -> bool {
        let same = self == other && !matches!(self, Self::Other | Self::Tax);
        same || self.is_company_register() && other.is_company_register()
    }

    /// The country that issues it, ISO 3166-1 alpha-2, where the kind itself says so.
    pub const fn country(self) -> Option<&'static str> {
        match self {
            Self::Uscc | Self::OrgCode | Self::PrcId => Some("CN"),
            Self::Inn | Self::Ogrn => Some("RU"),
            Self::Uen => Some("SG"),
            Self::HkBr => Some("HK"),
            Self::Registration | Self::Tax | Self::Passport | Self::NationalId | Self::Other => {
                None
            }
        }
    }

    /// Whether a number of this kind may also stand under the other kind's name.
    pub(crate) fn may_be(self, other: Self) -> bool {
        let generic =
            |kind| matches!(kind, Self::Registration | Self::Tax | Self::NationalId | Self::Other);
        self == other
            || (self.is_personal() == other.is_personal()
                || self == Self::Other
                || other == Self::Other)
                && (generic(self) || generic(other))
    }
}
