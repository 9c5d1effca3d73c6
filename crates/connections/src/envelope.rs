//! Lines in which another program put a line of a log: the journal of systemd as JSON
//! (<https://www.freedesktop.org/software/systemd/man/latest/systemd.journal-fields.html>), the log driver
//! of Docker (<https://docs.docker.com/engine/logging/drivers/json-file/>), and the answers of AWS's
//! command line, which hold an event as text. What is inside is written out, and read as a line.

use std::io::Write;

use memchr::memmem;
use subtier_model::Timestamp;

use subtier_lines::escape;
use subtier_lines::escape::Escape;
use subtier_lines::json::{Object, Tape, Value};

/// What stands in every envelope: looking for it is far cheaper than reading the object.
const MARKS: [&[u8]; 3] = [b"\"__REALTIME_TIMESTAMP\"", b"\"CloudTrailEvent\"", b"\"stream\""];

/// Opens the envelope that a line is, if it is one; `inside` then holds the line within.
pub(crate) fn open(line: &[u8], tape: &mut Tape, inside: &mut Vec<u8>) -> bool {
    if line.first() != Some(&b'{') || !MARKS.iter().any(|mark| memmem::find(line, mark).is_some()) {
        return false;
    }
    if tape.read(line).is_none() {
        return false;
    }
    let object = tape.object(line);
    inside.clear();
    let opened = journal(object, inside).or_else(|| text_within(object, inside));
    opened.is_some()
}

/// Writes an entry of the journal as RFC 5424 has it: the same fields, and a message.
fn journal(object: Object<'_, '_>, inside: &mut Vec<u8>) -> Option<()> {
    let micros = object.get("__REALTIME_TIMESTAMP")?.number::<i64>()?;
    let message = object.get("MESSAGE")?;
    let word = |keys: &[&str]| {
        let raw = keys.iter().find_map(|key| object.raw(key))?;
        let is_word = !raw.is_empty() && raw.iter().all(u8::is_ascii_graphic);
        is_word.then(|| String::from_utf8_lossy(raw).into_owned())
    };
    let or_dash = |text: Option<String>| text.unwrap_or_else(|| "-".to_owned());
    let host = or_dash(word(&["_HOSTNAME"]));
    let program = or_dash(word(&["SYSLOG_IDENTIFIER", "_COMM"]));
    let pid = or_dash(word(&["_PID", "SYSLOG_PID"]));
    let ts = Timestamp::from_micros(micros);
    write!(inside, "<14>1 {ts} {host} {program} {pid} - - ").ok()?;
    match message.object() {
        // Text that is no UTF-8 is an array of its bytes.
        Some(bytes) => {
            inside.extend(bytes.values().filter_map(|(_, byte)| byte.number::<u8>()));
        }
        None => inside.extend_from_slice(&escape::resolve(message.raw(), Escape::Json)),
    }
    // A message of several lines is one message.
    for byte in inside.iter_mut() {
        if matches!(byte, b'\n' | b'\r') {
            *byte = b' ';
        }
    }
    Some(())
}

/// Writes out the text that Docker or AWS put into an object.
fn text_within(object: Object<'_, '_>, inside: &mut Vec<u8>) -> Option<()> {
    let docker = || {
        object.get("stream")?;
        object.get("time")?;
        object.get("log")
    };
    let cloudtrail = || object.get("CloudTrailEvent").filter(|event| event.raw().starts_with(b"{"));
    let text: Value<'_, '_> = docker().or_else(cloudtrail)?;
    inside.extend_from_slice(&escape::resolve(text.raw(), Escape::Json));
    while matches!(inside.last(), Some(b'\n' | b'\r')) {
        inside.pop();
    }
    Some(())
}
