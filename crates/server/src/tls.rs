//! TLS from certificate files. A proxy may do it instead; then there is nothing here.

use std::sync::Arc;

use anyhow::Context as _;
use tokio_rustls::rustls::{
    ServerConfig,
    crypto::ring,
    pki_types::{CertificateDer, PrivateKeyDer, pem::PemObject as _},
};

use crate::config::TlsFiles;

/// Reads the files once: a renewed certificate counts from the next start.
pub fn server_config(files: &TlsFiles) -> anyhow::Result<Arc<ServerConfig>> {
    let (cert, key) = (files.cert.display(), files.key.display());
    let chain: Vec<_> = CertificateDer::pem_file_iter(&files.cert)
        .and_then(Iterator::collect)
        .with_context(|| format!("read the certificates in tls_cert, {cert}"))?;
    anyhow::ensure!(!chain.is_empty(), "tls_cert, {cert}, holds no certificate in PEM form");
    let private =
        PrivateKeyDer::from_pem_file(&files.key).with_context(|| format!("read the key in tls_key, {key}"))?;
    let mut config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .context("choose TLS 1.2 and 1.3")?
        .with_no_client_auth()
        .with_single_cert(chain, private)
        .with_context(|| format!("use the certificate {cert} with the key {key}"))?;
    // A WebSocket is upgraded from HTTP/1.1, so nothing newer is offered.
    config.alpn_protocols = vec![b"http/1.1".to_vec()];
    Ok(Arc::new(config))
}

#[cfg(test)]
mod tests {
    use std::{fs, path::PathBuf};

    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _, duplex};
    use tokio_rustls::{
        TlsAcceptor, TlsConnector,
        rustls::{ClientConfig, RootCertStore},
    };

    use super::*;

    /// A certificate for `localhost` and its key, in a folder that goes with the test.
    struct Folder(PathBuf);

    impl Folder {
        fn new(name: &str) -> Self {
            let path = std::env::temp_dir().join(format!("tillside-tls-{}-{name}", std::process::id()));
            fs::create_dir(&path).unwrap();
            Self(path)
        }

        fn certified(name: &str) -> (Self, TlsFiles, CertificateDer<'static>) {
            let folder = Self::new(name);
            let made = rcgen::generate_simple_self_signed(["localhost".to_owned()]).unwrap();
            let files = TlsFiles {
                cert: folder.0.join("cert.pem"),
                key: folder.0.join("key.pem"),
            };
            fs::write(&files.cert, made.cert.pem()).unwrap();
            fs::write(&files.key, made.signing_key.serialize_pem()).unwrap();
            (folder, files, made.cert.der().clone())
        }
    }

    impl Drop for Folder {
        fn drop(&mut self) {
            fs::remove_dir_all(&self.0).unwrap();
        }
    }

    #[tokio::test]
    async fn a_client_that_trusts_the_certificate_is_served() {
        let (_folder, files, cert) = Folder::certified("served");
        let acceptor = TlsAcceptor::from(server_config(&files).unwrap());
        let mut roots = RootCertStore::empty();
        roots.add(cert).unwrap();
        let client = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_root_certificates(roots)
            .with_no_client_auth();
        let (near, far) = duplex(4_096);
        let connector = TlsConnector::from(Arc::new(client));
        let (served, connected) = tokio::join!(
            acceptor.accept(far),
            connector.connect("localhost".try_into().unwrap(), near)
        );
        served.unwrap().write_all(b"hello").await.unwrap();
        let mut heard = [0; 5];
        connected.unwrap().read_exact(&mut heard).await.unwrap();
        assert_eq!(&heard, b"hello");
    }

    #[test]
    fn a_file_that_is_wrong_is_named() {
        let (folder, files, _) = Folder::certified("named");
        let empty = folder.0.join("empty.pem");
        fs::write(&empty, "no certificate").unwrap();
        let (_other_folder, other, _) = Folder::certified("other");
        for (cert, key, named) in [
            (folder.0.join("nowhere.pem"), files.key.clone(), "nowhere.pem"),
            (empty.clone(), files.key.clone(), "empty.pem"),
            (files.cert.clone(), empty, "empty.pem"),
            (files.cert.clone(), other.key, "key.pem"),
        ] {
            let told = format!("{:#}", server_config(&TlsFiles { cert, key }).unwrap_err());
            assert!(told.contains(named), "{told}");
        }
    }
}
