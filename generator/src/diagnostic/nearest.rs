//! Suggestions for misspelt names.

/// The one of `known` that `word` most likely misspells, if any is similar.
pub fn nearest<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let slips = (word.chars().count() / 3).max(1);
    known
        .into_iter()
        .map(|name| (strsim::damerau_levenshtein(word, name), name))
        .filter(|(distance, _)| *distance <= slips)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, name)| name)
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn suggests_misspelt_words_only() {
        let known = ["docs", "operations", "enums"];
        assert_eq!(nearest("doc", known), Some("docs"));
        assert_eq!(nearest("opertaions", known), Some("operations"));
        assert_eq!(nearest("unions", known), None);
    }
}
