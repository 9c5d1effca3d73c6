//! The whole of an intake: each source is walked over, cut into units, and each unit that was not
//! done before is done and committed.

use subtier_model::Place;
use subtier_store::{Case, CustodyEvent, UnitOutput, location_text};

use crate::budget::Budget;
use crate::container::open_container;
use crate::gather::{Content, Gathering, Item};
use crate::item::{FoundFile, take_file};
use crate::survey::{Source, Survey, name_sources};
use crate::{Config, Error, Progress, batch};

/// What an intake did.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Summary {
    /// Files found in the sources.
    pub files: u64,
    /// Their bytes.
    pub bytes: u64,
    /// Names of all units, done now or before, in order: what to ask the case for.
    pub units: Vec<String>,
    /// How many of them had been done before.
    pub done_before: u64,
}

/// Takes all sources in.
pub fn run(case: &mut Case, config: &Config, progress: &dyn Progress) -> Result<Summary, Error> {
    let known = case.units(batch::PREFIX)?;
    let mut intake = Intake { case, config, progress, summary: Summary::default(), known };
    // All are looked for before the first is read, so that a slip of the pen costs no hour.
    for source in name_sources(&config.sources)? {
        intake.take_source(&source)?;
    }
    Ok(intake.summary)
}

/// An intake under way.
struct Intake<'a> {
    case: &'a mut Case,
    config: &'a Config,
    progress: &'a dyn Progress,
    summary: Summary,
    /// Units of which the case had rows at the start, in order.
    known: Vec<String>,
}

impl Intake<'_> {
    fn take_source(&mut self, source: &Source) -> Result<(), Error> {
        let survey = source.survey(self.case.root(), &self.config.limits)?;
        let n_files = survey.files.len() as u64;
        self.progress.begin(&source.name, n_files, survey.bytes);
        self.summary.files += n_files;
        self.summary.bytes = self.summary.bytes.saturating_add(survey.bytes);
        let first_unit = self.summary.units.len();

        let unit = batch::survey_name(source, &survey, self.config);
        if !self.is_done(&unit)? {
            self.take_others(unit, source, &survey)?;
        }
        for files in batch::batches(&survey.files) {
            let unit = batch::unit_name(files, self.config);
            if self.is_done(&unit)? {
                let bytes = files.iter().map(|file| file.size).sum();
                self.progress.advance(files.len() as u64, bytes);
            } else {
                self.take_batch(unit, files)?;
            }
        }

        let units = self.summary.units.get(first_unit..).unwrap_or(&[]).to_vec();
        let unit = batch::closing_name(source, &units, self.config);
        if !self.is_done(&unit)? {
            let complaints = self.case.complaints(&units)?.len() as u64;
            let others = survey.others.iter().filter(|other| other.is_item).count() as u64;
            let (source, items) = (location_text(&source.given), n_files + others);
            let mut output = UnitOutput::new(unit);
            output.custody.push(CustodyEvent::IntakeFinished { source, items, complaints });
            self.case.commit(output)?;
        }
        self.progress.finish();
        Ok(())
    }

    /// Notes a unit, and its parts if it was done before.
    fn is_done(&mut self, unit: &str) -> Result<bool, Error> {
        self.summary.units.push(unit.to_owned());
        let done = self.case.unit_done(unit)?;
        if done {
            self.summary.done_before += 1;
            let parts = format!("{unit}/");
            let first = self.known.partition_point(|known| known.as_str() < parts.as_str());
            let parts = self.known.iter().skip(first).take_while(|known| known.starts_with(&parts));
            self.summary.units.extend(parts.cloned());
        }
        Ok(done)
    }

    /// Enters what is no file to be read.
    fn take_others(&mut self, unit: String, source: &Source, survey: &Survey) -> Result<(), Error> {
        let mut gathering = Gathering::new(unit, self.config.limits);
        let mut given = location_text(&source.given);
        if survey.left_out {
            // Only custody says so: the name of the case folder is no part of what was found.
            given.push_str(" (without the folder of this case, which lies in it)");
        }
        gathering.output.custody.push(CustodyEvent::IntakeStarted { source: given });
        for other in &survey.others {
            let path = other.name.text.clone();
            let id = other.is_item.then(|| {
                gathering.add(Item {
                    name: other.name.clone(),
                    parent: None,
                    modified: None,
                    size: 0,
                    content: Content::EntryOnly,
                    from: location_text(&other.from),
                    depth: 0,
                })
            });
            gathering.complain(id, &path, Place::Whole, other.reason.clone());
            gathering.commit_part_if_full(self.case)?;
        }
        self.finish(gathering)
    }

    fn take_batch(&mut self, unit: String, files: &[FoundFile]) -> Result<(), Error> {
        let mut gathering = Gathering::new(unit, self.config.limits);
        for file in files {
            gathering.budget = Budget::new(self.config.limits, file.size);
            let told = |bytes| self.progress.advance(0, bytes);
            take_file(self.case, &mut gathering, file, self.config.holding, &told)?;
            while let Some(container) = gathering.next_container() {
                self.progress.opening(&container.path);
                open_container(self.case, &mut gathering, &container)?;
            }
            gathering.commit_part_if_full(self.case)?;
            self.progress.advance(1, 0);
        }
        self.finish(gathering)
    }

    fn finish(&mut self, gathering: Gathering) -> Result<(), Error> {
        self.summary.units.extend(gathering.parts);
        Ok(self.case.commit(gathering.output)?)
    }
}
