//! What one writes who needs nothing but these fields, exactly as the service sends them.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::Value;

#[derive(Deserialize)]
#[allow(dead_code)] // they are there to be read
pub(crate) struct Reply {
    code: i64,
    msg: String,
    detail: Option<Detail>,
    pub(crate) data: Page,
}

#[derive(Deserialize)]
#[allow(dead_code)]
struct Detail {
    logid: String,
}

#[derive(Deserialize)]
#[allow(dead_code)]
pub(crate) struct Page {
    pub(crate) dataset_list: Vec<Dataset>,
    total_count: i64,
}

#[derive(Deserialize)]
#[allow(dead_code, clippy::struct_field_names)] // the names are the service's
pub(crate) struct Dataset {
    all_file_size: String,
    avatar_url: String,
    bot_used_count: i64,
    can_edit: bool,
    chunk_strategy: Option<ChunkStrategy>,
    create_time: i64,
    creator_id: String,
    creator_name: String,
    dataset_id: String,
    dataset_type: i64,
    description: String,
    doc_count: i64,
    failed_file_list: Vec<String>,
    file_list: Vec<String>,
    format_type: i64,
    hit_count: i64,
    icon_uri: String,
    icon_url: String,
    name: String,
    processing_file_id_list: Vec<String>,
    processing_file_list: Vec<String>,
    slice_count: i64,
    space_id: String,
    status: i64,
    storage_config: BTreeMap<String, Value>,
    update_time: i64,
    project_id: String,
}

#[derive(Deserialize)]
#[allow(dead_code)]
struct ChunkStrategy {
    chunk_type: Option<i64>,
    separator: Option<String>,
    max_tokens: Option<i64>,
    remove_extra_spaces: Option<bool>,
    remove_urls_emails: Option<bool>,
    caption_type: Option<i64>,
}
