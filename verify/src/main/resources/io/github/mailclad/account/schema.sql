-- What JdbcAccountStore keeps accounts in. Nothing creates it by itself.
-- The type of state may be any that holds a text in ASCII of up to 1048576 characters and is read and written as a string: where a
-- database has no VARCHAR of that length, its own type for long texts (TEXT, MEDIUMTEXT, CLOB).
CREATE TABLE mailclad_account (
  id CHAR(64) NOT NULL PRIMARY KEY, -- SHA-256 of the account's name: no collation takes two accounts for one
  account VARCHAR(320) NOT NULL,
  revision BIGINT NOT NULL,
  state VARCHAR(1048576) NOT NULL
);
