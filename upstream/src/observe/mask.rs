//! Masks recorded values, because recordings can contain secrets and reports are pasted into issues.

/// Returns the form of `text`, without the text itself.
pub fn form(text: &str) -> String {
    if let Some(prefix) = id_prefix(text) {
        return format!("id {prefix}_…");
    }
    let is_uuid = text.len() == 36
        && text.bytes().enumerate().all(|(index, byte)| match index {
            8 | 13 | 18 | 23 => byte == b'-',
            _ => byte.is_ascii_hexdigit(),
        });
    if is_uuid {
        return "uuid".to_owned();
    }
    if text.contains("://") { "url".to_owned() } else { "text".to_owned() }
}

/// Returns the prefix of an id, such as `vm` for `vm_CxR8lzTsvAYkJsEq`.
pub fn id_prefix(text: &str) -> Option<&str> {
    let (prefix, rest) = text.split_once('_')?;
    let short = (1..=12).contains(&prefix.len()) && prefix.bytes().all(|byte| byte.is_ascii_lowercase());
    (short && rest.len() == 16 && rest.bytes().all(|byte| byte.is_ascii_alphanumeric())).then_some(prefix)
}

/// Returns a word such as an error code, a value of an enum or a key, if it is safe to show.
pub fn word(text: &str) -> Option<&str> {
    let plain = !text.is_empty()
        && text.len() <= 64
        && text.chars().all(|c| c.is_ascii_alphanumeric() || "_-.:/+ ".contains(c));
    (plain && !text.split(['_', '-', '.', ':', '/', ' ']).any(is_token)).then_some(text)
}

/// Returns `path` without identifiers.
pub fn path(path: &str) -> String {
    let shown = path.split('/').map(|segment| match (id_prefix(segment), word(segment)) {
        (Some(prefix), _) => format!("{prefix}_…"),
        (None, Some(word)) => word.to_owned(),
        (None, None) if segment.is_empty() => String::new(),
        (None, None) => "…".to_owned(),
    });
    shown.collect::<Vec<_>>().join("/")
}

/// Whether `part` looks like a random string.
fn is_token(part: &str) -> bool {
    let digit = part.bytes().any(|byte| byte.is_ascii_digit());
    let letter = part.bytes().any(|byte| byte.is_ascii_alphabetic());
    part.len() >= 12 && digit && letter || part.len() >= 32
}
