//! `cargo xtask schema`: the JSON Schemas with which editors complete and check the spec.

use std::{fs, path::PathBuf};

use crate::{Failed, stdio};

/// What `schema` is told.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// Write nothing; fail if a schema is not what the loader's types make of it.
    #[arg(long)]
    check: bool,
    /// The folder of the schemas.
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
}

/// Runs the verb.
pub fn run(arguments: &Arguments) -> Result<(), Failed> {
    let out = crate::folder(arguments.out.as_ref(), "spec/schema")?;
    let mut stale = false;
    for (name, text) in generator::schema::files() {
        let path = out.join(name);
        if fs::read_to_string(&path).is_ok_and(|found| found == text) {
            continue;
        }
        if arguments.check {
            stdio::err(format_args!("stale: {}\n", path.display()));
            stale = true;
        } else {
            fs::create_dir_all(&out)?;
            fs::write(&path, text)?;
            stdio::out(format_args!("wrote {}\n", path.display()))?;
        }
    }
    if arguments.check {
        let modelines = generator::modelines(&crate::below_root("spec")?);
        if !modelines.list.is_empty() {
            stdio::err(modelines);
            return Err(Failed::Reported);
        }
    }
    if stale {
        return Err(Failed::Because("run `cargo xtask schema` and commit the result".to_owned()));
    }
    Ok(())
}
