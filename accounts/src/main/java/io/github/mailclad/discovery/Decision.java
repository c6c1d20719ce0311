package io.github.mailclad.discovery;

import io.github.mailclad.refusal.Refusal;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What became of a proposal. */
public sealed interface Decision {

  /**
   * It was accepted; now the servers may be contacted.
   *
   * @param settings what to set, for each service that was accepted
   */
  record Accepted(List<ServerSettings> settings) implements Decision {
    public Accepted {
      settings = List.copyOf(settings);
    }

    /**
     * The session properties of all the services, as {@link ServerSettings#properties} has them.
     */
    public Map<String, String> properties() {
      Map<String, String> all = new TreeMap<>();
      settings.forEach(s -> all.putAll(s.properties()));
      return Collections.unmodifiableMap(all);
    }
  }

  /**
   * It was not; nothing may be contacted.
   *
   * @param refusal why
   */
  record Declined(Refusal refusal) implements Decision {}
}
