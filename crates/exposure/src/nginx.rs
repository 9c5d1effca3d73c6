//! An nginx configuration to the paths it lets anybody list. Tree of directives in; a verdict with
//! its reason for each location out. Settings are inherited as nginx inherits them; what an include,
//! a variable or a condition may change is `unknown`, never guessed.
//!
//! Sources, all under <https://nginx.org/en/docs/http/>: `ngx_http_autoindex_module.html`,
//! `ngx_http_auth_basic_module.html`, `ngx_http_auth_request_module.html`,
//! `ngx_http_access_module.html`, and `satisfy`, `internal`, `limit_except` in
//! `ngx_http_core_module.html`.

use crate::listed::{
    Configuration, DOUBTS_MAX, LISTINGS_MAX, Lines, ListedPath, RULES_MAX, Verdict, listing, short,
};
use crate::nginx_syntax::{Directive, parse};
use crate::reach;

/// Directives of which one must stand in a block before a text counts as an nginx configuration.
const TELLTALES: [&str; 16] = [
    "listen",
    "server_name",
    "root",
    "alias",
    "autoindex",
    "index",
    "proxy_pass",
    "try_files",
    "include",
    "return",
    "access_log",
    "error_log",
    "sendfile",
    "auth_basic",
    "fastcgi_pass",
    "default_type",
];

/// Directives that hand the request to something that decides for itself what it shows.
const HANDLERS: [&str; 7] = [
    "proxy_pass",
    "fastcgi_pass",
    "uwsgi_pass",
    "scgi_pass",
    "grpc_pass",
    "memcached_pass",
    "content_by_lua_block",
];

/// Included files that hold no directive about access or listing.
const HARMLESS_INCLUDES: [&str; 6] =
    ["mime.types", "fastcgi_params", "fastcgi.conf", "uwsgi_params", "scgi_params", "proxy_params"];

/// Reads a text; `None` where it is no nginx configuration.
pub(crate) fn read(text: &str) -> Option<Configuration> {
    if !text.contains('{') || !(text.contains("server") || text.contains("location")) {
        return None;
    }
    let tree = parse(text);
    if !is_nginx(&tree.directives) {
        return None;
    }
    let mut reader = Reader { lines: Lines::new(text), paths: Vec::new() };
    let context = Context::default().enter(&tree.directives, Level::Http);
    reader.servers(&tree.directives, &context);
    Some(Configuration { paths: reader.paths, complaints: tree.complaints })
}

fn is_nginx(directives: &[Directive]) -> bool {
    directives.iter().any(|directive| match (&directive.block, directive.name.as_str()) {
        (Some(block), "http") if directive.args.is_empty() => {
            is_nginx(block) || has_telltale(block)
        }
        (Some(block), "server") if directive.args.is_empty() => {
            has_telltale(block) || is_nginx(block)
        }
        (Some(block), "location") if !directive.args.is_empty() => has_telltale(block),
        _ => false,
    })
}

fn has_telltale(block: &[Directive]) -> bool {
    block.iter().any(|inner| {
        let known = TELLTALES.contains(&inner.name.as_str());
        known && inner.block.is_none() && !inner.args.is_empty()
    })
}

/// Where a directive stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Level {
    Http,
    Server,
    Location,
}

/// What holds at one level, by its own directives or by those above.
#[derive(Debug, Clone, Default)]
struct Context {
    root: Option<String>,
    listing: Option<Setting>,
    realm: Option<Setting>,
    has_user_file: bool,
    subrequest: Option<Setting>,
    certificate: Option<Setting>,
    rules: Vec<AddressRule>,
    satisfy_any: bool,
    /// Why what stands here may not be all that holds; each a clause.
    doubts: Vec<String>,
    /// Why no stranger reaches the server, where it listens on private addresses alone.
    unreached: Option<String>,
    /// A reply that the server gives to every request.
    reply: Option<u64>,
}

/// A directive in force.
#[derive(Debug, Clone)]
struct Setting {
    name: String,
    value: String,
    line: u64,
}

#[derive(Debug, Clone)]
struct AddressRule {
    allow: bool,
    who: String,
}

impl Context {
    /// What holds inside a block.
    fn enter(&self, block: &[Directive], level: Level) -> Self {
        let mut inner = self.clone();
        if level != Level::Location {
            inner.reply = None;
        }
        // Rules are inherited only where the level has none of its own.
        if block.iter().any(|directive| matches!(directive.name.as_str(), "allow" | "deny")) {
            inner.rules.clear();
        }
        for directive in block {
            inner.apply(directive, level);
        }
        if inner.rules.len() > RULES_MAX {
            inner.rules.clear();
            inner.doubts.push(format!("more than {RULES_MAX} address rules are not weighed"));
        }
        inner.doubts.truncate(DOUBTS_MAX);
        inner
    }

    fn apply(&mut self, directive: &Directive, level: Level) {
        let first = directive.args.first().map_or("", String::as_str);
        let setting = || Setting {
            name: directive.name.clone(),
            value: short(&directive.args.join(" ")),
            line: directive.line,
        };
        match directive.name.as_str() {
            "root" | "alias" => self.root = Some(short(first)),
            "autoindex" | "fancyindex" => self.listing = Some(setting()).filter(|_| first == "on"),
            "dav_ext_methods" if directive.args.iter().any(|arg| arg == "PROPFIND") => {
                self.listing = Some(setting());
            }
            "auth_basic" => self.realm = Some(setting()).filter(|_| first != "off"),
            "auth_basic_user_file" => self.has_user_file = true,
            "auth_request" => self.subrequest = Some(setting()).filter(|_| first != "off"),
            "ssl_verify_client" => self.certificate = Some(setting()).filter(|_| first == "on"),
            "allow" | "deny" => {
                let allow = directive.name == "allow";
                self.rules.push(AddressRule { allow, who: short(first) });
            }
            "satisfy" => self.satisfy_any = first == "any",
            "return" if level == Level::Server => self.reply = Some(directive.line),
            _ => self.doubts.extend(doubt(directive, level).map(|doubt| short(&doubt))),
        }
    }

    /// Whom the address rules let in. The first rule that fits decides.
    fn reach(&self) -> Reach {
        let mut allowed: Vec<&str> = Vec::new();
        for rule in &self.rules {
            match (rule.allow, rule.who.as_str()) {
                (true, "all" | "0.0.0.0/0") => return Reach::Everyone,
                (false, "all" | "0.0.0.0/0") if allowed.is_empty() => return Reach::Nobody,
                (false, "all" | "0.0.0.0/0") => return Reach::Only(allowed.join(", ")),
                (true, who) => allowed.push(who),
                (false, _) => {}
            }
        }
        Reach::Unstated
    }

    /// What stops a stranger, if anything does.
    fn gate(&self) -> Gate {
        let basic = self.realm.as_ref().map(|realm| {
            if realm.value.contains('$') {
                Gate::Unsure(format!("the realm of auth_basic (line {}) is a variable", realm.line))
            } else if self.has_user_file {
                Gate::Shut(format!("auth_basic (line {}) asks for a password", realm.line))
            } else {
                let line = realm.line;
                Gate::Unsure(format!(
                    "auth_basic (line {line}) names no user file in this configuration"
                ))
            }
        });
        let subrequest = self.subrequest.as_ref().map(|setting| {
            Gate::Shut(format!("auth_request (line {}) checks every request", setting.line))
        });
        let login = subrequest.or(basic);
        match (self.reach(), login) {
            (Reach::Everyone, Some(_)) if self.satisfy_any => Gate::None,
            (_, Some(login)) if self.satisfy_any => login,
            (Reach::Nobody, _) => Gate::Shut("deny all refuses every address".to_owned()),
            (_, Some(Gate::Shut(reason))) => Gate::Shut(reason),
            (Reach::Only(who), _) => {
                Gate::Shut(format!("only {who} is let in, without a password"))
            }
            (_, Some(login)) => login,
            (_, None) => Gate::None,
        }
    }
}

enum Reach {
    /// No rule speaks of everybody.
    Unstated,
    Everyone,
    Nobody,
    Only(String),
}

enum Gate {
    None,
    Shut(String),
    Unsure(String),
}

/// Why a directive that is not followed may change access or listing.
fn doubt(directive: &Directive, level: Level) -> Option<String> {
    let line = directive.line;
    let name = directive.name.as_str();
    let first = directive.args.first().map_or("", String::as_str);
    match name {
        "include" if level != Level::Http => {
            let harmless = HARMLESS_INCLUDES.iter().any(|known| first.ends_with(known));
            (!harmless).then(|| format!("include {} (line {line}) is not followed", short(first)))
        }
        "if" => {
            let inner = directive.block.iter().flatten();
            let mut inner = inner.map(|inner| inner.name.as_str());
            let decides =
                inner.any(|name| matches!(name, "return" | "rewrite" | "deny" | "auth_basic"));
            decides.then(|| format!("a condition (line {line}) may refuse the request"))
        }
        "limit_except" if !directive.args.iter().any(|method| method == "GET") => {
            Some(format!("limit_except (line {line}) may refuse the request"))
        }
        "rewrite" => Some(format!("rewrite (line {line}) may lead elsewhere")),
        _ if name.starts_with("access_by_lua") || name == "js_access" || name == "perl" => {
            Some(format!("{name} (line {line}) is a program that may refuse the request"))
        }
        _ if name.starts_with("auth_") && first != "off" && !name.ends_with("_file") => {
            Some(format!("{name} (line {line}) may ask for a password"))
        }
        _ => None,
    }
}

struct Reader<'a> {
    lines: Lines<'a>,
    paths: Vec<ListedPath>,
}

/// One path to judge.
struct Subject<'a> {
    site: &'a str,
    path: &'a str,
    line: u64,
    own: &'a [Directive],
    /// Whether the location is for this one path (`=`).
    exact: bool,
}

impl Reader<'_> {
    fn servers(&mut self, directives: &[Directive], context: &Context) {
        for directive in directives {
            let Some(block) = &directive.block else { continue };
            match directive.name.as_str() {
                "http" => self.servers(block, &context.enter(block, Level::Http)),
                "server" => self.server(directive, block, context),
                "location" => {
                    let mut context = context.clone();
                    let doubt = "the server that this location belongs to is not in the file";
                    context.doubts.push(doubt.to_owned());
                    self.location(directive, "unknown", &context);
                }
                _ => {}
            }
        }
    }

    fn server(&mut self, server: &Directive, block: &[Directive], context: &Context) {
        let mut context = context.enter(block, Level::Server);
        if !server.closed {
            context.doubts.push("the file ends before the server block does".to_owned());
        }
        let listens = block.iter().filter(|inner| inner.name == "listen");
        let listens: Vec<(&str, u64)> =
            listens.filter_map(|inner| Some((inner.args.first()?.as_str(), inner.line))).collect();
        context.unreached = reach::doubt(&listens);
        let site = site(block);
        let locations: Vec<&Directive> =
            block.iter().filter(|inner| inner.name == "location").collect();
        let has_top =
            locations.iter().any(|location| location.args.last().is_some_and(|p| p == "/"));
        let serves_files = context.root.is_some() || context.listing.is_some();
        if !has_top && serves_files {
            let subject =
                Subject { site: &site, path: "/", line: server.line, own: block, exact: false };
            self.judge(&subject, &context, &[]);
        }
        for location in locations {
            self.location(location, &site, &context);
        }
    }

    fn location(&mut self, location: &Directive, site: &str, outer: &Context) {
        let Some(block) = &location.block else { return };
        let path = match location.args.as_slice() {
            [path] if path.starts_with('@') => return,
            [modifier, path] if matches!(modifier.as_str(), "=" | "^~") => path.clone(),
            args => args.join(" "),
        };
        let mut context = outer.enter(block, Level::Location);
        if !location.closed {
            context.doubts.push("the file ends before the location block does".to_owned());
        }
        let exact = location.args.first().is_some_and(|modifier| modifier == "=");
        let subject = Subject { site, path: &path, line: location.line, own: block, exact };
        self.judge(&subject, &context, block);
        for nested in block.iter().filter(|inner| inner.name == "location") {
            self.location(nested, site, &context);
        }
    }

    fn judge(&mut self, subject: &Subject<'_>, context: &Context, handlers: &[Directive]) {
        if self.paths.len() > LISTINGS_MAX {
            return;
        }
        let (verdict, because) = verdict(subject, context, handlers);
        let own_lines = |line| subject.own.iter().any(|directive| directive.line == line);
        let decides = context.listing.as_ref().map(|setting| setting.line);
        let line = match verdict {
            Verdict::Open => decides.filter(|line| own_lines(*line)).unwrap_or(subject.line),
            Verdict::Closed | Verdict::Unknown => subject.line,
        };
        let listing = listing("nginx", (subject.site, subject.path), verdict, &because);
        self.paths.push(ListedPath { line, quote: self.lines.quote(line), listing });
    }
}

/// Server name, else the address it listens on.
fn site(block: &[Directive]) -> String {
    let of = |name: &str| {
        let directive = block.iter().find(|directive| directive.name == name)?;
        directive.args.iter().find(|arg| *arg != "_").cloned()
    };
    of("server_name").or_else(|| of("listen")).unwrap_or_else(|| "default server".to_owned())
}

fn verdict(subject: &Subject<'_>, context: &Context, handlers: &[Directive]) -> (Verdict, String) {
    let find = |wanted: &[&str]| {
        handlers.iter().find(|directive| wanted.contains(&directive.name.as_str()))
    };
    if let Some(internal) = find(&["internal"]) {
        return (
            Verdict::Closed,
            format!("internal (line {}): no request from outside", internal.line),
        );
    }
    if let Some(line) = context.reply.or(find(&["return"]).map(|reply| reply.line)) {
        return (Verdict::Closed, format!("every request gets the reply of return (line {line})"));
    }
    if let Some(setting) = &context.certificate {
        let line = setting.line;
        return (Verdict::Closed, format!("a client certificate is asked for (line {line})"));
    }
    let gate = context.gate();
    if let Gate::Shut(reason) = gate {
        return (Verdict::Closed, reason);
    }
    if let Some(handler) = find(&HANDLERS) {
        let reason = format!(
            "{} (line {}) passes the request on; whether a password is asked for there is not in this file",
            handler.name, handler.line
        );
        return (Verdict::Unknown, reason);
    }
    let mut doubts = context.doubts.clone();
    if let Gate::Unsure(reason) = gate {
        doubts.insert(0, reason);
    }
    let Some(listing) = &context.listing else {
        return match doubts.as_slice() {
            [] => (
                Verdict::Closed,
                "listing is off; a file whose name is known is read without a password".to_owned(),
            ),
            _ => (Verdict::Unknown, format!("listing is off here, but {}", doubts.join("; "))),
        };
    };
    let on = format!("{} {} (line {})", listing.name, listing.value, listing.line);
    if subject.exact && !subject.path.ends_with('/') {
        return (Verdict::Closed, format!("{on}, but the location is one file, no folder"));
    }
    // A pattern such as \.php$ never meets a folder; only its own autoindex shows that it is meant.
    let inherited = !handlers.iter().any(|directive| directive.line == listing.line);
    if subject.path.starts_with('~') && inherited {
        doubts.push("whether the pattern meets a folder is not worked out".to_owned());
    }
    if let Some(try_files) = find(&["try_files"]).filter(|t| !t.args.iter().any(|a| a == "$uri/")) {
        doubts.push(format!("try_files (line {}) looks for no folder", try_files.line));
    }
    doubts.extend(context.unreached.clone());
    if doubts.is_empty() {
        let folder = context.root.as_ref().map(|root| format!(" of {root}")).unwrap_or_default();
        let path = subject.path;
        return (
            Verdict::Open,
            format!("{on} lists {path}{folder} and nothing in force there asks for a password"),
        );
    }
    (Verdict::Unknown, format!("{on}, but {}", doubts.join("; ")))
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
    fn a_listing_without_a_password_is_open_though_there_is_a_login_page() {
        let text = "server {\n  listen 80;\n  root /srv/share;\n  location /login { proxy_pass \
            http://127.0.0.1:8080; }\n  location /pub/ { autoindex on; }\n}\n";
        check(text, &[("/", "closed", 1), ("/login", "unknown", 4), ("/pub/", "open", 5)]);
        let configuration = read(text).unwrap();
        assert_eq!(configuration.paths[2].quote, "location /pub/ { autoindex on; }");
        assert_eq!(configuration.paths[2].listing.site, "80");
    }

    #[test]
    fn with_a_password_on_every_path_all_is_closed() {
        let text = "server {\n listen 80; root /srv; autoindex on;\n auth_basic \"staff\";\n\
            auth_basic_user_file /etc/u;\n location / { }\n location /pub/ { autoindex on; }\n}\n";
        check(text, &[("/", "closed", 5), ("/pub/", "closed", 6)]);
    }

    #[test]
    fn settings_are_inherited_and_taken_back() {
        let text = "http {\n autoindex on;\n auth_basic x; auth_basic_user_file /u;\n server {\n\
            server_name a.example;\n location /a/ { auth_basic off;\n location /a/b/ { } }\n\
            location /c/ { auth_basic off; autoindex off; }\n }\n}\n";
        let expected =
            [("/", "closed", 4), ("/a/", "open", 6), ("/a/b/", "open", 7), ("/c/", "closed", 8)];
        check(text, &expected);
    }

    #[test]
    fn the_line_that_turns_listing_on_is_cited_where_it_stands_in_the_location() {
        let text = "server {\n listen 80;\n location /pub/ {\n  root /x;\n  autoindex on;\n }\n}\n";
        check(text, &[("/pub/", "open", 5)]);
    }

    #[test]
    fn address_rules_and_satisfy_decide_as_in_nginx() {
        let cases = [
            ("allow 10.0.0.0/8; deny all;", "closed"),
            ("deny all;", "closed"),
            ("deny 10.0.0.1;", "open"),
            ("allow all; deny all;", "open"),
            ("satisfy any; allow all; auth_basic x; auth_basic_user_file /u;", "open"),
            ("satisfy any; auth_basic x; auth_basic_user_file /u;", "closed"),
            ("satisfy any; deny 10.0.0.1; auth_basic x; auth_basic_user_file /u;", "closed"),
            ("satisfy all; allow all; auth_basic x; auth_basic_user_file /u;", "closed"),
            ("auth_request /login;", "closed"),
            ("auth_request off;", "open"),
            ("ssl_verify_client on;", "closed"),
            ("ssl_verify_client optional;", "open"),
        ];
        for (rules, verdict) in cases {
            let text = format!("server {{ listen 80; {rules} location /p/ {{ autoindex on; }} }}");
            check(&text, &[("/p/", verdict, 1)]);
        }
    }

    #[test]
    fn a_listing_that_no_stranger_reaches_is_unknown() {
        let cases = [
            ("listen 127.0.0.1:8080;", "unknown"),
            ("listen unix:/run/n.sock;", "unknown"),
            ("listen 10.0.0.5:80; listen [::1]:80;", "unknown"),
            ("listen 127.0.0.1:8080; listen 80;", "open"),
            ("listen [::]:80;", "open"),
            ("", "open"),
        ];
        for (listen, verdict) in cases {
            let text = format!("server {{ {listen} location /p/ {{ autoindex on; }} }}");
            check(&text, &[("/p/", verdict, 1)]);
        }
        let off = "server { listen 127.0.0.1:80; location /p/ { root /x; } }";
        check(off, &[("/p/", "closed", 1)]);
    }

    #[test]
    fn what_cannot_be_seen_is_unknown() {
        let cases = [
            ("include snippets/login.conf; autoindex on;", "unknown"),
            ("include /etc/nginx/mime.types; autoindex on;", "open"),
            ("auth_basic $realm; auth_basic_user_file /u; autoindex on;", "unknown"),
            ("auth_basic staff; autoindex on;", "unknown"),
            ("if ($cookie_id = '') { return 403; } autoindex on;", "unknown"),
            ("if ($slow) { set $limit_rate 4k; } autoindex on;", "open"),
            ("access_by_lua_block { ngx.exit(403) } autoindex on;", "unknown"),
            ("auth_jwt area; autoindex on;", "unknown"),
            ("try_files $uri =404; autoindex on;", "unknown"),
            ("try_files $uri $uri/ =404; autoindex on;", "open"),
            ("limit_except POST { deny all; } autoindex on;", "unknown"),
            ("limit_except GET { deny all; } autoindex on;", "open"),
            ("return 403; autoindex on;", "closed"),
            ("internal; autoindex on;", "closed"),
            ("dav_ext_methods PROPFIND OPTIONS;", "open"),
        ];
        for (inside, verdict) in cases {
            let text = format!("server {{ listen 80; location /p/ {{ {inside} }} }}");
            check(&text, &[("/p/", verdict, 1)]);
        }
    }

    #[test]
    fn a_server_that_only_redirects_lists_nothing() {
        check(
            "server { listen 80; root /x; autoindex on; return 301 https://a; }",
            &[("/", "closed", 1)],
        );
        check("server { listen 80; return 301 https://a; }", &[]);
    }

    #[test]
    fn comments_and_quotes_do_not_count() {
        let text = "server { listen 80; location /p/ { # autoindex on;\n add_header X \"autoindex on;\"; } }";
        check(text, &[("/p/", "closed", 1)]);
    }

    #[test]
    fn a_cut_file_and_a_lone_location_leave_doubt() {
        check("server {\n listen 80;\n location /p/ { autoindex on; }\n", &[("/p/", "unknown", 3)]);
        check("location /p/ { autoindex on; }", &[("/p/", "unknown", 1)]);
        let complaints = read("server {\n listen 80;\n location /p/ {\n").unwrap().complaints;
        assert_eq!(complaints.len(), 2, "{complaints:?}");
    }

    #[test]
    fn patterns_and_named_locations() {
        let text = "server { listen 80;\n autoindex on;\n location ~ ^/x { }\n location = /y { }\n\
            location ^~ /z/ { }\n location @back { }\n location / { }\n\
            location ~ ^/w/ { autoindex on; } }";
        let expected = [
            ("~ ^/x", "unknown", 3),
            ("/y", "closed", 4),
            ("/z/", "open", 5),
            ("/", "open", 7),
            ("~ ^/w/", "open", 8),
        ];
        check(text, &expected);
    }
}
