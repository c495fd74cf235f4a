//! Two formats of integers -> what the change means: which numbers the service takes and sends, and which the crate holds.

use std::ops::RangeInclusive;

use super::compare::{Means, breaking, compatible};

/// An integer is an `i64` in the crate, unless its format says that it may be a larger one without a sign: then it is a `u64`.
const SIGNED: RangeInclusive<i128> = i64::MIN as i128..=i64::MAX as i128;
const UNSIGNED: RangeInclusive<i128> = 0..=u64::MAX as i128;

/// What another format of integers means; `None` where one of them is not about integers. Without a format, an integer is what the
/// crate has for all.
pub(super) fn means(is_integer: bool, then: &str, now: &str) -> Option<Means> {
    let range = |format: &str| match range(format) {
        None if is_integer => Some(SIGNED),
        range => range,
    };
    let (before, after) = (range(then)?, range(now)?);
    let sending = if after.start() > before.start() {
        breaking("numbers below those of the new format may be refused")
    } else if after.end() < before.end() {
        breaking("numbers above those of the new format may be refused")
    } else {
        compatible("all numbers that were taken still are")
    };
    let is_unsigned = before == UNSIGNED && is_integer;
    let receiving = if is_unsigned && after.start() < UNSIGNED.start() {
        breaking("numbers below 0 are not read into the `u64` that it is today")
    } else if is_unsigned || is_within(&after, &SIGNED) || before == after {
        compatible("today's crate holds all numbers of the new format")
    } else {
        breaking("numbers that are larger than the `i64` that it is today are not read")
    };
    Some(Means { sending, receiving })
}

/// The numbers of a format, OpenAPI's or Thrift's.
fn range(format: &str) -> Option<RangeInclusive<i128>> {
    let signed = |bits: u32| -(1_i128 << (bits - 1))..=(1_i128 << (bits - 1)) - 1;
    let unsigned = |bits: u32| 0..=(1_i128 << bits) - 1;
    Some(match format {
        "int8" | "i8" => signed(8),
        "int16" | "i16" => signed(16),
        "int32" | "i32" => signed(32),
        "int64" | "i64" => signed(64),
        "uint8" | "u8" => unsigned(8),
        "uint16" | "u16" => unsigned(16),
        "uint32" | "u32" => unsigned(32),
        "uint64" | "u64" | "uint" | "usize" => UNSIGNED,
        _ => return None,
    })
}

fn is_within(inner: &RangeInclusive<i128>, outer: &RangeInclusive<i128>) -> bool {
    outer.contains(inner.start()) && outer.contains(inner.end())
}
