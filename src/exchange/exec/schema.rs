//! The JSON Schema of all requests and answers.

use schemars::generate::SchemaSettings;
use serde_json::{Map, Value, json};

use super::{answers, table};

/// Returns the JSON Schema (2020-12) of a line of input; `$defs/Answer` is that of a line of output.
pub fn schema() -> String {
    let mut generator = SchemaSettings::draft2020_12().into_generator();
    let (mut requests, mut answered) = (Vec::new(), Vec::new());
    for row in table::rows() {
        let (request, answer) = (row.schemas)(&mut generator);
        requests.push(whole(row, request.to_value()));
        answered.push(answer.to_value());
    }
    let refusal = generator.subschema_for::<answers::Refusal>().to_value();
    let mut definitions: Map<String, Value> = generator.take_definitions(true);
    definitions.insert(
        "Answer".to_owned(),
        json!({ "oneOf": [
            wrapped("ok", &json!({ "anyOf": answered }), "It was done."),
            wrapped("refused", &refusal, "The rules say no; nothing was changed."),
            wrapped("error", &json!({
                "type": "object",
                "properties": { "message": { "type": "string" }, "line": { "type": "integer" } },
                "required": ["message", "line"]
            }), "The line could not be understood, or the machine is broken; nothing was changed."),
        ]}),
    );
    let schema = json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "dockhand exec",
        "description": "A line of input of `dockhand exec`. Each is answered by one line of #/$defs/Answer, in order.",
        "oneOf": requests,
        "$defs": definitions,
    });
    serde_json::to_string_pretty(&schema).unwrap_or_default()
}

/// Adds to a request what every line has: which it is, and its id.
fn whole(row: &table::Row, mut request: Value) -> Value {
    if let Value::Object(schema) = &mut request {
        schema.remove("$schema");
        schema.insert("title".to_owned(), json!(format!("{} {}", row.kind, row.name)));
        let properties = schema.entry("properties").or_insert_with(|| json!({}));
        properties[row.kind] = json!({ "const": row.name });
        properties["id"] = json!({
            "type": "string", "minLength": 1, "maxLength": 256,
            "description": "Makes a command once-only: sent again, it is answered again and not carried out again."
        });
        properties["as"] = json!({
            "type": "string",
            "description": "Name of the employee it is carried out as, with their rights; it takes the right to change employees."
        });
        let required = schema.entry("required").or_insert_with(|| json!([]));
        if let Value::Array(required) = required {
            required.insert(0, json!(row.kind));
        }
        schema.insert("additionalProperties".to_owned(), json!(false));
    }
    request
}

fn wrapped(name: &str, inner: &Value, description: &str) -> Value {
    let mut properties = Map::new();
    properties.insert(name.to_owned(), inner.clone());
    json!({
        "type": "object", "description": description, "properties": properties,
        "required": [name], "additionalProperties": false
    })
}
