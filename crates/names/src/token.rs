//! Token: one typed piece of a folded name. Two names are compared token by token; what a token is
//! decides how much it tells.

/// What a token is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TokenKind {
    /// A word that tells one name from another.
    Word,
    /// A word of the trade, such as animation, trading, studio.
    Descriptor,
    /// Such as `Co., Ltd.`.
    CompanyForm,
    /// A country, province or city.
    Place,
    /// Such as `and`, `of`.
    Link,
    /// A number.
    Number,
    /// A day of the year, such as April 26.
    Day,
}

/// One token.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Token {
    /// What it is.
    pub kind: TokenKind,
    /// The form that compares: synonyms of a dictionary word are one text, a day is `04-26`.
    pub text: String,
    /// The word itself, folded, as the name has it.
    pub written: String,
}
