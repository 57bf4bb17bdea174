//! A file as browsers get it: typed, compressed, and with a tag so that it travels once.

use std::io::Write as _;

use axum::{
    body::{Body, Bytes},
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse as _, Response},
};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use flate2::{Compression, write::GzEncoder};

/// Smaller than this a file gains nothing.
const COMPRESSED_FROM_BYTES: usize = 512;

/// How long a browser may keep a file without asking.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Keep {
    /// Its address changes with its content.
    ForEver,
    /// One address for all versions: a shop's pages take a new one within minutes.
    Minutes,
    /// Asks each time whether it changed.
    Ask,
}

impl Keep {
    fn header(self) -> HeaderValue {
        HeaderValue::from_static(match self {
            Self::ForEver => "public, max-age=31536000, immutable",
            Self::Minutes => "public, max-age=300, stale-while-revalidate=86400",
            Self::Ask => "no-cache",
        })
    }
}

pub(super) struct File {
    kind: &'static str,
    plain: Bytes,
    gzip: Option<Bytes>,
    tag: HeaderValue,
}

impl File {
    pub(super) fn new(path: &str, bytes: Vec<u8>, hash: [u8; 32]) -> Self {
        let kind = kind_of(path);
        let tag = format!("\"{}\"", URL_SAFE_NO_PAD.encode(&hash[..12]));
        Self {
            kind,
            gzip: is_text(kind).then(|| gzip(&bytes)).flatten(),
            plain: bytes.into(),
            tag: HeaderValue::from_str(&tag).expect("base64 is ASCII"),
        }
    }

    /// The file, or that it is still the one that the browser has.
    pub(super) fn respond(&self, request: &HeaderMap, keep: Keep) -> Response {
        let is_known = request.get_all(header::IF_NONE_MATCH).iter().any(|tags| {
            tags.as_bytes()
                .windows(self.tag.len())
                .any(|tag| tag == self.tag.as_bytes())
        });
        let mut response = if is_known {
            StatusCode::NOT_MODIFIED.into_response()
        } else {
            self.whole(takes_gzip(request))
        };
        let headers = response.headers_mut();
        headers.insert(header::ETAG, self.tag.clone());
        headers.insert(header::CACHE_CONTROL, keep.header());
        headers.insert(header::VARY, HeaderValue::from_static("Accept-Encoding"));
        response
    }

    fn whole(&self, takes_gzip: bool) -> Response {
        let gzip = self.gzip.as_ref().filter(|_| takes_gzip);
        let bytes = gzip.unwrap_or(&self.plain);
        let mut response = Response::new(Body::from(bytes.clone()));
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(self.kind));
        if gzip.is_some() {
            headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static("gzip"));
        }
        response
    }
}

fn gzip(bytes: &[u8]) -> Option<Bytes> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes).expect("a Vec takes everything");
    let compressed = encoder.finish().expect("a Vec takes everything");
    (bytes.len() >= COMPRESSED_FROM_BYTES && compressed.len() < bytes.len()).then(|| compressed.into())
}

fn takes_gzip(request: &HeaderMap) -> bool {
    request
        .get_all(header::ACCEPT_ENCODING)
        .iter()
        .filter_map(|codings| codings.to_str().ok())
        .flat_map(|codings| codings.split(','))
        .any(|coding| match coding.split_once(';') {
            Some((name, weight)) => name.trim() == "gzip" && weight.trim() != "q=0",
            None => coding.trim() == "gzip",
        })
}

fn kind_of(path: &str) -> &'static str {
    match path.rsplit_once('.').map(|(_, extension)| extension) {
        Some("html") => "text/html; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("json" | "map") => "application/json",
        Some("svg") => "image/svg+xml",
        Some("png") => "image/png",
        Some("webp") => "image/webp",
        Some("ico") => "image/x-icon",
        Some("woff2") => "font/woff2",
        Some("mp3") => "audio/mpeg",
        Some("ogg") => "audio/ogg",
        Some("txt") => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

fn is_text(kind: &str) -> bool {
    kind.starts_with("text/") || matches!(kind, "application/json" | "image/svg+xml")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file() -> File {
        File::new("app.js", b"let x = 1;".repeat(100), [7; 32])
    }

    fn asked(name: header::HeaderName, value: &str) -> HeaderMap {
        HeaderMap::from_iter([(name, HeaderValue::from_str(value).unwrap())])
    }

    #[test]
    fn a_browser_that_has_it_is_told_so() {
        let first = file().respond(&HeaderMap::new(), Keep::Ask);
        let tag = first.headers()[header::ETAG].to_str().unwrap();
        let again = asked(header::IF_NONE_MATCH, &format!("\"other\", W/{tag}"));
        assert_eq!(file().respond(&again, Keep::Ask).status(), StatusCode::NOT_MODIFIED);
    }

    #[test]
    fn it_travels_compressed_to_whoever_can_read_that() {
        let zipped = file().respond(&asked(header::ACCEPT_ENCODING, "br, gzip"), Keep::ForEver);
        assert_eq!(zipped.headers()[header::CONTENT_ENCODING], "gzip");
        for refusing in ["identity", "gzip;q=0", "br"] {
            let plain = file().respond(&asked(header::ACCEPT_ENCODING, refusing), Keep::ForEver);
            assert!(!plain.headers().contains_key(header::CONTENT_ENCODING), "{refusing}");
        }
    }
}
