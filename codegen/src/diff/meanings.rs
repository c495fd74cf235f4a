//! What differences between schemas mean for the crate as it is, by direction, and why.

use super::compare::{Means, breaking, compatible};

pub(super) const TYPE: Means = Means {
    sending: breaking("the service may refuse what the crate writes"),
    receiving: breaking("the crate cannot read it into the field that it has"),
};
pub(super) const SCALAR: Means = Means {
    sending: breaking("the service may refuse what the crate writes"),
    receiving: compatible("numbers and texts are read for one another"),
};
pub(super) const FORMAT: Means = Means {
    sending: compatible("it is written as before"),
    receiving: compatible("it is read as before"),
};
pub(super) const VALUE_NEW: Means = Means {
    sending: compatible("it need not be sent"),
    receiving: compatible("enums are open: today's crate keeps the value"),
};
pub(super) const VALUE_GONE: Means = Means {
    sending: breaking("the service may refuse the value"),
    receiving: compatible("it just does not come any more"),
};
pub(super) const CLOSED: Means = Means {
    sending: breaking("the service may refuse any other value"),
    receiving: compatible("enums are open: every value is kept"),
};
pub(super) const OPENED: Means = Means {
    sending: compatible("the known values are still taken"),
    receiving: compatible("enums are open: every value is kept"),
};
pub(super) const FIELD_NEEDED: Means = Means {
    sending: breaking("requests without it are refused"),
    receiving: compatible("it is read from now on, and its absence is no error"),
};
pub(super) const FIELD_NEW: Means = Means {
    sending: compatible("requests go on without it"),
    receiving: compatible("today's crate skips it"),
};
pub(super) const FIELD_GONE: Means = Means {
    sending: breaking("what requests say with it is no longer listened to"),
    receiving: breaking("who reads it finds nothing"),
};
pub(super) const FIELD_FREE: Means = Means {
    sending: compatible("requests that give it go on"),
    receiving: compatible("its absence is no error"),
};
pub(super) const NULL_NEW: Means = Means {
    sending: compatible("it need not be null"),
    receiving: compatible("null reads as empty"),
};
pub(super) const NULL_ITEM_NEW: Means = Means {
    sending: compatible("it need not be null"),
    receiving: breaking(
        "today's crate leaves null out of lists, and what stands behind it moves up",
    ),
};
pub(super) const NULL_ENTRY_NEW: Means = Means {
    sending: compatible("it need not be null"),
    receiving: compatible("today's crate leaves entries out that are null"),
};
pub(super) const NULL_GONE: Means = Means {
    sending: breaking("requests with null are refused"),
    receiving: compatible("null reads as empty, should it still come"),
};
pub(super) const NULL_INSIDE_GONE: Means = Means {
    sending: breaking("requests with null are refused"),
    receiving: compatible("null is read as `None`, should it still come"),
};
pub(super) const LIMIT: Means = Means {
    sending: breaking("values that were taken may be refused"),
    receiving: compatible("limits are not checked"),
};
pub(super) const LIMIT_GONE: Means = Means {
    sending: compatible("values that were taken still are"),
    receiving: compatible("limits are not checked"),
};
pub(super) const ALTERNATIVE_NEW: Means = Means {
    sending: compatible("it need not be sent"),
    receiving: compatible("today's crate keeps it as it came"),
};
pub(super) const ALTERNATIVE_GONE: Means = Means {
    sending: breaking("the service may refuse it"),
    receiving: compatible("it just does not come any more"),
};
pub(super) const TAG: Means = Means {
    sending: breaking("the service takes what the crate writes for something else"),
    receiving: breaking("the crate takes what it reads for something else"),
};
pub(super) const TAG_NEW: Means = Means {
    sending: compatible("it is written as before"),
    receiving: compatible("what the crate reads looks as before"),
};
pub(super) const TAG_VALUE_NEW: Means = Means {
    sending: compatible("it need not be sent"),
    receiving: breaking("the crate does not see which alternative it is"),
};
pub(super) const OTHER: Means = Means {
    sending: breaking("the service may expect something else"),
    receiving: breaking("the service may send something else"),
};
pub(super) const NO_EFFECT: Means = Means {
    sending: compatible("nothing else is written"),
    receiving: compatible("nothing else is read"),
};
