//! Opening one container, whatever it is, and gathering its members. It is read where its bytes lie:
//! in the copy that waits in the case, in the copy under its hash, or in the file that is still open.

use std::io::ErrorKind;
use std::path::Path;

use subtier_model::{Place, Sha256Hash};
use subtier_source::{Opened, open};
use subtier_store::Case;

use crate::form::Form;
use crate::gather::{Container, Gathering, Whereabouts};
use crate::{Error, packed, tar_members, zip_members};

/// Opens a container and gathers its members.
pub(crate) fn open_container(
    case: &mut Case,
    gathering: &mut Gathering,
    container: &Container,
) -> Result<(), Error> {
    match &container.whereabouts {
        Whereabouts::Open(opened) => take_members(case, gathering, container, opened),
        Whereabouts::Copied { file, sha256 } => match open_copy(case, file, sha256) {
            Ok(opened) => take_members(case, gathering, container, &opened),
            Err(error) => {
                // The path within the case folder would differ from machine to machine.
                let why = match error {
                    subtier_source::Error::Read { source, .. } => source.to_string(),
                    subtier_source::Error::NotRegular { what, .. } => format!("it is {what}"),
                };
                let reason = format!("not opened as a container: {why}");
                gathering.complain(Some(container.id), &container.path, Place::Whole, reason);
                Ok(())
            }
        },
    }
}

fn take_members(
    case: &mut Case,
    gathering: &mut Gathering,
    container: &Container,
    opened: &Opened,
) -> Result<(), Error> {
    match container.form {
        Form::Zip => zip_members::take(case, gathering, container, opened),
        Form::Tar => tar_members::take(case, gathering, container, opened),
        Form::Packed(packing) => packed::take(case, gathering, container, opened, packing),
    }
}

fn open_copy(
    case: &Case,
    file: &Path,
    sha256: &Sha256Hash,
) -> Result<Opened, subtier_source::Error> {
    match open(file) {
        Err(subtier_source::Error::Read { source, .. }) if source.kind() == ErrorKind::NotFound => {
            open(&case.blob_path(sha256))
        }
        result => result,
    }
}
