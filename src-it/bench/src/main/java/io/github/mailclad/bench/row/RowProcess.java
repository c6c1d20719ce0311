package io.github.mailclad.bench.row;

import io.github.mailclad.bench.lab.LabSettings;

/** The process in which the suite runs one row. */
public final class RowProcess {
  private RowProcess() {}

  /**
   * Measures one row.
   *
   * @param arguments its title
   */
  public static void main(String[] arguments) throws Exception {
    Results results = new Results();
    row(Rows.one(arguments[0])).measure(LabSettings.read(), results);
    results.print();
    // threads of event loops would stay
    System.exit(0);
  }

  private static Row row(Rows name) {
    return switch (name) {
      case FLIGHTS -> new FlightsRow();
      case IMAPS, IMAPS_SCRAM, POP3S, SMTPS -> new TripsRow(name.title());
      case MESSAGE -> new MessageRow();
      case MESSAGES -> new MessagesRow();
      case POOL -> new PoolRow();
      case SENDING -> new SendingRow();
      case ATTACHMENT -> new AttachmentRow();
      case CPU -> new CpuRow();
      case PROVIDERS -> new ProvidersRow();
      case LOAD -> new LoadRow();
      case VIRTUAL_THREADS -> new VirtualRow();
      case IDLE -> new IdleRow();
      case START -> new StartRow();
    };
  }
}
