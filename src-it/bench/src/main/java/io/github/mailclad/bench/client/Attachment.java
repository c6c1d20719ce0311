package io.github.mailclad.bench.client;

import io.github.mailclad.bench.lab.LabSettings;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;

/** Reading the attachment of the lab's message, for a bounded time. */
public final class Attachment {
  private static final int CHUNK = 65_536;

  private Attachment() {}

  /** The content that a reader got, with its duration. For one use. */
  public static final class Reading {
    private final long most;
    private long allocatedBefore = Meter.allocated();
    private long began = System.nanoTime();
    private long nanos;
    private long octets;
    private long allocated;

    /** Ends after that time also where not all was read. */
    public Reading(Duration most) {
      this.most = most.toNanos();
    }

    /** The connection is there, and the attachment is asked for. */
    public void begins() {
      allocatedBefore = Meter.allocated();
      began = System.nanoTime();
    }

    /** Reads until the end, or until the time is over. */
    public void read(InputStream in) throws IOException {
      byte[] buffer = new byte[CHUNK];
      int length = in.read(buffer);
      while (length > 0) {
        octets += length;
        boolean late = System.nanoTime() - began > most;
        length = late ? -1 : in.read(buffer);
      }
      nanos = System.nanoTime() - began;
      allocated = Meter.allocated() - allocatedBefore;
    }

    /** Seconds for the whole attachment, at the speed that was seen. */
    public double seconds() {
      return nanos / 1e9 * whole();
    }

    /** Megabytes that the thread allocated, for the whole attachment. */
    public double allocatedMegabytes() {
      return allocated / 1048576.0 * whole();
    }

    private double whole() {
      return (double) LabSettings.ATTACHMENT / octets;
    }
  }
}
