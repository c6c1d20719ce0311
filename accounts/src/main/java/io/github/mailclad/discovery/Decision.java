package io.github.mailclad.discovery;

import io.github.mailclad.refusal.Refusal;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The result of accepting a proposal. */
public sealed interface Decision {

  /**
   * The proposal was accepted; the servers may be contacted now.
   *
   * @param settings the settings of each service that was accepted
   */
  record Accepted(List<ServerSettings> settings) implements Decision {
    public Accepted {
      settings = List.copyOf(settings);
    }

    /** Returns the session properties of all services, as in {@link ServerSettings#properties}. */
    public Map<String, String> properties() {
      Map<String, String> all = new TreeMap<>();
      settings.forEach(s -> all.putAll(s.properties()));
      return Collections.unmodifiableMap(all);
    }
  }

  /**
   * The proposal was declined; nothing may be contacted.
   *
   * @param refusal the reason
   */
  record Declined(Refusal refusal) implements Decision {}
}
