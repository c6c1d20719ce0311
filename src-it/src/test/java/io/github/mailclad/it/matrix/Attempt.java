package io.github.mailclad.it.matrix;

import io.github.mailclad.it.matrix.HostileProperty.Setting;
import java.util.List;
import java.util.stream.Stream;

/** One connection to be tried: under a protocol name, to a kind of server, with these settings. */
record Attempt(String protocol, HostileServer server, List<Setting> settings) {
  Attempt {
    settings = List.copyOf(settings);
  }

  /** The same with further settings. */
  Attempt with(Setting... more) {
    return new Attempt(
        protocol, server, Stream.concat(settings.stream(), Stream.of(more)).toList());
  }

  @Override
  public String toString() {
    return protocol + " to " + server + " with " + settings;
  }
}
