//! Tests of what is printed: findings.json, its schema, and the report.

#[cfg(test)]
mod documents;
#[cfg(test)]
mod findings_json;
#[cfg(test)]
mod made_up;
#[cfg(test)]
mod report;
#[cfg(test)]
mod schema;
