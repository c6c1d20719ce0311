/** Mail accounts that people set up, and later changes. */
module io.github.mailclad.accounts {
  requires transitive io.github.mailclad;
  requires static org.jspecify;

  exports io.github.mailclad.setup;
}
