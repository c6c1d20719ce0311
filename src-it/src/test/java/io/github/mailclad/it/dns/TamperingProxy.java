package io.github.mailclad.it.dns;

import io.github.mailclad.fixtures.Loopback;
import io.github.mailclad.it.dns.Exchange.Transport;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.xbill.DNS.Message;
import org.xbill.DNS.Section;

/**
 * An attacker between a resolver and its clients, on a port of loopback, by UDP and by TCP: passes
 * queries on as they are, and answers tampered with.
 */
public final class TamperingProxy implements AutoCloseable {
  private static final int MILLIS = 10_000;

  private final int upstream;
  private final Tampering tampering;
  private final DatagramSocket udp;
  private final ServerSocket tcp;
  private final ExecutorService threads =
      Executors.newCachedThreadPool(
          task -> {
            Thread thread = new Thread(task, "tampering proxy");
            thread.setDaemon(true);
            return thread;
          });
  private final AtomicInteger queries = new AtomicInteger();
  private final AtomicInteger byTcp = new AtomicInteger();
  private final AtomicInteger tampered = new AtomicInteger();
  private final Queue<String> faults = new ConcurrentLinkedQueue<>();
  private final Map<Integer, Message> latest = new ConcurrentHashMap<>();

  /**
   * Starts.
   *
   * @param upstream the port of the resolver
   */
  public TamperingProxy(int upstream, Tampering tampering) {
    this.upstream = upstream;
    this.tampering = tampering;
    try {
      int port = LoopbackPorts.free(1).get(0);
      udp = new DatagramSocket(port, Loopback.V4);
      tcp = new ServerSocket(port, 200, Loopback.V4);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    threads.execute(this::listenByUdp);
    threads.execute(this::listenByTcp);
  }

  public int port() {
    return tcp.getLocalPort();
  }

  /** Returns the number of queries. */
  public int queries() {
    return queries.get();
  }

  /** Returns the number of queries by TCP. */
  int queriesByTcp() {
    return byTcp.get();
  }

  /** Returns the number of changed answers. */
  int tampered() {
    return tampered.get();
  }

  /** Returns the faults of the proxy itself. */
  List<String> faults() {
    return List.copyOf(faults);
  }

  private void listenByUdp() {
    while (!udp.isClosed()) {
      try {
        DatagramPacket packet = new DatagramPacket(new byte[Message.MAXLENGTH], Message.MAXLENGTH);
        udp.receive(packet);
        byte[] query = Arrays.copyOf(packet.getData(), packet.getLength());
        threads.execute(() -> answerByUdp(query, packet.getSocketAddress()));
      } catch (IOException | RejectedExecutionException e) {
        noteUnlessClosed(e);
      }
    }
  }

  private void answerByUdp(byte[] query, SocketAddress client) {
    try (DatagramSocket socket = new DatagramSocket(0, Loopback.V4)) {
      socket.setSoTimeout(MILLIS);
      socket.send(new DatagramPacket(query, query.length, Loopback.V4, upstream));
      DatagramPacket packet = new DatagramPacket(new byte[Message.MAXLENGTH], Message.MAXLENGTH);
      socket.receive(packet);
      byte[] honest = Arrays.copyOf(packet.getData(), packet.getLength());
      for (byte[] message : tamperedWith(query, honest, Transport.UDP)) {
        udp.send(new DatagramPacket(message, message.length, client));
      }
    } catch (IOException | InterruptedException | RuntimeException e) {
      noteUnlessClosed(e);
    }
  }

  private void listenByTcp() {
    while (!tcp.isClosed()) {
      try {
        Socket client = tcp.accept();
        threads.execute(() -> answerByTcp(client));
      } catch (IOException | RejectedExecutionException e) {
        noteUnlessClosed(e);
      }
    }
  }

  private void answerByTcp(Socket client) {
    try (client;
        Socket server = new Socket(Loopback.V4, upstream)) {
      client.setSoTimeout(MILLIS);
      server.setSoTimeout(MILLIS);
      DataInputStream queriesOf = new DataInputStream(client.getInputStream());
      DataOutputStream answersTo = new DataOutputStream(client.getOutputStream());
      for (Optional<byte[]> query = read(queriesOf); query.isPresent(); query = read(queriesOf)) {
        write(new DataOutputStream(server.getOutputStream()), query.get());
        byte[] honest = read(new DataInputStream(server.getInputStream())).orElseThrow();
        for (byte[] message : tamperedWith(query.get(), honest, Transport.TCP)) {
          write(answersTo, message);
        }
      }
    } catch (SocketException | SocketTimeoutException e) {
      // the client has gone: it saw enough
    } catch (IOException | InterruptedException | RuntimeException e) {
      noteUnlessClosed(e);
    }
  }

  private static Optional<byte[]> read(DataInputStream in) throws IOException {
    int high = in.read();
    if (high < 0) {
      return Optional.empty();
    }
    byte[] message = new byte[high << 8 | in.readUnsignedByte()];
    in.readFully(message);
    return Optional.of(message);
  }

  private static void write(DataOutputStream out, byte[] message) throws IOException {
    byte[] framed = new byte[message.length + 2];
    framed[0] = (byte) (message.length >> 8);
    framed[1] = (byte) message.length;
    System.arraycopy(message, 0, framed, 2, message.length);
    out.write(framed);
    out.flush();
  }

  private List<byte[]> tamperedWith(byte[] query, byte[] honest, Transport transport)
      throws IOException, InterruptedException {
    queries.incrementAndGet();
    if (transport == Transport.TCP) {
      byTcp.incrementAndGet();
    }
    Message asked = new Message(query);
    Message answer = new Message(honest);
    List<byte[]> sent =
        tampering.messages(new Exchange(asked, honest, transport, another(asked, answer)));
    boolean honestly = sent.size() == 1 && Arrays.equals(sent.get(0), honest);
    if (!honestly || !tampering.delay().isZero()) {
      tampered.incrementAndGet();
    }
    TimeUnit.MILLISECONDS.sleep(tampering.delay().toMillis());
    return sent;
  }

  /** The latest answer to that type at another name, which had records of it. */
  private Optional<byte[]> another(Message asked, Message answer) {
    int type = asked.getQuestion().getType();
    Optional<Message> earlier = Optional.ofNullable(latest.get(type));
    if (answer.findRecord(answer.getQuestion(), Section.QUESTION)
        && !answer.getSection(Section.ANSWER).isEmpty()) {
      latest.putIfAbsent(type, answer);
    }
    return earlier
        .filter(m -> !m.getQuestion().getName().equals(asked.getQuestion().getName()))
        .map(m -> m.toWire(Message.MAXLENGTH));
  }

  private void noteUnlessClosed(Exception e) {
    if (!tcp.isClosed()) {
      faults.add(e.toString());
    }
  }

  @Override
  public void close() {
    try {
      tcp.close();
      udp.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      threads.shutdownNow();
    }
  }
}
