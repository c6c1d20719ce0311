package io.github.mailclad.internal.dns;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

/** A DNS server on loopback, UDP and TCP on one port, with true answers or given ones. */
final class TestServer implements AutoCloseable {
  enum Over {
    UDP,
    TCP
  }

  /** A false answer in place of the true one; null for none. */
  interface Lie {
    byte @Nullable [] instead(Message query, Message truth, Over over);
  }

  final List<String> asked = new CopyOnWriteArrayList<>();
  final List<Message> queries = new CopyOnWriteArrayList<>();
  private final TestWorld world;
  private final DatagramSocket udp;
  private final ServerSocket tcp;
  private volatile Lie lie = (query, truth, over) -> truth.toWire(65535);
  private volatile boolean dripping;

  TestServer(TestWorld world) throws IOException {
    this.world = world;
    this.tcp = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    this.udp = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), port()));
    start(this::serveUdp);
    start(this::serveTcp);
  }

  private static void start(Runnable serving) {
    Thread thread = new Thread(serving, "test DNS server");
    thread.setDaemon(true);
    thread.start();
  }

  private int port() {
    return tcp.getLocalPort();
  }

  InetSocketAddress address() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), port());
  }

  void tell(Lie instead) {
    lie = instead;
  }

  /** Changes the answers to one question. */
  void change(String name, int type, UnaryOperator<Message> change) {
    tell(
        (query, truth, over) -> {
          Record q = query.getQuestion();
          boolean meant = q.getName().equals(Zone.name(name)) && q.getType() == type;
          return (meant ? change.apply(truth) : truth).toWire(65535);
        });
  }

  /** Never answers one question. */
  void drop(String name, int type) {
    tell(
        (query, truth, over) -> {
          Record q = query.getQuestion();
          boolean meant = q.getName().equals(Zone.name(name)) && q.getType() == type;
          return meant ? null : truth.toWire(65535);
        });
  }

  /** Everything is truncated, and over TCP one octet comes at a time, for ever. */
  void drip() {
    dripping = true;
    tell((query, truth, over) -> truncated(truth));
  }

  static byte[] truncated(Message truth) {
    Message cut = new Message(truth.getHeader().getID());
    cut.getHeader().setFlag(Flags.QR);
    cut.getHeader().setFlag(Flags.TC);
    cut.addRecord(truth.getQuestion(), org.xbill.DNS.Section.QUESTION);
    return cut.toWire();
  }

  private byte @Nullable [] answer(byte[] octets, Over over) throws IOException {
    Message query = new Message(octets);
    Record q = query.getQuestion();
    asked.add(q.getName().toString(true) + " " + Type.string(q.getType()) + " " + over);
    queries.add(query);
    return lie.instead(query, world.respond(query), over);
  }

  private void serveUdp() {
    byte[] buffer = new byte[65535];
    while (!udp.isClosed()) {
      try {
        DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
        udp.receive(packet);
        byte[] answer = answer(java.util.Arrays.copyOf(buffer, packet.getLength()), Over.UDP);
        if (answer != null && answer.length > 1232) {
          answer = truncated(new Message(answer));
        }
        if (answer != null) {
          udp.send(new DatagramPacket(answer, answer.length, packet.getSocketAddress()));
        }
      } catch (IOException | RuntimeException e) {
        // the next one
      }
    }
  }

  private void serveTcp() {
    while (!tcp.isClosed()) {
      try {
        Socket socket = tcp.accept();
        start(() -> serve(socket));
      } catch (IOException e) {
        return;
      }
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      DataInputStream in = new DataInputStream(socket.getInputStream());
      DataOutputStream out = new DataOutputStream(socket.getOutputStream());
      while (!tcp.isClosed()) {
        byte[] query = in.readNBytes(in.readUnsignedShort());
        byte[] answer = answer(query, Over.TCP);
        while (dripping && !tcp.isClosed()) {
          out.write(1);
          out.flush();
          Thread.sleep(50);
        }
        if (answer != null) {
          out.writeShort(answer.length);
          out.write(answer);
          out.flush();
        }
      }
    } catch (IOException | InterruptedException e) {
      // it has gone
    }
  }

  @Override
  public void close() throws IOException {
    udp.close();
    tcp.close();
  }
}
