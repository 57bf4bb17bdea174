//! Where a setting's value comes from, and how an error names that place.

use std::{
    collections::BTreeMap,
    ffi::OsString,
    fs,
    path::{Path, PathBuf},
};

use toml::{Table, Value};

use super::{ConfigError, Expected, Key};

const DEFAULTS: &str = include_str!("../../config.default.toml");

/// The strongest value of each key, as text.
#[derive(Debug)]
pub(super) struct Layers(BTreeMap<Key, Setting>);

#[derive(Debug)]
struct Setting {
    text: String,
    source: Source,
}

#[derive(Clone, Debug)]
enum Source {
    Default,
    File(PathBuf),
    Environment,
    Flag,
}

impl Layers {
    pub(super) fn defaults() -> Self {
        let mut layers = Self(BTreeMap::new());
        let table = DEFAULTS.parse().expect("config.default.toml is TOML");
        layers
            .add_table(table, Path::new("config.default.toml"), &Source::Default)
            .expect("it holds settings only");
        layers
    }

    pub(super) fn add_file(&mut self, path: &Path) -> Result<(), ConfigError> {
        let text = fs::read_to_string(path).map_err(|source| ConfigError::Unreadable {
            path: path.to_owned(),
            source,
        })?;
        let table = text.parse().map_err(|source| ConfigError::NotToml {
            path: path.to_owned(),
            source,
        })?;
        self.add_table(table, path, &Source::File(path.to_owned()))
    }

    fn add_table(&mut self, table: Table, path: &Path, source: &Source) -> Result<(), ConfigError> {
        for (name, value) in table {
            let Some(key) = Key::named(&name) else {
                let allowed = Key::ALL.map(Key::name).to_vec();
                return Err(ConfigError::UnknownKey {
                    path: path.to_owned(),
                    key: name,
                    allowed,
                });
            };
            let kind = value.type_str();
            let text = text_of(value).ok_or_else(|| ConfigError::WrongKind {
                path: path.to_owned(),
                key: key.name(),
                kind,
            })?;
            self.add(key, &text, source.clone());
        }
        Ok(())
    }

    /// Other variables of ours (`TILLSIDE_PASSWORD`), and those that Kubernetes sets for a service of this name, are no
    /// settings.
    pub(super) fn add_environment(
        &mut self,
        variables: impl IntoIterator<Item = (OsString, OsString)>,
    ) -> Result<(), ConfigError> {
        for (name, value) in variables {
            let key = Key::ALL.into_iter().find(|key| name.to_str() == Some(&key.variable()));
            if let Some(key) = key {
                let text = value.into_string().map_err(|_raw| ConfigError::NotUnicode {
                    variable: key.variable(),
                })?;
                self.add(key, &text, Source::Environment);
            }
        }
        Ok(())
    }

    pub(super) fn add_flags(&mut self, listen: Option<&str>) {
        if let Some(text) = listen {
            self.add(Key::Listen, text, Source::Flag);
        }
    }

    fn add(&mut self, key: Key, text: &str, source: Source) {
        let text = text.trim();
        if !text.is_empty() {
            self.0.insert(
                key,
                Setting {
                    text: text.to_owned(),
                    source,
                },
            );
        }
    }

    pub(super) fn optional<T>(
        &self,
        key: Key,
        parse: impl FnOnce(&str) -> Result<T, Expected>,
    ) -> Result<Option<T>, ConfigError> {
        let parsed = self.0.get(&key).map(|setting| parse(&setting.text)).transpose();
        parsed.map_err(|expected| self.invalid(key, expected))
    }

    /// A setting that `config.default.toml` gives a value.
    pub(super) fn required<T>(
        &self,
        key: Key,
        parse: impl FnOnce(&str) -> Result<T, Expected>,
    ) -> Result<T, ConfigError> {
        self.optional(key, parse)
            .map(|value| value.expect("every required setting has a default"))
    }

    /// Where the key is set, if it is, as the operator wrote it.
    pub(super) fn given(&self, key: Key) -> Option<String> {
        self.0.get(&key).map(|setting| match &setting.source {
            Source::Default => key.name().to_owned(),
            Source::File(path) => format!("{key} in {}", path.display()),
            Source::Environment => key.variable(),
            Source::Flag => format!("--{key}"),
        })
    }

    pub(super) fn invalid(&self, key: Key, expected: Expected) -> ConfigError {
        let text = self
            .0
            .get(&key)
            .map(|setting| setting.text.as_str())
            .unwrap_or_default();
        let value = if key.is_secret() {
            without_password(text)
        } else {
            format!("{text:?}")
        };
        ConfigError::Invalid {
            key: self.given(key).unwrap_or_else(|| key.to_string()),
            value,
            expected,
        }
    }
}

/// Enough of an address to recognise it by.
fn without_password(text: &str) -> String {
    match (text.split_once("://"), text.rsplit_once('@')) {
        (Some((scheme, _)), Some((_, place))) => format!("\"{scheme}://…@{place}\""),
        _ => format!("{text:?}"),
    }
}

fn text_of(value: Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text),
        Value::Integer(number) => Some(number.to_string()),
        Value::Boolean(is_on) => Some(if is_on { "on" } else { "off" }.to_owned()),
        Value::Array(values) => {
            let texts = values
                .into_iter()
                .map(|value| if value.is_array() { None } else { text_of(value) });
            texts.collect::<Option<Vec<_>>>().map(|texts| texts.join(","))
        }
        Value::Float(_) | Value::Datetime(_) | Value::Table(_) => None,
    }
}
