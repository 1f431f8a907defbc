//! Limits on input files. Recordings and documents are not trusted, and a small file can take hours to process.

/// The maximum nesting of JSON and YAML, because values are processed recursively.
pub(crate) const DEPTH: usize = 64;

/// The maximum size of a decompressed file.
pub const INPUT_BYTES: usize = 64 << 20;

/// The maximum size of a YAML file, which takes far longer to parse than JSON.
pub(crate) const YAML_BYTES: usize = 16 << 20;

/// The maximum number of nodes in a YAML document. The provider's documents have about 60,000.
pub(crate) const YAML_NODES: usize = 1_000_000;

/// The maximum number of nodes in a cassette.
pub(crate) const CASSETTE_NODES: usize = 200_000;

/// The maximum number of values in a document.
pub(crate) const DOCUMENT_VALUES: usize = 4_000_000;

/// The maximum number of calls in a recording.
pub(crate) const CALLS: usize = 100_000;

/// Returns the message for a text of more than `limit` bytes.
pub(crate) fn too_large(limit: usize) -> String {
    format!("larger than {} MB", limit >> 20)
}

/// The size of a JSON text, counted without reading it into memory.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Size {
    /// An upper bound of the number of its values.
    pub(crate) values: usize,
    /// The maximum number of nested lists and objects.
    pub(crate) depth: usize,
}

/// Returns the size of `text`, which need not be valid JSON.
pub(crate) fn json_size(text: &str) -> Size {
    let (mut values, mut depth, mut open) = (1, 0, 0usize);
    let mut bytes = text.bytes();
    while let Some(byte) = bytes.next() {
        match byte {
            b'"' => {
                while let Some(byte) = bytes.next() {
                    match byte {
                        b'"' => break,
                        b'\\' => drop(bytes.next()),
                        _ => {}
                    }
                }
            }
            b'[' | b'{' => {
                values += 1;
                open += 1;
                depth = depth.max(open);
            }
            b']' | b'}' => open = open.saturating_sub(1),
            b',' => values += 1,
            _ => {}
        }
    }
    Size { values, depth }
}

/// Formats `number` with a comma between thousands.
pub(crate) fn thousands(number: usize) -> String {
    let digits = number.to_string();
    let groups: Vec<&str> = digits.as_bytes().rchunks(3).rev().filter_map(|group| str::from_utf8(group).ok()).collect();
    groups.join(",")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_and_depth_are_counted_outside_of_strings() {
        let size = |text| {
            let Size { values, depth } = json_size(text);
            (values, depth)
        };
        assert_eq!(size("1"), (1, 0));
        assert_eq!(size(r#"{"a[{,\"[": [1, 2, {}]}"#), (6, 3));
        assert_eq!(size("[[["), (4, 3));
        assert_eq!(size("]]]\"\\"), (1, 0));
    }

    #[test]
    fn thousands_have_commas() {
        assert_eq!([0, 999, 1_000, 1_234_567].map(thousands), ["0", "999", "1,000", "1,234,567"]);
    }
}
