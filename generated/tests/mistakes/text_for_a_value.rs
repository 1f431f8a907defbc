//! Text for the value of an enum.
//~ E0277
//~ expected `TagColor`, found `str`

use katapult_api::NewTagArguments;

pub fn example() -> NewTagArguments {
    NewTagArguments::new("web").color("gren")
}
