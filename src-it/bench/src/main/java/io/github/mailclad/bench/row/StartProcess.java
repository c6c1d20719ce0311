package io.github.mailclad.bench.row;

import io.github.mailclad.bench.client.AngusClient;
import io.github.mailclad.bench.client.MailServer;
import io.github.mailclad.bench.client.MinimalClient;
import io.github.mailclad.bench.lab.LabSettings;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** A process whose first work is a mail. */
final class StartProcess {
  private static final int TICK_MILLIS = 10;

  private StartProcess() {}

  /**
   * Sends one mail, or makes a store.
   *
   * @param arguments the client, "mail" or "store", the host
   */
  public static void main(String[] arguments) throws Exception {
    Kind kind = Kind.valueOf(arguments[0]);
    LabSettings lab = LabSettings.read();
    if (arguments[1].equals("store")) {
      store(kind, new MailServer("imaps", arguments[2], lab.imaps(), lab.anchor()));
    } else {
      mail(kind, new MailServer("smtps", arguments[2], lab.smtps(), lab.anchor()));
    }
    System.exit(0);
  }

  private static void mail(Kind kind, MailServer server) throws Exception {
    if (kind == Kind.MINIMUM) {
      new MinimalClient(server).send(1, () -> {});
    } else {
      kind.client(server).sendOverOne(1, () -> {});
    }
    System.out.println("metric first-mail-cpu-ms " + cpuMillis());
  }

  private static void store(Kind kind, MailServer server) throws Exception {
    var threads = ManagementFactory.getThreadMXBean();
    AngusClient client = kind.client(server);
    long before = threads.getCurrentThreadCpuTime();
    client.service();
    double millis = (threads.getCurrentThreadCpuTime() - before) / 1e6;
    System.out.println("metric first-store-cpu-ms " + millis);
  }

  /** From the system: a management bean would load classes of its own. */
  private static long cpuMillis() throws IOException {
    String stat = Files.readString(Path.of("/proc/self/stat"));
    List<String> fields = Arrays.asList(stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1));
    return (Long.parseLong(fields.get(11)) + Long.parseLong(fields.get(12))) * TICK_MILLIS;
  }
}
