//! pure-ftpd's `stats` log (<https://github.com/jedisct1/pure-ftpd/blob/master/README>, `AltLog`): seconds
//! since the epoch, session, user, address, `U` or `D`, size, duration, file.

use subtier_lines::access::{Access, Deed};
use subtier_lines::action::Action;
use subtier_lines::address;
use subtier_lines::clock::{When, epoch_micros};
use subtier_lines::escape::Escape;
use subtier_lines::format::Format;
use subtier_lines::syslog::{number, word};
use subtier_lines::text::Text;

use crate::line::Line;
use crate::memo::Memo;

/// Reads `1013093439 93fb3e5.6 jane 192.0.2.7 D 8204 0 /home/jane/a b.zip`.
pub(crate) fn read<'a>(line: &'a [u8], _memo: &mut Memo) -> Line<'a> {
    let (time, rest) = word(line);
    let (session, rest) = word(rest);
    let is_session = session.iter().all(|byte| byte.is_ascii_hexdigit() || *byte == b'.');
    if time.len() != 10 || !time.iter().all(u8::is_ascii_digit) || !is_session || session.is_empty()
    {
        return Line::Foreign;
    }
    let Some(micros) = epoch_micros(time) else { return Line::Foreign };
    let (user, rest) = word(rest);
    let (ip, rest) = word(rest);
    let (direction, rest) = word(rest);
    let action = match direction {
        b"U" => Action::Write,
        b"D" => Action::Read,
        _ => return Line::Foreign,
    };
    let (size, rest) = word(rest);
    let (_duration, path) = word(rest);
    let deed = Deed::Plain(action, Text::known(path, Escape::None));
    let mut access = Access::new(Format::Xferlog, When::At { micros, zoned: true }, deed);
    access.set_account(Text::known(user, Escape::None));
    access.ip = address::parse(ip);
    access.bytes = number(size);
    access.fault = path.is_empty().then_some("the line is cut before the file name");
    Line::Access(access)
}
