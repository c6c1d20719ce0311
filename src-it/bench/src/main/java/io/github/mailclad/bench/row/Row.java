package io.github.mailclad.bench.row;

import io.github.mailclad.bench.lab.LabSettings;

/** One part of the suite: it measures some metrics of all clients in turn. */
@FunctionalInterface
public interface Row {
  /** Measures, and leaves what it measured in the results. */
  void measure(LabSettings lab, Results results) throws Exception;
}
