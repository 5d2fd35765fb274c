//! A table as the tool prints it: each column as wide as its longest value and at least as wide as the tool says, one
//! space between two columns.
//!
//! Mirrors the format strings of `ConsumerGroupCommand` (Kafka 4.1). Only some columns follow their values; the widths
//! of the others are fixed, and a value that is longer pushes its row to the right.

/// What the tool prints where it knows nothing (`MISSING_COLUMN_VALUE`).
pub(super) const UNKNOWN: &str = "-";

/// The header and the rows, before the widths are known.
pub(super) struct DescribeTable {
    names: Vec<&'static str>,
    least: Vec<usize>,
    rows: Vec<Vec<String>>,
}

impl DescribeTable {
    /// A table of these columns, with the width that each has at least; 0 for the last one, which ends where its value
    /// ends.
    pub fn new(columns: impl Iterator<Item = (&'static str, usize)>) -> DescribeTable {
        let (names, least) = columns.unzip();
        DescribeTable { names, least, rows: Vec::new() }
    }

    /// One more row.
    pub fn push(&mut self, cells: impl Iterator<Item = String>) {
        self.rows.push(cells.collect());
    }

    /// Whether it has no rows.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// An empty line, the header, the rows; `fits` says which columns grow with their values.
    pub fn fitted(&self, fits: impl Fn(usize, &str) -> bool) -> Vec<String> {
        let width = |place: usize| {
            let longest = self.rows.iter().map(|row| row[place].chars().count()).max().unwrap_or(0);
            let least = self.least[place];
            if least > 0 && fits(place, self.names[place]) { least.max(longest) } else { least }
        };
        let widths: Vec<usize> = (0..self.names.len()).map(width).collect();
        let header: Vec<String> = self.names.iter().map(|name| (*name).to_owned()).collect();
        let mut lines = vec![String::new()];
        lines.extend(std::iter::once(&header).chain(&self.rows).map(|row| line(row, &widths)));
        lines
    }
}

fn line(row: &[String], widths: &[usize]) -> String {
    let cells = row.iter().zip(widths).map(|(cell, width)| format!("{cell:<width$}"));
    cells.collect::<Vec<_>>().join(" ")
}
