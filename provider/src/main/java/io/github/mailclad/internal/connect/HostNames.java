package io.github.mailclad.internal.connect;

/** The hosts that a resolver knows. */
public enum HostNames {
  /**
   * Those in the DNS. The platform may know more: local tables, and names of the local network. The
   * platform is asked for hosts that are not in the DNS. It is also asked when a look-up failed and
   * DANE does not decide.
   */
  OF_DNS,
  /**
   * All that the application allows. A host that the resolver does not know does not exist. If the
   * look-up fails, the host is not contacted. The platform is never asked about a host instead.
   */
  OF_APPLICATION
}
