//! `cargo xtask schema`: writes the JSON Schemas that editors use to complete and check the spec.

use std::path::{Path, PathBuf};

use generator::schema;

use crate::{Failed, stdio};

/// Arguments of `schema`.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// Write nothing; fail if a schema is not up to date.
    #[arg(long)]
    check: bool,
    /// The folder of the schemas.
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
}

/// Runs the command.
pub fn run(arguments: &Arguments) -> Result<(), Failed> {
    let out = crate::folder(arguments.out.as_ref(), "spec/schema")?;
    if arguments.check {
        return check(&out);
    }
    for name in schema::write(&out)?.changed {
        stdio::out(format_args!("wrote {}\n", out.join(name).display()))?;
    }
    Ok(())
}

fn check(out: &Path) -> Result<(), Failed> {
    let stale = schema::stale(out)?;
    for name in &stale {
        stdio::err(format_args!("stale: {}\n", out.join(name).display()));
    }
    let modelines = generator::modelines(&crate::below_root("spec")?);
    if !modelines.list.is_empty() {
        stdio::err(modelines);
        return Err(Failed::Reported);
    }
    if !stale.is_empty() {
        return Err(Failed::Because("run `cargo xtask schema` and commit the result".to_owned()));
    }
    Ok(())
}
