package io.github.mailclad.bench.row;

import io.github.mailclad.bench.client.AngusClient;
import io.github.mailclad.bench.client.Contender;
import io.github.mailclad.bench.client.MailServer;
import io.github.mailclad.bench.lab.LabSettings;
import java.util.List;

/** A client that has a process of its own. */
enum Kind {
  OURS,
  PLAIN,
  MINIMUM;

  /** The clients of a row, by what runs them. */
  static List<Contender<Kind>> contenders(List<Kind> kinds) {
    return kinds.stream().map(Kind::contender).toList();
  }

  private Contender<Kind> contender() {
    return switch (this) {
      case OURS -> Contender.ours(this);
      case PLAIN -> Contender.plain(this);
      case MINIMUM -> Contender.minimum(this);
    };
  }

  /** A JVM with the class path that an application with this client has. */
  ChildJvm process(LabSettings lab) {
    return this == OURS ? ChildJvm.ours(lab) : ChildJvm.plain(lab);
  }

  /** The client, inside of its process. */
  AngusClient client(MailServer server) throws Exception {
    return this == OURS ? AngusClient.ours(server) : AngusClient.plain(server);
  }

  /** Adds what a process printed, a line with a name and a value for each metric. */
  static void addAll(
      ChildJvm.Ended ended, String suffix, Contender<Kind> contender, Results results) {
    if (ended.status() != 0) {
      throw new IllegalStateException("status " + ended.status() + " " + ended.lines());
    }
    for (String line : ended.lines()) {
      String[] words = line.split(" ", -1);
      if (words[0].equals("metric")) {
        results.add(words[1] + suffix, contender, Double.parseDouble(words[2]));
      } else {
        System.out.println(line);
      }
    }
  }
}
