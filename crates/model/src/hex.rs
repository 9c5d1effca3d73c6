//! Hex: ids and hashes as lower-case hex digits, in text and in JSON.

/// Text that is not an id or hash: two lower-case hex digits a byte are expected.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("read {text:?}: {digits} lower-case hex digits are expected")]
pub struct ParseIdError {
    /// The text as it was given.
    pub text: String,
    /// How many digits it should have.
    pub digits: usize,
}

/// Reads so many bytes.
pub(crate) fn parse<const N: usize>(text: &str) -> Result<[u8; N], ParseIdError> {
    let error = || ParseIdError { text: text.to_owned(), digits: 2 * N };
    let digits = text.as_bytes();
    let is_digit = |byte: &u8| matches!(byte, b'0'..=b'9' | b'a'..=b'f');
    if digits.len() != 2 * N || !digits.iter().all(is_digit) {
        return Err(error());
    }
    let mut bytes = [0; N];
    for (byte, pair) in bytes.iter_mut().zip(digits.chunks_exact(2)) {
        let pair = std::str::from_utf8(pair).map_err(|_| error())?;
        *byte = u8::from_str_radix(pair, 16).map_err(|_| error())?;
    }
    Ok(bytes)
}

/// Gives a type that wraps bytes its text form, both ways, for `Display`, `FromStr` and serde.
macro_rules! hex_type {
    ($name:ident) => {
        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
            }
        }

        impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                write!(f, concat!(stringify!($name), "({})"), self)
            }
        }

        impl From<$name> for String {
            fn from(value: $name) -> Self {
                value.to_string()
            }
        }

        impl TryFrom<String> for $name {
            type Error = $crate::ParseIdError;
            fn try_from(text: String) -> Result<Self, $crate::ParseIdError> {
                text.parse()
            }
        }

        impl std::str::FromStr for $name {
            type Err = $crate::ParseIdError;
            fn from_str(text: &str) -> Result<Self, $crate::ParseIdError> {
                $crate::hex::parse(text).map(Self)
            }
        }
    };
}
pub(crate) use hex_type;
