//! Indices as they are written -> indices of items (RFC 9535, 2.3.3.2 and 2.3.4.2).

use super::syntax::Slice;

/// The item that an index means, which counts from the end if it is negative.
pub(super) fn from_start(index: i64, length: usize) -> Option<usize> {
    let distance = usize::try_from(index.unsigned_abs()).ok()?;
    if index < 0 {
        length.checked_sub(distance)
    } else {
        Some(distance)
    }
}

impl Slice {
    /// The items that it takes of a list, in its order.
    pub(super) fn indices(&self, length: usize) -> Vec<usize> {
        let length = i64::try_from(length).unwrap_or(i64::MAX);
        let clamped = |index: Option<i64>, default: i64, least: i64, most: i64| {
            let from_start = |index| if index < 0 { length + index } else { index };
            index.map_or(default, |index| from_start(index).clamp(least, most))
        };
        if self.step < 0 {
            let first = clamped(self.start, length - 1, -1, length - 1);
            let end = clamped(self.end, -1, -1, length - 1);
            every(self.step, (end + 1..=first).rev())
        } else {
            let first = clamped(self.start, 0, 0, length);
            let end = clamped(self.end, length, 0, length);
            every(self.step, first..end)
        }
    }
}

/// Every so many of indices; none of them, if that is 0.
fn every(step: i64, indices: impl Iterator<Item = i64>) -> Vec<usize> {
    let Ok(step @ 1..) = usize::try_from(step.unsigned_abs()) else {
        return Vec::new();
    };
    let taken = indices.step_by(step);
    taken
        .filter_map(|index| usize::try_from(index).ok())
        .collect()
}
