//! Tables of names to be screened, and of pairs to be compared, as a user hands them over.
//!
//! In: bytes of a CSV with a header. Out: queries or pairs in the order of the rows, one for each
//! row, however little stands in it; or a reason in words. Columns may stand in any order.

use csv::StringRecord;
use subtier_model::Date;
use subtier_names::decode::table_text;
use subtier_names::id_types;

use crate::query::Query;

/// Two names to be compared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pair {
    /// One name.
    pub a: String,
    /// The other.
    pub b: String,
    /// Whether they are persons' names, where the column `schema` says so.
    pub is_person: Option<bool>,
}

/// A table with its header.
struct Table {
    header: StringRecord,
    rows: Vec<StringRecord>,
}

impl Table {
    fn read(bytes: &[u8], needed: &[&str]) -> Result<Self, String> {
        let text = table_text(bytes);
        let first = text.lines().find(|line| !line.starts_with('#')).unwrap_or_default();
        let semicolons = first.matches(';').count() > first.matches(',').count();
        let mut reader = csv::ReaderBuilder::new()
            .flexible(true)
            .comment(Some(b'#'))
            .delimiter(if semicolons { b';' } else { b',' })
            .from_reader(text.as_bytes());
        let header = reader.headers().map_err(|error| error.to_string())?.clone();
        let rows = reader.records().collect::<Result<_, _>>().map_err(|error| error.to_string())?;
        let table = Self { header, rows };
        match needed.iter().find(|name| table.column(name).is_none()) {
            Some(name) => Err(format!("the header has no column {name:?}")),
            None => Ok(table),
        }
    }

    fn column(&self, name: &str) -> Option<usize> {
        self.header.iter().position(|cell| cell.trim().eq_ignore_ascii_case(name))
    }

    fn cell(&self, row: &StringRecord, name: &str) -> Option<String> {
        let cell = row.get(self.column(name)?)?.trim();
        (!cell.is_empty()).then(|| cell.to_owned())
    }

    fn cells(&self, row: &StringRecord, name: &str) -> Vec<String> {
        let cell = self.cell(row, name).unwrap_or_default();
        cell.split(';').map(str::trim).filter(|part| !part.is_empty()).map(str::to_owned).collect()
    }

    fn is_person(&self, row: &StringRecord) -> Option<bool> {
        match self.cell(row, "schema")?.to_ascii_lowercase().as_str() {
            "person" | "individual" => Some(true),
            "company" | "organization" | "organisation" | "entity" | "legalentity" => Some(false),
            _ => None,
        }
    }
}

/// Reads a batch: the columns `id` and `name`, and of `native_name`, `schema`, `country`, `city`,
/// `birth_date`, `ids` and `addresses` those that are there.
pub fn read_batch(bytes: &[u8]) -> Result<Vec<Query>, String> {
    let table = Table::read(bytes, &["name"])?;
    let query = |(number, row): (usize, &StringRecord)| Query {
        id: table.cell(row, "id").unwrap_or_else(|| (number + 1).to_string()),
        name: table.cell(row, "name").unwrap_or_default(),
        native_name: table.cell(row, "native_name"),
        is_person: table.is_person(row),
        country: table.cell(row, "country"),
        city: table.cell(row, "city"),
        birth_date: table.cell(row, "birth_date").and_then(|date| date.parse::<Date>().ok()),
        ids: table.cells(row, "ids").iter().filter_map(|id| id_types::split(id)).collect(),
        addresses: table.cells(row, "addresses"),
    };
    Ok(table.rows.iter().enumerate().map(query).collect())
}

/// Reads pairs: the columns `a` and `b`, and `schema` where it is there. Lines that begin with `#`
/// are comments.
pub fn read_pairs(bytes: &[u8]) -> Result<Vec<Pair>, String> {
    let table = Table::read(bytes, &["a", "b"])?;
    let pair = |row: &StringRecord| Pair {
        a: table.cell(row, "a").unwrap_or_default(),
        b: table.cell(row, "b").unwrap_or_default(),
        is_person: table.is_person(row),
    };
    Ok(table.rows.iter().map(pair).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_batch_gives_one_query_a_row_in_order() {
        let text = "name;id;ids;birth_date\nSEK Studio;7;USCC 913101040936933514; \nB;;;1972\n";
        let queries = read_batch(text.as_bytes()).unwrap();
        assert_eq!(queries.len(), 2);
        assert_eq!((queries[0].id.as_str(), queries[0].name.as_str()), ("7", "SEK Studio"));
        assert_eq!(queries[1].id, "2");
        assert_eq!(queries[1].birth_date, "1972".parse().ok());
    }

    #[test]
    fn identifiers_in_a_batch_are_type_and_value() {
        let queries =
            read_batch(b"id,name,ids\n1,x,Business Registration 2211652; INN 7743531082\n")
                .unwrap();
        let ids = &queries[0].ids;
        assert_eq!(ids[0], ("Business Registration".to_owned(), "2211652".to_owned()));
        assert_eq!(ids[1], ("INN".to_owned(), "7743531082".to_owned()));
    }

    #[test]
    fn pairs_skip_comments_and_say_what_is_missing() {
        let pairs =
            read_pairs("# note\na,b,schema\n金正恩,Kim Jong Un,Person\n".as_bytes()).unwrap();
        assert_eq!((pairs.len(), pairs[0].is_person), (1, Some(true)));
        assert!(read_pairs(b"x,y\n1,2\n").unwrap_err().contains("\"a\""));
    }

    proptest! {
        #[test]
        fn no_bytes_make_it_panic(bytes: Vec<u8>) {
            read_batch(&bytes).ok();
            read_pairs(&bytes).ok();
        }
    }
}
