//! Folders that are embedded in the binary. A development build reads them from the disk when it starts.

use std::collections::BTreeMap;

use rust_embed::{EmbeddedFile, RustEmbed};

use super::file::File;

#[derive(RustEmbed)]
#[folder = "../../web-widget/dist"]
#[allow_missing = true]
pub(super) struct WidgetFiles;

#[derive(RustEmbed)]
#[folder = "../../agent-console/dist"]
#[allow_missing = true]
pub(super) struct ConsoleFiles;

#[derive(RustEmbed)]
#[folder = "../../demo-shop"]
#[allow_missing = true]
pub(super) struct ShopFiles;

/// Files by their paths.
pub(super) struct Folder(BTreeMap<String, File>);

impl Folder {
    /// Reads and compresses everything once.
    pub(super) fn load<F: RustEmbed>() -> Self {
        let load = |path: std::borrow::Cow<'static, str>| {
            let EmbeddedFile { data, metadata } = F::get(&path)?;
            let file = File::new(&path, data.into_owned(), metadata.sha256_hash());
            Some((path.into_owned(), file))
        };
        Self(F::iter().filter_map(load).collect())
    }

    pub(super) fn get(&self, path: &str) -> Option<&File> {
        self.0.get(path)
    }
}
