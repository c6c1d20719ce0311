package io.github.mailclad.internal.dns;

import io.github.mailclad.dns.DnssecStatus;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;

/** A query without an answer. It never leaves this package. */
final class UnansweredException extends Exception {
  private static final long serialVersionUID = 1L;

  private final DnssecStatus status;
  private final String reason;

  UnansweredException(DnssecStatus status, String reason) {
    super(reason, null, false, false);
    this.status = status;
    this.reason = reason;
  }

  static UnansweredException indeterminate(String reason) {
    return new UnansweredException(DnssecStatus.INDETERMINATE, reason);
  }

  /** Returns the exception for the failure of a stage. */
  static UnansweredException of(Throwable thrown) {
    Throwable cause = cause(thrown);
    if (cause instanceof UnansweredException unanswered) {
      return unanswered;
    }
    if (cause instanceof TimeoutException || cause instanceof SocketTimeoutException) {
      return indeterminate("no answer came in time");
    }
    if (cause instanceof SocketException) {
      return indeterminate("the server cannot be reached (" + DnsText.of(cause) + ")");
    }
    return indeterminate("the answer could not be understood (" + DnsText.of(cause) + ")");
  }

  /** Returns the cause of a failure without the wrappers of stages. */
  static Throwable cause(Throwable thrown) {
    Throwable cause = thrown;
    while (cause instanceof CompletionException && cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause;
  }

  DnssecStatus status() {
    return status;
  }

  String reason() {
    return reason;
  }
}
