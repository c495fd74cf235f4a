//! Text with places where lines may break comes in, lines come out: Oppen's algorithm, with the rules that `prettyplease` gives it.

/// How long a line may be, in bytes.
const LONGEST: isize = 89;

/// What a line has in any case, however deep it is indented.
const LEAST: isize = 60;

/// More than any line holds: what has this size breaks whatever is around it.
const ENDLESS: isize = 0xffff;

/// What blanks are written from.
const SPACES: &str = "                                                                ";

/// What a level is indented by.
pub(super) const INDENT: isize = 4;

/// A place where a line may break.
#[derive(Clone, Copy, Default)]
pub(super) struct Break {
    /// Spaces where the line goes on.
    pub(super) blank: isize,
    /// How much deeper the next line is indented than those around it.
    pub(super) offset: isize,
    /// What ends the line, if it ends here.
    pub(super) before: &'static str,
    /// What begins the next line, if this one ends here.
    pub(super) after: &'static str,
    /// What stands here where the line goes on.
    pub(super) unbroken: &'static str,
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
        indent: isize,
        all: bool,
    },
    End,
}

struct Part<'t> {
    kind: Kind<'t>,
    /// How much has to fit into the line for a place not to break, or for a box not to; below 0 where that is not known yet.
    size: isize,
}

/// What is to be laid out.
#[derive(Default)]
pub(super) struct Layout<'t> {
    parts: Vec<Part<'t>>,
    /// Parts whose size is not known yet.
    waiting: Vec<usize>,
    /// The size of all that came so far.
    total: isize,
}

impl<'t> Layout<'t> {
    /// A layout of about so many tokens.
    pub(super) fn of(tokens: usize) -> Self {
        Self {
            parts: Vec::with_capacity(tokens * 2),
            ..Self::default()
        }
    }

    fn push(&mut self, kind: Kind<'t>, size: isize) {
        self.parts.push(Part { kind, size });
    }

    pub(super) fn word(&mut self, text: &'t str) {
        let size = text.len().try_into().unwrap_or(ENDLESS);
        self.push(Kind::Text(text), size);
        self.total += size;
    }

    /// Begins a box in which all places break, or none.
    pub(super) fn all(&mut self, indent: isize) {
        self.begin(indent, true);
    }

    /// Begins a box in which those places break that have to.
    pub(super) fn some(&mut self, indent: isize) {
        self.begin(indent, false);
    }

    fn begin(&mut self, indent: isize, all: bool) {
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

    fn forget_last(&mut self, blank: isize) {
        self.parts.pop();
        self.waiting.pop();
        self.total -= blank;
    }

    /// Ends a box that breaks where it is wider than this, and with it all that it stands in.
    pub(super) fn end_of_at_most(&mut self, width: isize) {
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
                            self.push(Kind::Text(""), ENDLESS);
                            self.total += ENDLESS;
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
        self.total += place.blank;
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
    pub(super) fn comma(&mut self, is_last: bool, blank: isize) {
        if is_last {
            self.place(Break {
                blank,
                before: ",",
                ..Break::default()
            });
        } else {
            self.word(",");
            self.space();
        }
    }

    /// Indents what follows the last place otherwise.
    pub(super) fn offset(&mut self, offset: isize) {
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

    /// The lines.
    pub(super) fn written(mut self) -> String {
        self.settle();
        let mut lines = Lines::default();
        for part in self.parts {
            match part.kind {
                Kind::Text(text) => lines.word(text),
                Kind::Break(place) => lines.place(place, part.size),
                Kind::Begin { indent, all } => lines.begin(indent, all, part.size),
                Kind::End => lines.end(),
            }
        }
        lines.text
    }
}

/// What of a box matters when its places come.
#[derive(Clone, Copy)]
enum Frame {
    Fits,
    /// The indentation around it, and whether all its places break.
    Broken {
        around: isize,
        all: bool,
    },
}

struct Lines {
    text: String,
    /// What of the line is left.
    left: isize,
    indentation: isize,
    /// Spaces that are written if something follows them in the line.
    blank: isize,
    frames: Vec<Frame>,
}

impl Default for Lines {
    fn default() -> Self {
        Self {
            text: String::new(),
            left: LONGEST,
            indentation: 0,
            blank: 0,
            frames: Vec::new(),
        }
    }
}

impl Lines {
    fn word(&mut self, text: &str) {
        self.write(text);
        self.left -= isize::try_from(text.len()).unwrap_or(ENDLESS);
    }

    fn write(&mut self, text: &str) {
        while self.blank > 0 {
            let blank = self.blank.min(SPACES.len().cast_signed());
            self.text.push_str(&SPACES[..blank.cast_unsigned()]);
            self.blank -= blank;
        }
        self.text.push_str(text);
    }

    fn begin(&mut self, indent: isize, all: bool, size: isize) {
        if size > self.left {
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

    fn place(&mut self, place: Break, size: isize) {
        let goes_on = place.never
            || match self.frames.last() {
                Some(Frame::Fits) => true,
                Some(Frame::Broken { all: true, .. }) => false,
                Some(Frame::Broken { all: false, .. }) | None => size <= self.left,
            };
        if goes_on {
            self.blank += place.blank;
            self.left -= place.blank;
            if !place.unbroken.is_empty() {
                self.text.push_str(place.unbroken);
                self.left -= 1;
            }
            return;
        }
        if !place.before.is_empty() {
            self.write(place.before);
        }
        self.text.push('\n');
        let indentation = self.indentation + place.offset;
        self.blank = indentation;
        self.left = (LONGEST - indentation).max(LEAST);
        if !place.after.is_empty() {
            self.word(place.after);
        }
    }
}
