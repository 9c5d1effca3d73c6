//! Whom an Apache section lets in: `Require` with its containers, and `Order`, `Allow`, `Deny` of
//! Apache 2.2, joined by `Satisfy`. Directives in; let in, shut or not to be told out. Never looks
//! at a user file: that a password is asked for is enough.
//!
//! Sources, under <https://httpd.apache.org/docs/2.4/mod/>: `mod_authz_core.html` (`Require`,
//! `RequireAll`, `RequireAny`, `RequireNone`), `mod_access_compat.html` (`Order`, `Satisfy`).

use crate::apache_syntax::Node;
use crate::listed::{RULES_MAX, short};

/// What a stranger meets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Access {
    /// No directive speaks of access.
    Unstated,
    /// Let in, by the directive of this line.
    Granted(u64),
    /// Refused or asked for a password, with the reason.
    Shut(String),
    /// It depends on what is not in the file.
    Unsure(String),
}

/// The access directives in force; those of an inner section replace those of an outer one.
#[derive(Debug, Clone, Default)]
pub(crate) struct Rules<'a> {
    requires: Vec<&'a Node>,
    legacy: Vec<&'a Node>,
    satisfy_any: bool,
}

impl<'a> Rules<'a> {
    /// Takes in one section's directives.
    pub(crate) fn enter(&mut self, nodes: &[&'a Node]) {
        let of = |names: &[&str]| -> Vec<&'a Node> {
            nodes.iter().copied().filter(|node| names.contains(&node.name.as_str())).collect()
        };
        let requires = of(&["require", "requireall", "requireany", "requirenone"]);
        if !requires.is_empty() {
            self.requires = requires;
        }
        let legacy = of(&["order", "allow", "deny"]);
        if !legacy.is_empty() {
            self.legacy = legacy;
        }
        if let Some(satisfy) = of(&["satisfy"]).last() {
            self.satisfy_any = satisfy.first_arg() == "any";
        }
    }

    /// Whether only directives of Apache 2.2 speak.
    pub(crate) fn only_legacy(&self) -> bool {
        self.requires.is_empty() && !self.legacy.is_empty()
    }

    /// What a stranger meets.
    pub(crate) fn access(&self) -> Access {
        if self.requires.len().max(self.legacy.len()) > RULES_MAX {
            return Access::Unsure(format!("more than {RULES_MAX} access rules are not weighed"));
        }
        let required: Vec<Access> = self.requires.iter().map(|node| require(node)).collect();
        let required = if required.is_empty() { Access::Unstated } else { any(required) };
        match (required, legacy(&self.legacy)) {
            (Access::Unstated, other) | (other, Access::Unstated) => other,
            (one, other) if self.satisfy_any => any(vec![one, other]),
            (one, other) => all(vec![one, other]),
        }
    }
}

fn require(node: &Node) -> Access {
    let inner = || -> Vec<Access> { node.block.iter().flatten().map(require).collect() };
    let line = node.line;
    match node.name.as_str() {
        "requireall" => all(inner()),
        "requireany" => any(inner()),
        "requirenone" => match any(inner()) {
            Access::Granted(line) => {
                Access::Shut(format!("RequireNone (line {line}) refuses everybody"))
            }
            Access::Unsure(reason) => Access::Unsure(reason),
            // A stranger is none of those named.
            Access::Shut(_) | Access::Unstated => Access::Granted(line),
        },
        "require" => require_line(node),
        _ => Access::Unstated,
    }
}

fn require_line(node: &Node) -> Access {
    let line = node.line;
    let words: Vec<String> = node.args.iter().map(|arg| arg.to_ascii_lowercase()).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    match words.as_slice() {
        // A stranger is not the one whom a `not` keeps out.
        ["all", "granted", ..] | ["not", "ip" | "host" | "user" | "group", ..] => {
            Access::Granted(line)
        }
        ["all", ..] => Access::Shut(format!("Require all denied (line {line}) refuses everybody")),
        ["valid-user" | "user" | "group" | "dbm-group" | "dbd-group" | "file-owner", ..] => {
            Access::Shut(format!(
                "Require {} (line {line}) asks for a password",
                short(&node.args.join(" "))
            ))
        }
        [kind, ..] if kind.starts_with("ldap-") => Access::Shut(format!(
            "Require {} (line {line}) asks for a password",
            short(&node.args.join(" "))
        )),
        ["ip" | "host" | "local" | "forward-dns", ..] => Access::Shut(format!(
            "only {} is let in (line {line}), without a password",
            short(&node.args.join(" "))
        )),
        _ => Access::Unsure(format!(
            "Require {} (line {line}) may refuse",
            short(&node.args.join(" "))
        )),
    }
}

/// `Order allow,deny` refuses whom no `Allow` names; `Order deny,allow`, the default, lets in whom
/// no `Deny` names.
fn legacy(nodes: &[&Node]) -> Access {
    let Some(first) = nodes.first() else { return Access::Unstated };
    let from_all = |name: &str| {
        nodes.iter().find(|node| {
            node.name == name && node.args.iter().any(|arg| arg.eq_ignore_ascii_case("all"))
        })
    };
    let order = nodes.iter().rfind(|node| node.name == "order");
    let order_text = order.map(|order| order.args.concat().to_ascii_lowercase());
    let allow_then_deny = order_text.is_some_and(|text| text == "allow,deny");
    let granted = |node: &Node| Access::Granted(node.line);
    let shut = |line: u64| {
        let named: Vec<String> = nodes
            .iter()
            .filter(|node| node.name == "allow")
            .flat_map(|node| node.args.iter().skip(1).cloned())
            .collect();
        Access::Shut(if named.is_empty() {
            format!("Order, Allow and Deny (line {line}) refuse everybody")
        } else {
            format!("only {} is let in (line {line}), without a password", named.join(", "))
        })
    };
    match (allow_then_deny, from_all("allow"), from_all("deny")) {
        (_, _, Some(deny)) if allow_then_deny => shut(deny.line),
        (_, Some(allow), _) => granted(allow),
        (true, None, _) => shut(first.line),
        (false, None, Some(deny)) => shut(deny.line),
        (false, None, None) => granted(first),
    }
}

fn any(choices: Vec<Access>) -> Access {
    let rank = |access: &Access| match access {
        Access::Granted(_) => 0,
        Access::Unsure(_) => 1,
        Access::Shut(_) => 2,
        Access::Unstated => 3,
    };
    choices.into_iter().min_by_key(rank).unwrap_or(Access::Unstated)
}

fn all(choices: Vec<Access>) -> Access {
    let rank = |access: &Access| match access {
        Access::Shut(_) => 0,
        Access::Unsure(_) => 1,
        Access::Granted(_) => 2,
        Access::Unstated => 3,
    };
    choices.into_iter().min_by_key(rank).unwrap_or(Access::Unstated)
}
