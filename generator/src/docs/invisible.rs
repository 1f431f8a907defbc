//! Characters that no reader sees.

/// Whether a reader could not see `character`, or would see the text around it in another order: control characters, line
/// breaks of every kind, what Unicode has for the direction and the joining of text, and what is no character at all.
pub(crate) fn is_invisible(character: char) -> bool {
    character.is_control()
        || matches!(
            character,
            '\u{ad}'
                | '\u{61c}'
                | '\u{180e}'
                | '\u{200b}'..='\u{200f}'
                | '\u{2028}'..='\u{202e}'
                | '\u{2060}'..='\u{206f}'
                | '\u{feff}'
                | '\u{fff9}'..='\u{fffb}'
                | '\u{e0000}'..='\u{e007f}'
        )
        || is_no_character(character)
}

/// Whether Unicode will never give `character` a meaning; XML refuses some of these.
fn is_no_character(character: char) -> bool {
    matches!(character, '\u{fdd0}'..='\u{fdef}') || u32::from(character) & 0xfffe == 0xfffe
}
