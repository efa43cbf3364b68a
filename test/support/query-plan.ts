/** What SQLite says of a statement that goes through all rows of a table, or through all that one server has. */
export const THROUGH_ALL = /^SCAN|AUTOMATIC|^SEARCH \w+ USING .*\(target=\?\)/;
