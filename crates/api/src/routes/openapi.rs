//! `GET /api/openapi.json`: the description of every endpoint, kept by hand beside them and held to the routes by a test.

use axum::http::{HeaderName, header};

const DOCUMENT: &str = include_str!("../openapi.json");

pub(super) async fn show() -> ([(HeaderName, &'static str); 1], &'static str) {
    ([(header::CONTENT_TYPE, "application/json")], DOCUMENT)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use serde_json::Value;

    use super::*;

    fn document() -> Value {
        serde_json::from_str(DOCUMENT).unwrap()
    }

    #[test]
    fn the_document_describes_every_endpoint_and_no_other() {
        let document = document();
        let described: BTreeSet<_> = document["paths"].as_object().unwrap().keys().cloned().collect();
        let routed = crate::routes::endpoints()
            .into_iter()
            .map(|(path, _handler)| path)
            .chain(["/healthz", "/readyz", "/metrics"])
            .map(str::to_owned)
            .collect();
        assert_eq!(described, routed);
    }

    #[test]
    fn every_reference_leads_somewhere() {
        let document = document();
        let mut references = Vec::new();
        collect(&document, &mut references);
        assert!(!references.is_empty());
        for reference in references {
            let pointer = reference.strip_prefix('#').unwrap();
            assert!(document.pointer(pointer).is_some(), "{reference}");
        }
    }

    fn collect(value: &Value, found: &mut Vec<String>) {
        match value {
            Value::Object(fields) => {
                found.extend(fields.get("$ref").and_then(Value::as_str).map(str::to_owned));
                fields.values().for_each(|field| collect(field, found));
            }
            Value::Array(items) => items.iter().for_each(|item| collect(item, found)),
            _ => {}
        }
    }
}
