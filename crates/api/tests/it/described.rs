//! Every answer is held to `openapi.json`: its status, and each field of its body.

use std::sync::LazyLock;

use axum::http::{Method, header};
use serde_json::Value;

use crate::node::Answer;

static DOCUMENT: LazyLock<Value> =
    LazyLock::new(|| serde_json::from_str(include_str!("../../src/openapi.json")).unwrap());

pub(crate) fn check(method: &Method, path: &str, answer: &Answer) {
    let path = path.split('?').next().unwrap();
    let Some(operation) = operation(method, path) else {
        assert!(!answer.status.is_success(), "{method} {path} is not described");
        return;
    };
    let mut described = &operation["responses"][answer.status.as_str()];
    if let Some(reference) = described["$ref"].as_str() {
        described = resolve(reference);
    }
    assert!(
        described.is_object(),
        "{method} {path}: {} is not described",
        answer.status
    );
    let Some(kinds) = described["content"].as_object() else {
        assert!(
            answer.text.is_empty(),
            "{method} {path} has a body that is not described"
        );
        return;
    };
    let sent = answer.headers[header::CONTENT_TYPE].to_str().unwrap();
    let kind = sent.split(';').next().unwrap();
    let content = kinds
        .get(kind)
        .unwrap_or_else(|| panic!("{method} {path}: {kind} is not described"));
    if kind.ends_with("json") {
        let body = serde_json::from_str(&answer.text).unwrap();
        if let Err(why) = fits(&content["schema"], &body) {
            panic!("{method} {path}: {why} in {body}");
        }
    }
}

fn operation(method: &Method, path: &str) -> Option<&'static Value> {
    let asked: Vec<_> = path.split('/').collect();
    let is_it = |template: &str| {
        let segments: Vec<_> = template.split('/').collect();
        segments.len() == asked.len()
            && segments
                .iter()
                .zip(&asked)
                .all(|(segment, asked)| segment == asked || *segment == "{id}")
    };
    let paths = DOCUMENT["paths"].as_object().unwrap();
    let found = paths.iter().find(|(template, _)| is_it(template))?.1;
    found.get(method.as_str().to_lowercase())
}

fn resolve(reference: &str) -> &'static Value {
    DOCUMENT.pointer(reference.strip_prefix('#').unwrap()).unwrap()
}

/// The part of JSON Schema that the document uses; a field that is not described does not fit.
fn fits(schema: &Value, value: &Value) -> Result<(), String> {
    if let Some(reference) = schema["$ref"].as_str() {
        return fits(resolve(reference), value);
    }
    if let Some(choices) = schema["oneOf"].as_array() {
        let fitting = choices.iter().any(|choice| fits(choice, value).is_ok());
        return fitting.then_some(()).ok_or(format!("{value} fits none of {schema}"));
    }
    if let Some(words) = schema["enum"].as_array() {
        return words
            .contains(value)
            .then_some(())
            .ok_or(format!("{value} is none of {schema}"));
    }
    if let Some(word) = schema.get("const") {
        return (word == value).then_some(()).ok_or(format!("{value} is not {word}"));
    }
    if !is_of(&schema["type"], value) {
        return Err(format!("{value} is not of {schema}"));
    }
    match value {
        Value::Array(items) => items.iter().try_for_each(|item| fits(&schema["items"], item)),
        Value::Object(fields) => {
            let Some(properties) = schema["properties"].as_object() else {
                return Ok(());
            };
            let required = schema["required"].as_array().unwrap();
            if let Some(missing) = required
                .iter()
                .find(|name| !fields.contains_key(name.as_str().unwrap()))
            {
                return Err(format!("{missing} is missing"));
            }
            fields.iter().try_for_each(|(name, field)| match properties.get(name) {
                Some(property) => fits(property, field),
                None => Err(format!("{name} is not described")),
            })
        }
        _ => Ok(()),
    }
}

fn is_of(kind: &Value, value: &Value) -> bool {
    match kind {
        Value::Array(kinds) => kinds.iter().any(|kind| is_of(kind, value)),
        Value::String(kind) => match kind.as_str() {
            "string" => value.is_string(),
            "integer" => value.is_i64() || value.is_u64(),
            "boolean" => value.is_boolean(),
            "array" => value.is_array(),
            "object" => value.is_object(),
            "null" => value.is_null(),
            other => panic!("{other} is no type that the document uses"),
        },
        _ => panic!("a schema without a type"),
    }
}
