//! Databases made for tests, in the layouts that `mmdb` and `ip2region` read.
//!
//! In: a few networks and what to say of them. Out: the bytes of a file. Never: real data.

use std::net::{IpAddr, Ipv4Addr};

use crate::intervals::Span;

/// 2024-01-02T00:00:00Z.
const BUILT: u64 = 1_704_153_600;
/// 2021-10-25T00:00:00Z.
const MADE: u32 = 1_635_120_000;

/// A value of a record.
#[derive(Debug, Clone)]
pub(crate) enum Value {
    Text(String),
    Double(f64),
    U16(u16),
    U32(u32),
    U64(u64),
    Map(Vec<(String, Value)>),
    List(Vec<Value>),
}

fn control(kind: u8, size: usize, out: &mut Vec<u8>) {
    let (size, more) = match size {
        0..=28 => (size, None),
        _ => (29, Some(u8::try_from(size - 29).unwrap())),
    };
    let size = u8::try_from(size).unwrap();
    if kind < 8 {
        out.push(kind << 5 | size);
    } else {
        out.extend([size, kind - 7]);
    }
    out.extend(more);
}

fn value(value_: &Value, out: &mut Vec<u8>) {
    match value_ {
        Value::Text(text) => {
            control(2, text.len(), out);
            out.extend(text.as_bytes());
        }
        Value::Double(number) => {
            control(3, 8, out);
            out.extend(number.to_be_bytes());
        }
        Value::U16(number) => {
            control(5, 2, out);
            out.extend(number.to_be_bytes());
        }
        Value::U32(number) => {
            control(6, 4, out);
            out.extend(number.to_be_bytes());
        }
        Value::U64(number) => {
            control(9, 8, out);
            out.extend(number.to_be_bytes());
        }
        Value::Map(pairs) => {
            control(7, pairs.len(), out);
            for (key, inner) in pairs {
                value(&Value::Text(key.clone()), out);
                value(inner, out);
            }
        }
        Value::List(items) => {
            control(11, items.len(), out);
            for item in items {
                value(item, out);
            }
        }
    }
}

/// A v4 `MaxMind` database with records of 32 bits.
pub(crate) fn mmdb(type_name: &str, networks: &[(&str, Value)]) -> Vec<u8> {
    // Nodes of two records each; `None` is empty, `Err` a position in the data.
    let mut nodes: Vec<[Option<Result<usize, usize>>; 2]> = vec![[None; 2]];
    let mut data = Vec::new();
    for (network, record) in networks {
        let position = data.len();
        value(record, &mut data);
        let prefix: u32 = network.split_once('/').unwrap().1.parse().unwrap();
        let first = match Span::parse(network) {
            Ok(Span::V4(first, _)) => first,
            other => unreachable!("{network} is {other:?}"),
        };
        let mut node = 0;
        for depth in 0..prefix {
            let bit = usize::from(first & (1 << (31 - depth)) != 0);
            if depth + 1 == prefix {
                nodes[node][bit] = Some(Err(position));
            } else if let Some(Ok(next)) = nodes[node][bit] {
                node = next;
            } else {
                nodes.push([None; 2]);
                nodes[node][bit] = Some(Ok(nodes.len() - 1));
                node = nodes.len() - 1;
            }
        }
    }
    let mut bytes = Vec::new();
    for record in nodes.iter().flatten() {
        let target = match record {
            None => nodes.len(),
            Some(Ok(node)) => *node,
            Some(Err(position)) => nodes.len() + 16 + position,
        };
        bytes.extend(u32::try_from(target).unwrap().to_be_bytes());
    }
    bytes.extend([0; 16]);
    bytes.extend(data);
    bytes.extend(b"\xab\xcd\xefMaxMind.com");
    let metadata = [
        ("binary_format_major_version", Value::U16(2)),
        ("binary_format_minor_version", Value::U16(0)),
        ("build_epoch", Value::U64(BUILT)),
        ("database_type", Value::Text(type_name.to_owned())),
        ("description", Value::Map(vec![("en".to_owned(), Value::Text("made".to_owned()))])),
        ("ip_version", Value::U16(4)),
        ("languages", Value::List(vec![Value::Text("en".to_owned())])),
        ("node_count", Value::U32(u32::try_from(nodes.len()).unwrap())),
        ("record_size", Value::U16(32)),
    ];
    let pairs = metadata.into_iter().map(|(key, inner)| (key.to_owned(), inner)).collect();
    value(&Value::Map(pairs), &mut bytes);
    bytes
}

fn v4(text: &str) -> [u8; 4] {
    let ip: Ipv4Addr = text.parse().unwrap();
    u32::from(ip).to_le_bytes()
}

/// An old ip2region `.db`.
pub(crate) fn db(segments: &[(&str, &str, &str)]) -> Vec<u8> {
    let (mut data, mut index) = (Vec::new(), Vec::new());
    for (first, last, text) in segments {
        let packed = (8 + data.len()) | (text.len() + 4) << 24;
        index.extend(v4(first));
        index.extend(v4(last));
        index.extend(u32::try_from(packed).unwrap().to_le_bytes());
        data.extend([7, 0, 0, 0]);
        data.extend(text.as_bytes());
    }
    let first = u32::try_from(8 + data.len()).unwrap();
    let last = first + u32::try_from(index.len()).unwrap() - 12;
    let mut bytes = [first.to_le_bytes(), last.to_le_bytes()].concat();
    bytes.extend(data);
    bytes.extend(index);
    bytes.extend(b"Created by lionsoul at 2021/10/25");
    bytes
}

/// An ip2region `.xdb` of that version; v6 where the first segment is.
pub(crate) fn xdb(segments: &[(&str, &str, &str)], version: u16) -> Vec<u8> {
    let v6 = segments[0].0.contains(':');
    let address = |text: &str| match text.parse().unwrap() {
        IpAddr::V4(_) => v4(text).to_vec(),
        IpAddr::V6(ip) => ip.octets().to_vec(),
    };
    let mut bytes = vec![0; 256 + 512 * 1024];
    let mut index = Vec::new();
    for (first, last, text) in segments {
        index.extend(address(first));
        index.extend(address(last));
        index.extend(u16::try_from(text.len()).unwrap().to_le_bytes());
        index.extend(u32::try_from(bytes.len()).unwrap().to_le_bytes());
        bytes.extend(text.as_bytes());
    }
    let first = u32::try_from(bytes.len()).unwrap();
    let entry = u32::try_from(index.len() / segments.len()).unwrap();
    let last = first + u32::try_from(index.len()).unwrap() - entry;
    bytes.extend(index);
    let mut header = [version.to_le_bytes(), 1_u16.to_le_bytes()].concat();
    for number in [MADE, first, last] {
        header.extend(number.to_le_bytes());
    }
    if version > 2 {
        let ip_version: u16 = if v6 { 6 } else { 4 };
        header.extend(ip_version.to_le_bytes());
    }
    bytes[..header.len()].copy_from_slice(&header);
    bytes
}
