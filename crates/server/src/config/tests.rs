//! Every key can be set in every layer, and every mistake is told in a sentence.

use std::{error::Error as _, ffi::OsString, fs, path::PathBuf};

use super::*;

fn environment(variables: &[(&str, &str)]) -> Vec<(OsString, OsString)> {
    variables
        .iter()
        .map(|(name, value)| (OsString::from(name), OsString::from(value)))
        .collect()
}

fn load(variables: &[(&str, &str)]) -> Result<Config, ConfigError> {
    Config::load(None, environment(variables), &Flags::default())
}

/// A file of its own for each test, gone afterwards.
struct File(PathBuf);

impl File {
    fn of(name: &str, text: &str) -> Self {
        let path = std::env::temp_dir().join(format!("tillside-config-{}-{name}.toml", std::process::id()));
        fs::write(&path, text).unwrap();
        Self(path)
    }

    fn load(&self, variables: &[(&str, &str)]) -> Result<Config, ConfigError> {
        Config::load(Some(&self.0), environment(variables), &Flags::default())
    }
}

impl Drop for File {
    fn drop(&mut self) {
        fs::remove_file(&self.0).unwrap();
    }
}

#[test]
fn the_defaults_are_what_the_documentation_promises() {
    let expected = Config {
        listen: "127.0.0.1:8080".parse().unwrap(),
        ops_listen: None,
        public_url: None,
        database: Database::Sqlite {
            path: "tillside.db".into(),
        },
        migrates: true,
        secret: None,
        tls: None,
        trusted_proxies: vec![],
        trusted_clients: vec![],
        rate_shopper: Rate { burst: 60, per_s: 10 },
        rate_agent: Rate { burst: 200, per_s: 50 },
        log: "info".into(),
        demo: false,
    };
    assert_eq!(load(&[]).unwrap(), expected);
}

#[test]
fn the_default_file_shows_every_key() {
    let table: toml::Table = include_str!("../../config.default.toml").parse().unwrap();
    for key in Key::ALL {
        assert!(table.contains_key(key.name()), "{key}");
    }
}

#[test]
fn each_layer_wins_over_the_one_before() {
    let file = File::of(
        "layers",
        "listen = \"127.0.0.1:1\"\nrate_agent = [7, 8]\nmigrate = false\nlog = \"warn\"\n",
    );
    let config = file.load(&[]).unwrap();
    assert_eq!(
        (config.listen.port(), config.migrates, config.log.as_str()),
        (1, false, "warn")
    );
    assert_eq!(config.rate_agent, Rate { burst: 7, per_s: 8 });

    let variables = [("TILLSIDE_LISTEN", "127.0.0.1:2"), ("TILLSIDE_LOG", "")];
    let config = file.load(&variables).unwrap();
    assert_eq!(
        (config.listen.port(), config.log.as_str()),
        (2, "warn"),
        "an empty value is none"
    );

    let flags = Flags {
        listen: Some("127.0.0.1:3".into()),
        demo: false,
    };
    let config = Config::load(Some(&file.0), environment(&variables), &flags).unwrap();
    assert_eq!(config.listen.port(), 3);
}

#[test]
fn all_settings_come_from_the_environment_too() {
    let config = load(&[
        ("TILLSIDE_LISTEN", "[::1]:0"),
        ("TILLSIDE_OPS_LISTEN", "127.0.0.1:9100"),
        ("TILLSIDE_PUBLIC_URL", "https://chat.example.com/"),
        ("TILLSIDE_DATABASE_URL", "sqlite:///data/tillside.db"),
        ("TILLSIDE_MIGRATE", "off"),
        ("TILLSIDE_SECRET", "s3cret"),
        ("TILLSIDE_TLS_CERT", "/tls/cert.pem"),
        ("TILLSIDE_TLS_KEY", "/tls/key.pem"),
        ("TILLSIDE_TRUSTED_PROXIES", "10.0.0.0/8, ::1"),
        ("TILLSIDE_TRUSTED_CLIENTS", "192.0.2.7"),
        ("TILLSIDE_RATE_SHOPPER", "5,1"),
        ("TILLSIDE_PASSWORD", "no setting"),
        ("TILLSIDE_SERVICE_HOST", "no setting either"),
    ])
    .unwrap();
    assert_eq!(
        config.database,
        Database::Sqlite {
            path: "/data/tillside.db".into()
        }
    );
    assert_eq!(config.public_url.unwrap().origin(), "https://chat.example.com");
    assert_eq!(config.tls.unwrap().key, PathBuf::from("/tls/key.pem"));
    assert_eq!((config.trusted_proxies.len(), config.trusted_clients.len()), (2, 1));
    assert_eq!(config.secret.as_ref().map(Secret::reveal), Some("s3cret"));
    assert!(!format!("{:?}", config.secret).contains("s3cret"));
}

#[test]
fn a_wrong_value_is_named_with_its_key_and_what_is_allowed() {
    for (variable, value, sentence) in [
        (
            "TILLSIDE_LISTEN",
            "8080",
            "TILLSIDE_LISTEN is \"8080\"; expected an IP address and a port",
        ),
        (
            "TILLSIDE_OPS_LISTEN",
            "localhost:1",
            "TILLSIDE_OPS_LISTEN is \"localhost:1\"; expected an IP address",
        ),
        (
            "TILLSIDE_MIGRATE",
            "yes",
            "TILLSIDE_MIGRATE is \"yes\"; expected on or off",
        ),
        (
            "TILLSIDE_RATE_SHOPPER",
            "60",
            "TILLSIDE_RATE_SHOPPER is \"60\"; expected two numbers from 1 to 10000",
        ),
        (
            "TILLSIDE_RATE_AGENT",
            "0,50",
            "TILLSIDE_RATE_AGENT is \"0,50\"; expected two numbers",
        ),
        (
            "TILLSIDE_PUBLIC_URL",
            "chat",
            "TILLSIDE_PUBLIC_URL is \"chat\"; expected an address without a path",
        ),
        (
            "TILLSIDE_TRUSTED_PROXIES",
            "10/8",
            "TILLSIDE_TRUSTED_PROXIES is \"10/8\"; expected addresses and networks",
        ),
        (
            "TILLSIDE_LOG",
            "tillside=loud",
            "TILLSIDE_LOG is \"tillside=loud\"; expected a level",
        ),
        (
            "TILLSIDE_DATABASE_URL",
            "tillside.db",
            "TILLSIDE_DATABASE_URL is \"tillside.db\"; expected sqlite:///",
        ),
        ("TILLSIDE_TLS_KEY", "key.pem", "tls_key is set and tls_cert is not"),
        (
            "TILLSIDE_REDIS_URL",
            "redis://localhost",
            "TILLSIDE_REDIS_URL is set, and the database is SQLite",
        ),
        (
            "TILLSIDE_DATABASE_URL",
            "postgres://shop:hunter2@db/shop",
            "TILLSIDE_DATABASE_URL is \"postgres://…@db/shop\"; expected sqlite:///path/to/tillside.db; PostgreSQL comes",
        ),
    ] {
        let told = load(&[(variable, value)]).unwrap_err().to_string();
        assert!(told.starts_with(sentence), "{told}");
        assert!(!told.contains("hunter2"), "{told}");
    }
}

#[test]
fn a_wrong_file_is_named_with_its_place() {
    for (name, text, sentence) in [
        ("unknown", "listne = \"127.0.0.1:1\"", "listne in "),
        ("kind", "listen = 1.5", "listen in "),
        ("value", "listen = \"here\"", "listen in "),
        ("toml", "listen =", "the configuration file "),
    ] {
        let file = File::of(name, text);
        let told = file.load(&[]).unwrap_err().to_string();
        assert!(
            told.starts_with(sentence) && told.contains(file.0.to_str().unwrap()),
            "{told}"
        );
    }
    let unreadable = Config::load(Some(Path::new("/nowhere/tillside.toml")), [], &Flags::default()).unwrap_err();
    assert!(unreadable.source().is_some(), "{unreadable}");
}

#[test]
fn the_demo_is_for_loopback_addresses() {
    let demo = |listen: &str| {
        Config::load(
            None,
            [],
            &Flags {
                listen: Some(listen.into()),
                demo: true,
            },
        )
    };
    assert!(demo("127.0.0.1:0").unwrap().demo && demo("[::1]:0").unwrap().demo);
    let told = demo("0.0.0.0:8080").unwrap_err().to_string();
    assert!(
        told.starts_with("--listen is \"0.0.0.0:8080\"; expected with --demo"),
        "{told}"
    );
}
