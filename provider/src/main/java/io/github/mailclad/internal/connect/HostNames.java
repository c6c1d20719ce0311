package io.github.mailclad.internal.connect;

/** Which hosts a resolver knows. */
public enum HostNames {
  /**
   * Those in the DNS. The platform may know more: tables of its own, names of the local network. It
   * finds what the DNS does not know, and what cannot be looked up where DANE does not decide.
   */
  OF_DNS,
  /**
   * All that the application allows. What the resolver does not know is nowhere, and what cannot be
   * looked up is not contacted: the platform is never asked about a host instead.
   */
  OF_APPLICATION
}
