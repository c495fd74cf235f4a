//! A list as the service sends it.

use serde_json::{Value, json};

/// A page of so many datasets.
pub(crate) fn reply(count: usize) -> Vec<u8> {
    let datasets: Vec<Value> = (0..count).map(dataset).collect();
    let data = json!({ "total_count": count, "dataset_list": datasets });
    json!({ "code": 0, "msg": "", "data": data, "detail": { "logid": "20241210152726467C48D89D6DB2" } })
        .to_string()
        .into_bytes()
}

fn dataset(number: usize) -> Value {
    json!({
        "dataset_id": format!("744632974813519{number:04}"),
        "name": format!("产品文档 {number}"),
        "space_id": "7324217*****",
        "status": 1,
        "can_edit": true,
        "icon_uri": "FileBizType.BIZ_DATASET_ICON/3034272*****.jpeg",
        "icon_url": "https://lf26-appstore-sign.oceancloudapi.com/ocean-cloud-tos/FileBizType.BIZ_DATASET_ICON/1733817948.jpeg?lk3s=50ccb0c5",
        "doc_count": 1,
        "file_list": ["20240625-101853.jpg"],
        "hit_count": 10 + number,
        "avatar_url": "https://p3-passport.byteacctimg.com/img/user-avatar/assets/e7b19241fb224cea967dfaea35448102_1080_1080.png",
        "creator_id": "2478774393*****",
        "description": "用于回答产品的常见问题",
        "format_type": 2,
        "slice_count": 20,
        "update_time": 1_733_817_948,
        "create_time": 1_733_814_326,
        "creator_name": "user1234",
        "dataset_type": 0,
        "all_file_size": "1254320",
        "bot_used_count": 2,
        "chunk_strategy": { "chunk_type": 1, "separator": "\n", "max_tokens": 800, "remove_extra_spaces": false },
        "failed_file_list": [],
        "processing_file_list": [],
        "processing_file_id_list": [],
        "project_id": "0",
        "storage_config": {},
    })
}
