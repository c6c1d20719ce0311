package io.github.mailclad.test;

/**
 * A user of a {@link MailServer}.
 *
 * @param address the address, which is also the login name
 * @param password the password
 */
public record MailUser(String address, String password) {
  /** Returns the address, and never the password. */
  @Override
  public String toString() {
    return address;
  }
}
