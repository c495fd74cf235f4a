//! What emitted code imports: `use crate::support::*;` stands at the top of every file in `generated/`.
//!
//! A name added here is visible to every emitted file, and shadowed there by an emitted type of the same name.

// The document decides which of these a run needs.
#![allow(unused_imports)]

pub(crate) use crate::auth::scheme::{Carrier, Scheme, Security};
pub(crate) use crate::auth::token::secret::hidden;
pub(crate) use crate::builder::ClientBuilder;
pub(crate) use crate::client::Client;
pub(crate) use crate::error::Error;
pub(crate) use crate::error::codes::KnownCode;
pub(crate) use crate::http::base_url::BaseUrl;
pub(crate) use crate::http::file::FilePart;
pub(crate) use crate::http::object::OpenObject;
pub(crate) use crate::http::options::{CallOptions, call_options};
pub(crate) use crate::http::request::Request;
pub(crate) use crate::http::response::Response;
pub(crate) use crate::http::response_future::ResponseFuture;
pub(crate) use crate::http::style::{AsJson, Joined};
pub(crate) use crate::http::value::{
    Field, IntText, QueryValue, Unwritable, int_text, nullable_int_text, optional_int_text,
};
pub(crate) use crate::json::decode::{Decode, Found};
pub(crate) use crate::json::enums::{UnknownNumber, UnknownText, int_enum, string_enum};
pub(crate) use crate::json::fields::{HasFields, TakesFields, serialize};
pub(crate) use crate::json::markers::unrecognized;
pub(crate) use crate::json::reader::Reader;
pub(crate) use crate::json::record::{Record, Rest, record};
pub(crate) use crate::json::unions::{JsonKind, Lookahead, Union, take, union};
pub(crate) use crate::operation::Method;
pub(crate) use crate::reply::download::Download;
pub(crate) use crate::reply::frame::{Elsewhere, Envelope};
pub(crate) use crate::reply::paging::{self, Items, More, Paged, Pages};
pub(crate) use crate::sse::event::{self, RawEvent};
pub(crate) use crate::sse::events::EventStream;
pub(crate) use crate::sse::read::{Event, Step};
pub(crate) use crate::{ErrorKind, Result};
pub(crate) use serde::Serialize;
pub(crate) use serde_json::Value;
pub(crate) use std::collections::BTreeMap;
pub(crate) use std::fmt;
