//! What a reply may cost: the memory that it becomes, the stack that it takes on the way, and the time.

use crate::time::Instant;

use crate::error::Error;
use crate::{ErrorKind, Result};

/// How deep objects and arrays may stand within one another: far beyond every reply.
const MAX_DEPTH: u8 = 96;

/// How much of the stack reading may take. What a level costs depends on the types: on some, a hundred fields have their say in it. The
/// smallest stacks that programs give their threads have half a megabyte.
const MAX_STACK: usize = 192 * 1024;

/// How deep the reader is, in levels and on the stack.
#[derive(Clone, Copy)]
pub(super) struct Depth {
    level: u8,
    /// An address on the stack at level 0.
    begin: usize,
}

impl Depth {
    pub(super) fn here() -> Self {
        Self {
            level: 0,
            begin: on_stack(),
        }
    }

    /// Goes one level down; false if that is too deep.
    pub(super) fn enter(&mut self) -> bool {
        self.level += 1;
        self.level <= MAX_DEPTH && self.begin.abs_diff(on_stack()) <= MAX_STACK
    }

    pub(super) fn leave(&mut self) {
        self.level -= 1;
    }
}

/// An address on the stack of the caller, more or less.
#[inline(never)]
fn on_stack() -> usize {
    let here = 0_u8;
    std::ptr::from_ref(std::hint::black_box(&here)).addr()
}

/// How much memory a value may still take, and how long it may be read. Texts are not counted: they are never longer than what they
/// are read from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Allowance {
    left: usize,
    limit: usize,
    until: Option<Instant>,
    /// How many values have been read since somebody looked at the clock.
    unwatched: u16,
}

/// How many values are read between two looks at the clock: a fraction of a millisecond.
const UNWATCHED: u16 = 2048;

impl Allowance {
    pub(crate) fn limited(limit: usize) -> Self {
        Self {
            left: limit,
            limit,
            until: None,
            unwatched: 0,
        }
    }

    /// The same, for a value that has to be read by then.
    pub(crate) fn until(self, until: Option<Instant>) -> Self {
        Self { until, ..self }
    }

    /// Counts a value, which must not be read too late.
    pub(super) fn watch(&mut self) -> Result<()> {
        self.unwatched += 1;
        if self.unwatched < UNWATCHED {
            return Ok(());
        }
        self.unwatched = 0;
        match self.until {
            Some(until) if until <= Instant::now() => Err(Error::new(
                ErrorKind::Timeout,
                "the reply could not be read in the time that the call may take",
            )),
            _ => Ok(()),
        }
    }

    pub(crate) fn unlimited() -> Self {
        Self::limited(usize::MAX)
    }

    /// Takes some of it; the limit if that is too much.
    pub(super) fn take(&mut self, bytes: usize) -> std::result::Result<(), usize> {
        self.left = self.left.checked_sub(bytes).ok_or(self.limit)?;
        Ok(())
    }
}

impl Default for Allowance {
    fn default() -> Self {
        Self::unlimited()
    }
}

/// What a list takes in addition to grow by one item of this size; it doubles, as `Vec` does.
pub(super) fn growth(len: usize, capacity: usize, size: usize) -> usize {
    if len < capacity {
        return 0;
    }
    size * capacity.max(4)
}

/// What a map takes in addition to grow by one entry: nodes have eleven places, and six of them at least are used.
pub(super) fn entry<T>(len: usize) -> usize {
    let place = size_of::<String>() + size_of::<T>();
    if len == 0 { 11 * place } else { 2 * place }
}

/// What a text becomes as a [`serde_json::Value`], at most: an object is a map, whose first node is large; each comma is a further value
/// of a list that doubles, and each colon a key.
pub(super) fn value(text: &[u8]) -> usize {
    const VALUE: usize = size_of::<serde_json::Value>();
    const KEY: usize = size_of::<String>();
    let costs = text.iter().map(|byte| match byte {
        b'{' => 12 * (KEY + VALUE),
        b'[' => 4 * VALUE,
        b',' => 2 * VALUE,
        b':' => 2 * KEY,
        _ => 0,
    });
    costs.sum()
}
