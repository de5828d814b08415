//! One line: which request it is, its id, and its fields with their own text.

use serde::Deserialize;
use serde::de::value::MapDeserializer;
use serde::de::{DeserializeOwned, Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;

use super::table::{self, Row};

/// A line as it was read.
pub struct Line<'a> {
    /// What is asked for.
    pub row: &'static Row,
    /// Id that makes a command once-only.
    pub id: Option<String>,
    /// Who carries it out, by name, when it is not whoever asks.
    pub by: Option<String>,
    /// Everything else that stands in it.
    pub fields: Fields<'a>,
}

impl<'a> Line<'a> {
    /// Reads a line; what is wrong with it is a sentence.
    pub fn read(text: &'a str) -> Result<Self, String> {
        let mut fields: Fields<'a> = serde_json::from_str(text).map_err(|wrong| match wrong.classify() {
            serde_json::error::Category::Data => plain(&wrong.to_string()),
            _ => format!("not JSON: {}", wrong.to_string().replace(" at line 1 column ", ", at column ")),
        })?;
        let (kind, name) = match (fields.take_text("do")?, fields.take_text("ask")?) {
            (Some(name), None) => ("do", name),
            (None, Some(name)) => ("ask", name),
            (Some(_), Some(_)) => return Err("\"do\" and \"ask\" in one line: give each a line of its own".to_owned()),
            (None, None) => {
                return Err("neither \"do\" nor \"ask\": a request looks like {\"ask\":\"warehouses\"}".to_owned());
            }
        };
        let id = fields.take_text("id")?;
        if id.as_ref().is_some_and(|id| id.is_empty() || id.len() > 256) {
            return Err("id: 1 to 256 bytes".to_owned());
        }
        let by = fields.take_text("as")?;
        let row = table::find(kind, &name).ok_or_else(|| {
            let known: Vec<_> = table::names(kind).collect();
            format!("{kind}: {name:?} is not known; known are {}", known.join(", "))
        })?;
        Ok(Line { row, id, by, fields })
    }
}

/// Fields of a request, each with its own text: numbers are read from their digits.
#[derive(Clone)]
pub struct Fields<'a>(Vec<(String, &'a RawValue)>);

impl<'a> Fields<'a> {
    /// Takes a field out that must be a text when it is there.
    pub fn take_text(&mut self, name: &str) -> Result<Option<String>, String> {
        let Some(place) = self.0.iter().position(|(key, _)| key == name) else { return Ok(None) };
        let (_, value) = self.0.remove(place);
        serde_json::from_str(value.get()).map(Some).map_err(|_| format!("{name}: {} is not a text", short(value.get())))
    }

    /// Reads the fields as a request; what is wrong is told with the field it stands in.
    pub fn read<T: DeserializeOwned>(self) -> Result<T, String> {
        let read = |fields: &[(String, &'a RawValue)]| {
            T::deserialize(MapDeserializer::new(fields.iter().map(|(key, value)| (key.as_str(), *value))))
                .map_err(|wrong: serde_json::Error| wrong.to_string())
        };
        let wrong = match read(&self.0) {
            Ok(request) => return Ok(request),
            Err(wrong) => wrong,
        };
        // The field is the one without which it would be another story.
        let culprit = (0..self.0.len()).find(|place| {
            let mut others = self.0.clone();
            others.remove(*place);
            read(&others).err().as_ref() != Some(&wrong)
        });
        let sentence = plain(&wrong);
        Err(match culprit.map(|place| &self.0[place].0) {
            Some(name) if !sentence.contains(&format!("field `{name}`")) => format!("{name}: {sentence}"),
            _ => sentence,
        })
    }
}

impl<'de: 'a, 'a> Deserialize<'de> for Fields<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct All;
        impl<'de> Visitor<'de> for All {
            type Value = Vec<(String, &'de RawValue)>;

            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("an object such as {\"ask\":\"warehouses\"}")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut fields: Self::Value = Vec::new();
                while let Some((name, value)) = map.next_entry::<String, &'de RawValue>()? {
                    if fields.iter().any(|(known, _)| *known == name) {
                        return Err(serde::de::Error::custom(format!("{name} stands twice")));
                    }
                    fields.push((name, value));
                }
                Ok(fields)
            }
        }
        deserializer.deserialize_map(All).map(Fields)
    }
}

/// Makes a sentence of what serde says: what stands there, and what should.
fn plain(wrong: &str) -> String {
    let wrong = wrong.rsplit_once(" at line ").map_or(wrong, |(wrong, _)| wrong);
    for kind in ["invalid type: ", "invalid value: ", "invalid length "] {
        if let Some((found, wanted)) = wrong.strip_prefix(kind).and_then(|rest| rest.split_once(", expected ")) {
            return format!("{found} is not {wanted}");
        }
    }
    wrong.to_owned()
}

fn short(text: &str) -> String {
    if text.chars().count() <= 40 { text.to_owned() } else { text.chars().take(40).chain(['…']).collect() }
}
