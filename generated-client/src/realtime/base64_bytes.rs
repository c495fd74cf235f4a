// part coze

//! Bytes that travel as base64 in JSON: how they are read and written.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use bytes::Bytes;
use serde::{Serialize, Serializer};

use crate::Result;
use crate::json::decode::{Decode, Found};
use crate::json::reader::{Reader, Scalar};

/// Some servers leave out the padding.
const LENIENT: GeneralPurpose = GeneralPurpose::new(
    &base64::alphabet::STANDARD,
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

impl Decode for Bytes {
    fn decode(&mut self, reader: &mut Reader<'_>) -> Result<Found> {
        reader.scalar("bytes in base64", &mut |scalar| match scalar {
            Scalar::Text("") => Some(Found::Empty),
            Scalar::Text(text) => {
                *self = LENIENT.decode(text.trim()).ok()?.into();
                Some(Found::Value)
            }
            Scalar::Number(_) | Scalar::Bool(_) => None,
        })
    }
}

/// How they are written.
pub(crate) struct Base64<'b>(pub(crate) &'b Bytes);

impl Serialize for Base64<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error> {
        serialize(self.0, serializer)
    }
}

/// The same, for `#[serde(serialize_with)]`.
pub(crate) fn serialize<S: Serializer>(
    bytes: &Bytes,
    serializer: S,
) -> std::result::Result<S::Ok, S::Error> {
    serializer.serialize_str(&STANDARD.encode(bytes))
}
