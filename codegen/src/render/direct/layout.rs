//! Text with places where lines may break comes in, lines come out: Oppen's algorithm, with the rules that `prettyplease` gives it.

/// How long a line may be, in bytes.
const LONGEST: i32 = 89;

/// What a line has in any case, however deep it is indented.
const LEAST: i32 = 60;

/// More than any line holds: what has this size breaks whatever is around it.
const ENDLESS: i32 = 0xffff;

/// What blanks are written from.
const SPACES: &str = "                                                                ";

/// What a level is indented by.
pub(super) const INDENT: i32 = 4;

/// A place where a line may break.
#[derive(Clone, Copy, Default)]
pub(super) struct Break {
    /// Spaces where the line goes on.
    pub(super) blank: i32,
    /// How much deeper the next line is indented than those around it.
    pub(super) offset: i32,
    /// What ends the line, if it ends here.
    pub(super) before: Option<char>,
    /// What begins the next line, if this one ends here.
    pub(super) after: Option<char>,
    /// What stands here where the line goes on.
    pub(super) unbroken: Option<char>,
    /// Whether this is no place to break when nothing follows within the box.
    pub(super) if_nonempty: bool,
    /// Whether the line goes on in any case.
    pub(super) never: bool,
}

#[derive(Clone, Copy)]
enum Kind<'t> {
    Text(&'t str),
    Break(Break),
    /// A box, which is indented; either all its places break, or those that have to.
    Begin {
        indent: i32,
        all: bool,
    },
    End,
}

struct Part<'t> {
    kind: Kind<'t>,
    /// How much has to fit into the line for a place not to break, or for a box not to; below 0 where that is not known yet.
    size: i64,
}

/// What is to be laid out.
#[derive(Default)]
pub(super) struct Layout<'t> {
    parts: Vec<Part<'t>>,
    /// Parts whose size is not known yet.
    waiting: Vec<usize>,
    /// The size of all that came so far.
    total: i64,
}

impl<'t> Layout<'t> {
    /// Forgets what is laid out, but not where there was room for it.
    pub(super) fn clear(&mut self) {
        self.parts.clear();
        self.waiting.clear();
        self.total = 0;
    }

    fn push(&mut self, kind: Kind<'t>, size: i64) {
        self.parts.push(Part { kind, size });
    }

    pub(super) fn word(&mut self, text: &'t str) {
        let size = text.len().try_into().unwrap_or(i64::from(ENDLESS));
        self.push(Kind::Text(text), size);
        self.total += size;
    }

    /// Begins a box in which all places break, or none.
    pub(super) fn all(&mut self, indent: i32) {
        self.begin(indent, true);
    }

    /// Begins a box in which those places break that have to.
    pub(super) fn some(&mut self, indent: i32) {
        self.begin(indent, false);
    }

    fn begin(&mut self, indent: i32, all: bool) {
        self.waiting.push(self.parts.len());
        self.push(Kind::Begin { indent, all }, -self.total);
    }

    /// Ends a box; one that holds nothing but a place to break vanishes.
    pub(super) fn end(&mut self) {
        if let [
            ..,
            before,
            Part {
                kind: Kind::Break(last),
                ..
            },
        ] = self.parts.as_slice()
        {
            let blank = last.blank;
            if matches!(before.kind, Kind::Begin { .. }) {
                self.forget_last(blank);
                return self.forget_last(0);
            }
            if last.if_nonempty {
                self.forget_last(blank);
            }
        }
        self.waiting.push(self.parts.len());
        self.push(Kind::End, -1);
    }

    fn forget_last(&mut self, blank: i32) {
        self.parts.pop();
        self.waiting.pop();
        self.total -= i64::from(blank);
    }

    /// Ends a box that breaks where it is wider than this, and with it all that it stands in.
    pub(super) fn end_of_at_most(&mut self, width: i64) {
        let mut depth = 1;
        for index in self.waiting.iter().rev() {
            match self.parts[*index] {
                Part {
                    kind: Kind::Begin { .. },
                    size,
                } => {
                    depth -= 1;
                    if depth == 0 {
                        if size + self.total > width {
                            self.push(Kind::Text(""), i64::from(ENDLESS));
                            self.total += i64::from(ENDLESS);
                        }
                        break;
                    }
                }
                Part {
                    kind: Kind::End, ..
                } => depth += 1,
                _ => {}
            }
        }
        self.end();
    }

    pub(super) fn place(&mut self, place: Break) {
        self.settle();
        self.waiting.push(self.parts.len());
        self.push(Kind::Break(place), -self.total);
        self.total += i64::from(place.blank);
    }

    /// A place that is a space where the line goes on.
    pub(super) fn space(&mut self) {
        self.place(Break {
            blank: 1,
            ..Break::default()
        });
    }

    /// A place that is nothing where the line goes on.
    pub(super) fn empty_place(&mut self) {
        self.place(Break::default());
    }

    /// The end of a line.
    pub(super) fn line_end(&mut self) {
        self.place(Break {
            blank: ENDLESS,
            ..Break::default()
        });
    }

    /// The end of a line, unless nothing follows in its box.
    pub(super) fn line_end_if_nonempty(&mut self) {
        self.place(Break {
            blank: ENDLESS,
            if_nonempty: true,
            ..Break::default()
        });
    }

    /// What separates a place from what comes before it in the same line.
    pub(super) fn no_place(&mut self) {
        self.place(Break {
            never: true,
            ..Break::default()
        });
    }

    /// A comma between items, or the one behind the last item, which stands there only if the line ends.
    pub(super) fn comma(&mut self, is_last: bool, blank: i32) {
        if is_last {
            self.place(Break {
                blank,
                before: Some(','),
                ..Break::default()
            });
        } else {
            self.word(",");
            self.space();
        }
    }

    /// Indents what follows the last place otherwise.
    pub(super) fn offset(&mut self, offset: i32) {
        if let Some(Part {
            kind: Kind::Break(place),
            ..
        }) = self.parts.last_mut()
        {
            place.offset += offset;
        }
    }

    /// Gives their sizes to the last place, and to the boxes that have ended behind it: they go as far as the next place.
    fn settle(&mut self) {
        let mut depth = 0;
        while let Some(index) = self.waiting.last() {
            let part = &mut self.parts[*index];
            match part.kind {
                Kind::Begin { .. } if depth == 0 => break,
                Kind::Begin { .. } => {
                    part.size += self.total;
                    depth -= 1;
                }
                Kind::End => {
                    part.size = 0;
                    depth += 1;
                }
                Kind::Break(_) => part.size += self.total,
                Kind::Text(_) => {}
            }
            let is_last_place = depth == 0 && matches!(part.kind, Kind::Break(_));
            self.waiting.pop();
            if is_last_place {
                break;
            }
        }
    }

    /// Adds the lines to a text.
    pub(super) fn write(&mut self, text: &mut String) {
        self.settle();
        let mut lines = Lines::of(text);
        for part in &self.parts {
            match part.kind {
                Kind::Text(text) => lines.word(text),
                Kind::Break(place) => lines.place(place, part.size),
                Kind::Begin { indent, all } => lines.begin(indent, all, part.size),
                Kind::End => lines.end(),
            }
        }
    }
}

/// What of a box matters when its places come.
#[derive(Clone, Copy)]
enum Frame {
    Fits,
    /// The indentation around it, and whether all its places break.
    Broken {
        around: i32,
        all: bool,
    },
}

struct Lines<'o> {
    text: &'o mut String,
    /// What of the line is left.
    left: i32,
    indentation: i32,
    /// Spaces that are written if something follows them in the line.
    blank: i32,
    frames: Vec<Frame>,
}

impl<'o> Lines<'o> {
    fn of(text: &'o mut String) -> Self {
        Self {
            text,
            left: LONGEST,
            indentation: 0,
            blank: 0,
            frames: Vec::new(),
        }
    }

    fn word(&mut self, text: &str) {
        self.write_blank();
        self.text.push_str(text);
        self.left -= i32::try_from(text.len()).unwrap_or(ENDLESS);
    }

    fn write_blank(&mut self) {
        let Ok(mut left) = usize::try_from(self.blank) else {
            return;
        };
        while left > 0 {
            let blank = left.min(SPACES.len());
            self.text.push_str(&SPACES[..blank]);
            left -= blank;
        }
        self.blank = 0;
    }

    fn begin(&mut self, indent: i32, all: bool, size: i64) {
        if size > i64::from(self.left) {
            let around = self.indentation;
            self.frames.push(Frame::Broken { around, all });
            self.indentation += indent;
        } else {
            self.frames.push(Frame::Fits);
        }
    }

    fn end(&mut self) {
        if let Some(Frame::Broken { around, .. }) = self.frames.pop() {
            self.indentation = around;
        }
    }

    fn place(&mut self, place: Break, size: i64) {
        let goes_on = place.never
            || match self.frames.last() {
                Some(Frame::Fits) => true,
                Some(Frame::Broken { all: true, .. }) => false,
                Some(Frame::Broken { all: false, .. }) | None => size <= i64::from(self.left),
            };
        if goes_on {
            self.blank += place.blank;
            self.left -= place.blank;
            if let Some(unbroken) = place.unbroken {
                self.text.push(unbroken);
                self.left -= 1;
            }
            return;
        }
        if let Some(before) = place.before {
            self.write_blank();
            self.text.push(before);
        }
        self.text.push('\n');
        let indentation = self.indentation + place.offset;
        self.blank = indentation;
        self.left = (LONGEST - indentation).max(LEAST);
        if let Some(after) = place.after {
            self.write_blank();
            self.text.push(after);
            self.left -= 1;
        }
    }
}
