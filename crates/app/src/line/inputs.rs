//! What an investigation is asked to work on.

use std::path::{Path, PathBuf};
use std::str::FromStr;

use subtier_intake::{Config, HoldingPolicy, Limits, REFERENCE_ABOVE_BYTES};
use subtier_review::Lang;

use crate::failure::Failure;

/// A folder with reference files of one production.
#[derive(Debug, Clone)]
pub(crate) struct Reference {
    pub(crate) production: String,
    pub(crate) folder: PathBuf,
}

impl FromStr for Reference {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text.split_once('=') {
            Some((production, folder)) if !production.is_empty() && !folder.is_empty() => {
                Ok(Self { production: production.to_owned(), folder: PathBuf::from(folder) })
            }
            _ => Err("PRODUCTION=DIR is expected, such as LNT=references/lnt".to_owned()),
        }
    }
}

/// Everything a user may hand to `investigate`.
#[derive(Debug)]
pub(crate) struct Inputs {
    pub(crate) sources: Vec<PathBuf>,
    pub(crate) by_reference: bool,
    pub(crate) vendors: Option<PathBuf>,
    pub(crate) payments: Option<PathBuf>,
    pub(crate) references: Vec<Reference>,
    pub(crate) aliases: Option<PathBuf>,
    pub(crate) lists: Option<PathBuf>,
    pub(crate) strict_dates: bool,
    pub(crate) network: Option<PathBuf>,
    pub(crate) lang: Lang,
}

impl Inputs {
    /// Refuses what cannot be meant, before anything is written, and follows the links that the
    /// user named; those within a dump are never followed.
    pub(crate) fn resolve(&mut self, case: &Path) -> Result<(), Failure> {
        let tables = self.vendors.iter_mut().chain(&mut self.payments).chain(&mut self.aliases);
        for path in self.sources.iter_mut().chain(tables) {
            *path = real(path)?;
        }
        let folders = self.references.iter_mut().map(|reference| &mut reference.folder);
        for folder in folders.chain(&mut self.lists).chain(&mut self.network) {
            *folder = real(folder)?;
            if !folder.is_dir() {
                return Err(Failure::user(format!("read {}: it is no folder", folder.display())));
            }
        }
        let case = case.canonicalize().unwrap_or_else(|_| case.to_owned());
        match self.sources.iter().find(|source| source.starts_with(&case)) {
            Some(inside) => Err(Failure::user(format!(
                "take in {}: it is a part of the case folder itself",
                inside.display()
            ))),
            None => Ok(()),
        }
    }

    /// Whether there is nothing to work on.
    pub(crate) fn is_empty(&self) -> bool {
        self.sources.is_empty() && self.vendors.is_none() && self.payments.is_none()
    }

    pub(crate) fn intake(&self) -> Config {
        let holding = if self.by_reference {
            HoldingPolicy::Reference
        } else {
            HoldingPolicy::Copy { reference_above_bytes: REFERENCE_ABOVE_BYTES }
        };
        Config { sources: self.sources.clone(), holding, limits: Limits::STANDARD }
    }
}

/// The path itself behind the links a user may have named; one that does not exist is a mistake.
pub(crate) fn real(path: &Path) -> Result<PathBuf, Failure> {
    path.canonicalize().map_err(|error| Failure::user(format!("read {}: {error}", path.display())))
}
