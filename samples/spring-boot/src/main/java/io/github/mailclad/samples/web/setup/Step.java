package io.github.mailclad.samples.web.setup;

import io.github.mailclad.samples.web.page.Connection;
import io.github.mailclad.samples.web.page.Lock;
import io.github.mailclad.samples.web.refusals.RefusalView;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How far a set-up came, and what the page shows of it. {@link #page()} is the page's template. */
sealed interface Step {
  String page();

  /** Servers were found; nothing was contacted. */
  record Proposal(Proposed proposed) implements Step {
    @Override
    public String page() {
      return "setup/proposal";
    }
  }

  /** What a person who knows better can be asked about. */
  enum ByHand {
    /** Nothing: it ends here. */
    NOTHING,
    /** Whether certificates are the ones that the provider told. */
    CERTIFICATE,
    /** Whether to go without TLS. */
    WITHOUT_TLS
  }

  /**
   * A server must not be used as it is.
   *
   * @param tried what became of each server
   * @param byHand what the person may go on to be asked about
   */
  record NotProved(List<Tried> tried, ByHand byHand) implements Step {
    public NotProved {
      tried = List.copyOf(tried);
    }

    @Override
    public String page() {
      return "setup/not-proved";
    }
  }

  /**
   * The person has to answer first.
   *
   * @param tried what became of each server; empty if none was contacted
   */
  record Open(Question question, List<Tried> tried) implements Step {
    public Open {
      tried = List.copyOf(tried);
    }

    @Override
    public String page() {
      return "setup/question";
    }
  }

  /**
   * Every server gave what the account requires: the password is asked for.
   *
   * @param shown stands for the connections
   * @param lock what keeps the password from others
   * @param connections what each connection got
   * @param problem why the last password did not do; null if there was none
   */
  record Password(String shown, Lock lock, List<Connection> connections, @Nullable String problem)
      implements Step {
    public Password {
      connections = List.copyOf(connections);
    }

    @Override
    public String page() {
      return "setup/password";
    }
  }

  /** It ended before there was an account. One of the two is there. */
  record Ended(@Nullable RefusalView refusal, @Nullable String problem) implements Step {
    @Override
    public String page() {
      return "setup/ended";
    }
  }

  /** The account can be used. */
  record Done(Lock lock, List<Connection> connections) implements Step {
    public Done {
      connections = List.copyOf(connections);
    }

    @Override
    public String page() {
      return "setup/done";
    }
  }
}
