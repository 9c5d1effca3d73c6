//! An Apache configuration or `.htaccess` to the folders it lets anybody list. Lines in; a verdict
//! with its reason for each `Directory` and `Location` out. Options and access are merged from the
//! shortest path to the longest as Apache does; what a condition or an include may change is
//! `unknown`.
//!
//! Sources, under <https://httpd.apache.org/docs/2.4/>: `sections.html` (how sections merge),
//! `mod/core.html` (`Options`, default `FollowSymlinks` since 2.3.11, `All` before; `AllowOverride`),
//! `mod/mod_autoindex.html`.

use crate::apache_access::{Access, Rules};
use crate::apache_syntax::{Node, parse};
use crate::listed::{Configuration, DOUBTS_MAX, Lines, ListedPath, Verdict, listing, short};
use crate::reach;

/// Words that may begin a line of a `.htaccess` file.
const HTACCESS_WORDS: [&str; 34] = [
    "addcharset",
    "adddefaultcharset",
    "addhandler",
    "addoutputfilterbytype",
    "addtype",
    "allow",
    "authgroupfile",
    "authname",
    "authtype",
    "authuserfile",
    "authbasicprovider",
    "deny",
    "directoryindex",
    "errordocument",
    "expiresactive",
    "expiresbytype",
    "expiresdefault",
    "fileetag",
    "header",
    "indexignore",
    "indexoptions",
    "options",
    "order",
    "php_flag",
    "php_value",
    "redirect",
    "redirectmatch",
    "require",
    "rewritebase",
    "rewritecond",
    "rewriteengine",
    "rewriterule",
    "satisfy",
    "setenvif",
];

/// Sections of a server's own configuration.
const SECTIONS: [&str; 5] =
    ["directory", "directorymatch", "location", "locationmatch", "virtualhost"];

/// Reads a text; `None` where it is no Apache configuration.
pub(crate) fn read(text: &str) -> Option<Configuration> {
    let (nodes, complaints) = parse(text);
    let lines = Lines::new(text);
    let paths = if is_server_configuration(text, &nodes) {
        server_paths(&nodes, &lines)
    } else if is_htaccess(&nodes) {
        folder_path(&nodes, &lines).into_iter().collect()
    } else {
        return None;
    };
    Some(Configuration { paths, complaints })
}

fn is_server_configuration(text: &str, nodes: &[Node]) -> bool {
    let markup = ["<?xml", "<!doctype", "<html"];
    let head = text.trim_start().get(..9).unwrap_or("").to_ascii_lowercase();
    !markup.iter().any(|start| head.starts_with(start))
        && any_node(nodes, &|node| {
            SECTIONS.contains(&node.name.as_str()) && node.block.is_some() && !node.args.is_empty()
        })
        && any_node(nodes, &|node| is_telling(node) || node.name == "documentroot")
}

fn is_htaccess(nodes: &[Node]) -> bool {
    let known = |node: &Node| match &node.block {
        Some(_) => {
            let name = node.name.as_str();
            name.starts_with("if")
                || name.starts_with("files")
                || name.starts_with("require")
                || name.starts_with("limit")
        }
        None => HTACCESS_WORDS.contains(&node.name.as_str()) && !node.args.is_empty(),
    };
    !any_node(nodes, &|node| !known(node)) && any_node(nodes, &is_telling)
}

fn any_node(nodes: &[Node], wanted: &dyn Fn(&Node) -> bool) -> bool {
    nodes.iter().any(|node| {
        wanted(node) || node.block.as_ref().is_some_and(|block| any_node(block, wanted))
    })
}

/// Whether a line is one that prose does not hold.
fn is_telling(node: &Node) -> bool {
    let words = ["indexes", "all", "none", "followsymlinks", "multiviews", "execcgi"];
    match (node.name.as_str(), node.first_arg().as_str()) {
        ("options", first) => words.contains(&first.trim_start_matches(['+', '-'])),
        ("require", first) => {
            matches!(first, "all" | "valid-user" | "user" | "group" | "ip" | "local")
        }
        ("authtype", first) => matches!(first, "basic" | "digest"),
        ("order", first) => first.contains("allow") || first.contains("deny"),
        ("allow" | "deny", first) => first == "from",
        ("rewriteengine", first) => matches!(first, "on" | "off"),
        ("allowoverride", _) => true,
        _ => false,
    }
}

/// What one server has: its name, where its files lie, its sections.
#[derive(Debug, Clone, Default)]
struct Server<'a> {
    site: String,
    /// What stands in `Listen`, or behind `VirtualHost`, with the lines.
    listens: Vec<(&'a str, u64)>,
    document_root: Option<String>,
    aliases: Vec<(String, String)>,
    own: Vec<&'a Node>,
    sections: Vec<&'a Node>,
}

/// What holds for a folder, merged from the outermost section to the innermost.
#[derive(Debug, Clone, Default)]
struct Merged<'a> {
    /// The line that decides, and whether it turns listing on.
    indexes: Option<(bool, u64)>,
    rules: Rules<'a>,
    doubts: Vec<String>,
    /// Why no stranger reaches the server.
    unreached: Option<String>,
    override_line: Option<u64>,
    handler: Option<&'a Node>,
}

impl<'a> Merged<'a> {
    fn enter(&mut self, nodes: &'a [Node]) {
        let mut flat = Vec::new();
        self.doubts.extend(flatten(nodes, &mut flat));
        self.enter_flat(&flat);
        self.doubts.truncate(DOUBTS_MAX);
    }

    fn enter_flat(&mut self, flat: &[&'a Node]) {
        self.rules.enter(flat);
        for node in flat {
            match node.name.as_str() {
                "options" => self.options(node),
                "allowoverride" => {
                    self.override_line = Some(node.line).filter(|_| node.first_arg() != "none");
                }
                "include" | "includeoptional" => {
                    let file = short(&node.args.join(" "));
                    self.doubts
                        .push(format!("include {file} (line {}) is not followed", node.line));
                }
                "proxypass" | "sethandler" if node.first_arg() != "none" => {
                    self.handler = Some(node);
                }
                _ => {}
            }
        }
    }

    fn options(&mut self, node: &Node) {
        let words: Vec<String> = node.args.iter().map(|arg| arg.to_ascii_lowercase()).collect();
        let has = |wanted: &[&str]| words.iter().any(|word| wanted.contains(&word.as_str()));
        let absolute = words.iter().any(|word| !word.starts_with(['+', '-']));
        if has(&["indexes", "+indexes", "all", "+all"]) {
            self.indexes = Some((true, node.line));
        } else if absolute || has(&["-indexes", "-all"]) {
            self.indexes = Some((false, node.line));
        }
    }
}

/// Lays open the sections that hold for a reading request; returns doubts about conditions.
fn flatten<'a>(nodes: &'a [Node], flat: &mut Vec<&'a Node>) -> Vec<String> {
    let mut doubts = Vec::new();
    for node in nodes {
        let Some(block) = &node.block else {
            flat.push(node);
            continue;
        };
        let first = node.first_arg();
        let holds_get = node.args.iter().any(|arg| arg.eq_ignore_ascii_case("get"));
        match node.name.as_str() {
            "ifmodule" if !first.starts_with('!') => doubts.extend(flatten(block, flat)),
            "limit" if holds_get => doubts.extend(flatten(block, flat)),
            "limitexcept" if !holds_get => doubts.extend(flatten(block, flat)),
            // Of the two branches for old and new servers, the one for 2.4 is read.
            "ifversion" if !first.starts_with('<') => doubts.extend(flatten(block, flat)),
            "if" | "elseif" | "else" | "ifdefine" => {
                doubts.push(format!("a condition (line {}) may say otherwise", node.line));
            }
            "requireall" | "requireany" | "requirenone" => flat.push(node),
            name if SECTIONS.contains(&name) => flat.push(node),
            _ => {}
        }
    }
    doubts
}

fn server_paths(nodes: &[Node], lines: &Lines<'_>) -> Vec<ListedPath> {
    let main = server(nodes, "main server");
    let mut paths = main_paths(&main, None, lines);
    for node in main.sections.iter().filter(|node| node.name == "virtualhost") {
        let name = node.args.join(" ");
        let mut host = server(node.block.as_deref().unwrap_or(&[]), &name);
        host.listens = node.args.iter().map(|address| (address.as_str(), node.line)).collect();
        paths.extend(main_paths(&host, Some(&main), lines));
    }
    paths.sort_by_key(|found| found.line);
    paths
}

fn server<'a>(nodes: &'a [Node], name: &str) -> Server<'a> {
    let mut flat = Vec::new();
    let _conditions = flatten(nodes, &mut flat);
    let mut server = Server { site: short(name), ..Server::default() };
    for node in flat {
        let arg = node.args.first().cloned().unwrap_or_default();
        match (node.name.as_str(), node.args.as_slice()) {
            ("servername", _) => server.site = short(&arg),
            ("documentroot", _) => server.document_root = Some(arg),
            ("alias", [url, folder]) => server.aliases.push((url.clone(), folder.clone())),
            ("listen", [address, ..]) => server.listens.push((address, node.line)),
            (name, _) if SECTIONS.contains(&name) => server.sections.push(node),
            // An include of a whole server says nothing about the folders that are named here.
            ("include" | "includeoptional" | "proxypass", _) => {}
            _ => server.own.push(node),
        }
    }
    server
}

fn main_paths(
    server: &Server<'_>,
    main: Option<&Server<'_>>,
    lines: &Lines<'_>,
) -> Vec<ListedPath> {
    let servers: Vec<&Server<'_>> = main.into_iter().chain([server]).collect();
    let mut base = Merged::default();
    for server in &servers {
        base.enter_flat(&server.own);
        base.unreached = base.unreached.or_else(|| reach::doubt(&server.listens));
    }
    let sections = server.sections.iter().filter(|node| node.name != "virtualhost");
    sections
        .map(|node| {
            let (merged, path) = section_path(node, &servers, base.clone());
            listed(&merged, (&server.site, &path), node.line, lines)
        })
        .collect()
}

/// What holds for the path of a section, and the path as a browser asks for it.
fn section_path<'a>(
    node: &'a Node,
    servers: &[&Server<'a>],
    mut merged: Merged<'a>,
) -> (Merged<'a>, String) {
    let own = |of: fn(&Server<'a>, &str) -> Option<String>, path: &str| {
        servers.last().and_then(|server| of(server, path))
    };
    let named = node.args.last().map_or("", String::as_str);
    let pattern = node.name.ends_with("match") || node.args.len() > 1 || named.contains(['*', '?']);
    let is_location = node.name.starts_with("location");
    let folder = if is_location { own(Server::folder_of, named) } else { Some(named.to_owned()) };
    let mut outer: Vec<&Node> = Vec::new();
    if let (Some(folder), false) = (&folder, pattern) {
        outer.extend(above(servers, "directory", folder, node));
    }
    if is_location && !pattern {
        outer.extend(above(servers, "location", named, node));
    }
    for section in outer.into_iter().chain([node]) {
        merged.enter(section.block.as_deref().unwrap_or(&[]));
    }
    if pattern {
        merged
            .doubts
            .push("the path is a pattern; what else holds there is not worked out".to_owned());
    }
    let url = if is_location { None } else { own(Server::url_of, named) };
    (merged, url.unwrap_or_else(|| named.to_owned()))
}

/// Sections of one kind whose path lies above a path, the shortest first.
fn above<'a>(servers: &[&Server<'a>], kind: &str, path: &str, own: &Node) -> Vec<&'a Node> {
    let mut found: Vec<(usize, &'a Node)> = Vec::new();
    for section in servers.iter().flat_map(|server| &server.sections) {
        let Some(outer) = section.args.first().filter(|_| section.name == kind) else { continue };
        let same = section.line == own.line && section.name == own.name;
        if section.args.len() == 1 && !same && lies_under(path, outer) {
            found.push((outer.trim_end_matches('/').len(), section));
        }
    }
    found.sort_by_key(|(length, section)| (*length, section.line));
    // A later section of the same path overrides an earlier one, so that the own one stays last.
    found.into_iter().map(|(_, section)| section).collect()
}

fn lies_under(path: &str, outer: &str) -> bool {
    let outer = outer.trim_end_matches('/');
    path.strip_prefix(outer).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

impl Server<'_> {
    fn folder_of(&self, url: &str) -> Option<String> {
        let alias = self.aliases.iter().find(|(from, _)| lies_under(url, from));
        let (from, to) = match alias {
            Some((from, to)) => (from.as_str(), to.as_str()),
            None => ("/", self.document_root.as_deref()?),
        };
        let rest = url.strip_prefix(from.trim_end_matches('/')).unwrap_or(url);
        Some(format!("{}/{}", to.trim_end_matches('/'), rest.trim_start_matches('/')))
    }

    fn url_of(&self, folder: &str) -> Option<String> {
        let root = self.document_root.as_ref().map(|root| ("/", root.as_str()));
        let aliases = self.aliases.iter().map(|(from, to)| (from.as_str(), to.as_str()));
        let (from, to) = aliases.chain(root).find(|(_, to)| lies_under(folder, to))?;
        let rest = folder.strip_prefix(to.trim_end_matches('/')).unwrap_or("");
        Some(format!("{}/{}", from.trim_end_matches('/'), rest.trim_start_matches('/')))
    }
}

/// A `.htaccess` file speaks of the folder it lies in.
fn folder_path(nodes: &[Node], lines: &Lines<'_>) -> Option<ListedPath> {
    let mut merged = Merged::default();
    merged.enter(nodes);
    let stated = merged.rules.access() != Access::Unstated;
    let (_, line) = match merged.indexes {
        Some(indexes) => indexes,
        None if stated => (false, 1),
        None => return None,
    };
    if !stated {
        let doubt =
            "whether the server's own configuration asks for a password is not in this file";
        merged.doubts.push(doubt.to_owned());
    } else if merged.indexes.is_none() {
        merged.doubts.push("whether listing is on is not in this file".to_owned());
    }
    Some(listed(&merged, ("the folder of this file", "./"), line, lines))
}

fn listed(
    merged: &Merged<'_>,
    (site, path): (&str, &str),
    line: u64,
    lines: &Lines<'_>,
) -> ListedPath {
    let (verdict, because) = verdict(merged);
    let line = match (verdict, merged.indexes) {
        // The line that turns listing on, where it stands in the section itself.
        (Verdict::Open, Some((true, own))) if own > line => own,
        _ => line,
    };
    let listing = listing("apache", (site, path), verdict, &because);
    ListedPath { line, quote: lines.quote(line), listing }
}

fn verdict(merged: &Merged<'_>) -> (Verdict, String) {
    let mut doubts = merged.doubts.clone();
    let granted = match merged.rules.access() {
        Access::Shut(reason) => return (Verdict::Closed, reason),
        Access::Unsure(reason) => {
            doubts.insert(0, reason);
            String::new()
        }
        Access::Granted(line) => format!("everybody is let in (line {line})"),
        Access::Unstated => "nothing in this file asks for a password".to_owned(),
    };
    if let Some(handler) = merged.handler {
        let (name, line) = (&handler.name, handler.line);
        return (Verdict::Unknown, format!("{name} (line {line}) passes the request on"));
    }
    let line = match merged.indexes {
        Some((true, line)) => line,
        None if merged.rules.only_legacy() => {
            let reason =
                "no Options stand here: Apache before 2.3.11 lists then, later ones do not";
            return (Verdict::Unknown, reason.to_owned());
        }
        Some((false, _)) | None if doubts.is_empty() => {
            let reason = "Indexes is not among the options; a file whose name is known may be read";
            return (Verdict::Closed, reason.to_owned());
        }
        Some((false, _)) | None => {
            return (Verdict::Unknown, format!("listing is off here, but {}", doubts.join("; ")));
        }
    };
    let on = format!("Options with Indexes (line {line})");
    doubts.extend(merged.unreached.clone());
    if !doubts.is_empty() {
        return (Verdict::Unknown, format!("{on}, but {}", doubts.join("; ")));
    }
    let htaccess = merged.override_line.map(|line| {
        format!(
            "; a .htaccess file there could still ask for a password (AllowOverride, line {line})"
        )
    });
    (Verdict::Open, format!("{on} and {granted}{}", htaccess.unwrap_or_default()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &[(&str, &str, u64)]) {
        let configuration = read(text).expect("a configuration");
        let found: Vec<(&str, &str, u64)> = configuration
            .paths
            .iter()
            .map(|p| (p.listing.path.as_str(), p.listing.verdict.as_str(), p.line))
            .collect();
        assert_eq!(found, expected, "{text}\n{:#?}", configuration.paths);
    }

    #[test]
    fn a_directory_with_indexes_that_everybody_may_enter_is_open() {
        let text = "ServerName files.example\nDocumentRoot \"/srv/share\"\n<Directory />\n\
            Require all denied\n</Directory>\n<Directory /srv/share>\n  Options Indexes FollowSymLinks\n\
            AllowOverride None\n  Require all granted\n</Directory>\n<Directory /srv/share/in>\n\
            AuthType Basic\n  AuthName x\n  Require valid-user\n</Directory>\n";
        check(text, &[("/", "closed", 3), ("/", "open", 7), ("/in", "closed", 11)]);
        let configuration = read(text).unwrap();
        assert_eq!(configuration.paths[1].quote, "Options Indexes FollowSymLinks");
        assert_eq!(configuration.paths[1].listing.site, "files.example");
    }

    #[test]
    fn options_are_merged_with_signs_and_replaced_without() {
        let cases = [
            ("+Indexes", "open"),
            ("-Indexes", "closed"),
            ("FollowSymLinks", "closed"),
            ("+MultiViews", "open"),
            ("None", "closed"),
            ("All", "open"),
        ];
        for (options, verdict) in cases {
            let text = format!(
                "<Directory /a>\nOptions Indexes\nRequire all granted\n</Directory>\n\
                <Directory /a/b>\nOptions {options}\n</Directory>\n"
            );
            let line = if matches!(options, "+Indexes" | "All") { 6 } else { 5 };
            check(&text, &[("/a", "open", 2), ("/a/b", verdict, line)]);
        }
    }

    #[test]
    fn access_is_decided_as_in_apache() {
        let cases = [
            ("Require all granted", "open"),
            ("Require all denied", "closed"),
            ("Require ip 10.0.0.0/8", "closed"),
            ("Require valid-user\nRequire all granted", "open"),
            ("<RequireAll>\nRequire all granted\nRequire valid-user\n</RequireAll>", "closed"),
            ("<RequireAll>\nRequire all granted\nRequire not ip 10.0.0.1\n</RequireAll>", "open"),
            ("<RequireAny>\nRequire ip 10.0.0.1\nRequire user a\n</RequireAny>", "closed"),
            ("Require env let_me_in", "unknown"),
            ("AuthType Basic\nAuthName x", "open"),
            ("Order allow,deny\nAllow from all", "open"),
            ("Order allow,deny", "closed"),
            ("Order deny,allow\nDeny from all", "closed"),
            ("Order deny,allow\nDeny from all\nAllow from 10.0.0.1", "closed"),
            ("Order deny,allow\nDeny from all\nAllow from all", "open"),
            ("Order allow,deny\nAllow from all\nDeny from all", "closed"),
            ("Order allow,deny\nAllow from all\nRequire valid-user", "closed"),
            ("Order allow,deny\nAllow from all\nRequire valid-user\nSatisfy Any", "open"),
            ("<Limit GET POST>\nRequire valid-user\n</Limit>", "closed"),
            ("<LimitExcept GET>\nRequire valid-user\n</LimitExcept>", "open"),
            (
                "<IfModule !mod_authz_core.c>\nDeny from all\n</IfModule>\nRequire all granted",
                "open",
            ),
            ("<If \"%{HTTP_HOST} == 'a'\">\nRequire all denied\n</If>", "unknown"),
            ("Include login.conf", "unknown"),
            ("SetHandler server-status", "unknown"),
        ];
        for (rules, verdict) in cases {
            let text = format!("<Directory /a>\nOptions +Indexes\n{rules}\n</Directory>\n");
            let line = if verdict == "open" { 2 } else { 1 };
            check(&text, &[("/a", verdict, line)]);
        }
    }

    #[test]
    fn a_location_takes_what_holds_for_its_folder() {
        let text = "DocumentRoot /srv\n<Directory /srv>\nOptions Indexes\nRequire all granted\n</Directory>\n\
            Alias /x /data/x\n<Directory /data>\nOptions Indexes\nRequire valid-user\n</Directory>\n\
            <Location /pub>\nIndexOptions FancyIndexing\n</Location>\n<Location /x/y>\n</Location>\n\
            <Location /p>\nProxyPass http://127.0.0.1:1/\n</Location>\n";
        let expected = [
            ("/", "open", 3),
            ("/data", "closed", 7),
            ("/pub", "open", 11),
            ("/x/y", "closed", 14),
            ("/p", "unknown", 16),
        ];
        check(text, &expected);
    }

    #[test]
    fn virtual_hosts_have_their_own_sections_and_take_those_of_the_main_server() {
        let text = "<Directory /srv>\nOptions Indexes\nRequire all granted\n</Directory>\n\
            <VirtualHost *:80>\nServerName a.example\nDocumentRoot /srv/a\n<Directory /srv/a>\n\
            AllowOverride All\n</Directory>\n</VirtualHost>\n";
        check(text, &[("/srv", "open", 2), ("/", "open", 8)]);
        let because = &read(text).unwrap().paths[1].listing.because;
        assert!(because.contains("AllowOverride, line 9"), "{because}");
    }

    #[test]
    fn a_listing_that_no_stranger_reaches_is_unknown() {
        let folder = "<Directory /srv>\nOptions Indexes\nRequire all granted\n</Directory>\n";
        check(&format!("Listen 127.0.0.1:8080\n{folder}"), &[("/srv", "unknown", 2)]);
        check(&format!("Listen 127.0.0.1:8080\nListen 80\n{folder}"), &[("/srv", "open", 4)]);
        for (address, verdict, line) in [("127.0.0.1:80", "unknown", 3), ("*:80", "open", 4)] {
            let host = format!("Listen 80\n<VirtualHost {address}>\n{folder}</VirtualHost>\n");
            check(&host, &[("/srv", verdict, line)]);
        }
    }

    #[test]
    fn without_options_the_version_decides() {
        let old = "<Directory /a>\nOrder allow,deny\nAllow from all\n</Directory>\n";
        check(old, &[("/a", "unknown", 1)]);
        check("<Directory /a>\nRequire all granted\n</Directory>\n", &[("/a", "closed", 1)]);
    }

    #[test]
    fn a_htaccess_file_speaks_of_its_folder() {
        check("Options +Indexes\n", &[("./", "unknown", 1)]);
        check("# open\nOptions +Indexes\nRequire all granted\n", &[("./", "open", 2)]);
        check("AuthType Basic\nAuthName x\nRequire valid-user\n", &[("./", "closed", 1)]);
        check("Options -Indexes\nRequire all granted\n", &[("./", "closed", 1)]);
        check("RewriteEngine On\nRewriteRule ^a$ /b [L]\n", &[]);
        assert_eq!(read("Options +Indexes\nand then we had lunch\n"), None);
    }

    #[test]
    fn a_line_may_go_on_in_the_next() {
        check(
            "<Directory /a>\nOptions \\\n  Indexes\nRequire all granted\n</Directory>\n",
            &[("/a", "open", 2)],
        );
    }
}
