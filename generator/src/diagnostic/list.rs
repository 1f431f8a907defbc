//! Names of a spec in a sentence.

/// The maximum number of names in a message.
const SHOWN: usize = 8;

/// `names` as a message lists them; of many, the first ones and the number of the others.
pub fn list<S: AsRef<str>>(names: impl IntoIterator<Item = S>) -> String {
    let mut names = names.into_iter();
    let shown: Vec<_> = names.by_ref().take(SHOWN).map(|name| format!("`{}`", name.as_ref())).collect();
    match names.count() {
        0 => shown.join(", "),
        more => format!("{} and {more} more", shown.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::list;

    #[test]
    fn shows_only_the_first_of_many_names() {
        assert_eq!(list(["a", "b"]), "`a`, `b`");
        assert_eq!(list(('a'..='z').map(String::from)), "`a`, `b`, `c`, `d`, `e`, `f`, `g`, `h` and 18 more");
    }
}
