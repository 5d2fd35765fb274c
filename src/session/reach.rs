//! The address at which others reach the page: a phone cannot open a file on this machine, nor what this machine calls
//! itself.

/// What is wrong with an address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReachMistake {
    /// Nothing was entered.
    Nothing,
    /// It is no address of the web.
    NoScheme,
    /// There is no machine's name in it, or none that a machine can have.
    NoHost,
    /// Every machine calls itself so.
    OnlyHere,
}

/// The address, without a fragment, if others can reach it.
///
/// # Errors
/// What is wrong with it.
pub fn reach(text: &str) -> Result<String, ReachMistake> {
    let text = text.trim();
    if text.is_empty() {
        return Err(ReachMistake::Nothing);
    }
    let (scheme, rest) = text.split_once("://").ok_or(ReachMistake::NoScheme)?;
    if !matches!(scheme.to_ascii_lowercase().as_str(), "http" | "https") {
        return Err(ReachMistake::NoScheme);
    }
    let place = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let host = host_of(place).ok_or(ReachMistake::NoHost)?;
    if text.contains(char::is_whitespace) {
        return Err(ReachMistake::NoHost);
    }
    if is_this_machine(&host) {
        return Err(ReachMistake::OnlyHere);
    }
    Ok(text.split('#').next().unwrap_or_default().to_owned())
}

/// The name of `name:port`, in small letters; `None` where there is none, or one that nothing is called.
fn host_of(place: &str) -> Option<String> {
    let (host, port) = match place.strip_prefix('[') {
        Some(six) => {
            let (host, behind) = six.split_once(']')?;
            (host, behind.strip_prefix(':').or(behind.is_empty().then_some("0"))?)
        }
        None => place.split_once(':').unwrap_or((place, "0")),
    };
    let numbers = place.starts_with('[');
    let letter = |c: char| c.is_alphanumeric() || matches!(c, '.' | '-' | '_') || (numbers && c == ':');
    let right = !host.is_empty() && host.chars().all(letter) && host.chars().any(char::is_alphanumeric);
    let port = !port.is_empty() && port.chars().all(|c| c.is_ascii_digit());
    (right && port).then(|| host.to_lowercase())
}

fn is_this_machine(host: &str) -> bool {
    let host = host.trim_end_matches('.');
    let of_loop =
        host.strip_prefix("127.").is_some_and(|rest| rest.chars().all(|c| c.is_ascii_digit() || c == '.'));
    of_loop || host == "localhost" || host.ends_with(".localhost") || matches!(host, "::1" | "0.0.0.0" | "::")
}

/// The address on which a phone follows what a room sees: the page's, with this fragment.
pub fn audience_address(page: &str, fragment: &str) -> String {
    let page = page.split('#').next().unwrap_or_default();
    let page = page.trim_end_matches("index.html");
    let sign = if page.contains('?') { '&' } else { '?' };
    let sign = if page.ends_with(['?', '&']) { String::new() } else { sign.to_string() };
    format!("{page}{sign}audience#{fragment}")
}

/// The page's own address, if others can reach it: without what was asked of it.
pub fn own_reach(href: &str) -> Option<String> {
    let page = href.split(['?', '#']).next().unwrap_or_default();
    reach(page).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_of_the_web_is_taken_without_its_fragment() {
        assert_eq!(reach(" https://example.org/scope/#zombie "), Ok("https://example.org/scope/".to_owned()));
        assert_eq!(reach("http://192.168.0.7:8080/"), Ok("http://192.168.0.7:8080/".to_owned()));
        assert_eq!(reach("HTTP://강의실.example"), Ok("HTTP://강의실.example".to_owned()));
        assert!(reach("http://[fe80::1]:80/").is_ok());
    }

    #[test]
    fn what_no_phone_can_open_is_told_apart() {
        use ReachMistake::*;
        for (text, mistake) in [
            ("", Nothing),
            ("example.org", NoScheme),
            ("file:///me/groupscope.html", NoScheme),
            ("blob:https://example.org/1", NoScheme),
            ("https://", NoHost),
            ("https:///scope", NoHost),
            ("https://exa mple.org", NoHost),
            ("https://example.org:port/", NoHost),
            ("https://a@b/", NoHost),
            ("http://localhost:8080/", OnlyHere),
            ("http://me.localhost/", OnlyHere),
            ("http://127.0.0.1:9/", OnlyHere),
            ("http://[::1]/", OnlyHere),
            ("http://0.0.0.0/", OnlyHere),
        ] {
            assert_eq!(reach(text), Err(mistake), "{text}");
        }
        assert!(reach("https://127.example.org/").is_ok());
    }

    #[test]
    fn the_pages_own_address_is_what_stands_before_its_question() {
        assert_eq!(own_reach("https://a.org/x/?lang=ko#zombie").as_deref(), Some("https://a.org/x/"));
        assert_eq!(own_reach("http://127.0.0.1:4000/#zombie"), None);
        assert_eq!(audience_address("https://a.org/x/", "zombie@3s"), "https://a.org/x/?audience#zombie@3s");
        assert_eq!(audience_address("https://a.org/?v=2", "z"), "https://a.org/?v=2&audience#z");
        assert_eq!(audience_address("https://a.org/index.html", "z"), "https://a.org/?audience#z");
    }
}
