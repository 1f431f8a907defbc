//! `cargo xtask docs`: renders the OpenAPI document as one searchable page, which loads nothing from the network.
//!
//! The renderer is RapiDoc, a single script of less than 1 MB that works from disk.

use std::{
    fs,
    io::ErrorKind,
    path::{Path, PathBuf},
    process::Command,
};

use crate::{Failed, stdio};

/// The renderer, and its file in the package.
const RENDERER: &str = "rapidoc@9.3.8";
const SCRIPT: &str = "node_modules/rapidoc/dist/rapidoc-min.js";

/// Arguments of `docs`.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// The OpenAPI document.
    #[arg(long, value_name = "OPENAPI.json")]
    document: Option<PathBuf>,
    /// The folder of the page.
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
}

/// Runs the command.
pub fn run(arguments: &Arguments) -> Result<(), Failed> {
    let document = crate::folder(arguments.document.as_ref(), "generated/openapi.json")?;
    let out = crate::folder(arguments.out.as_ref(), "target/api-docs")?;
    let failed = |path: &Path| {
        let path = path.display().to_string();
        move |error: std::io::Error| Failed::Because(format!("{path}: {error}"))
    };
    let text = fs::read_to_string(&document).map_err(failed(&document))?;
    let script = renderer(&crate::below_root("target/api-docs-renderer")?)?;
    fs::create_dir_all(&out).map_err(failed(&out))?;
    let page = out.join("index.html");
    fs::write(&page, html(&script, &text)).map_err(failed(&page))?;
    stdio::out(format_args!("wrote {}\n", page.display()))?;
    Ok(())
}

/// Returns the script of the renderer. npm installs it into `dir` if it is missing.
fn renderer(dir: &Path) -> Result<String, Failed> {
    let script = dir.join(SCRIPT);
    if !script.is_file() {
        fs::create_dir_all(dir)?;
        let mut npm = Command::new("npm");
        npm.args([
            "install",
            "--no-save",
            "--no-audit",
            "--no-fund",
            "--ignore-scripts",
            "--loglevel=error",
            "--prefix",
        ]);
        let status = npm.arg(dir).arg(RENDERER).status().map_err(|error| match error.kind() {
            ErrorKind::NotFound => Failed::Because(format!("npm is not installed; it is needed to install {RENDERER}")),
            _ => Failed::Because(format!("cannot run npm: {error}")),
        })?;
        if !status.success() {
            return Err(Failed::Because(format!("npm cannot install {RENDERER}")));
        }
    }
    Ok(fs::read_to_string(script)?)
}

/// The page, with a search of its own, because that of the renderer finds no fields of models.
const PAGE: &str = include_str!("docs/page.html");

/// Returns the page. Inside of a script, only `</script` and `<!--` have to be escaped.
fn html(script: &str, document: &str) -> String {
    let (before, rest) = PAGE.split_once("{script}").unwrap_or_default();
    let (between, after) = rest.split_once("{document}").unwrap_or_default();
    let (script, document) = (script.replace("</script", "<\\/script"), document.replace('<', "\\u003c"));
    [before, &script, between, &document, after].concat()
}

#[cfg(test)]
mod tests {
    use super::html;

    #[test]
    fn a_document_cannot_end_its_script() {
        let page = html("x", r#"{"description": "</script><script>alert(1)</script>"}"#);
        assert!(!page.contains("<script>alert"), "{page}");
        assert!(page.starts_with("<!doctype html>") && page.ends_with("</html>\n"), "{page}");
    }
}
