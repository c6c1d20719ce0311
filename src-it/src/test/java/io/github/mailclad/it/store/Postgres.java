package io.github.mailclad.it.store;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.github.mailclad.account.JdbcAccountStore;
import io.github.mailclad.fixtures.ServerProcess;
import io.github.mailclad.it.servers.Installed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * PostgreSQL with a cluster of its own, on loopback, with the table of the account store. It writes
 * to the disk before it says that it did, as in production.
 */
final class Postgres implements AutoCloseable {
  private static final String USER = "mailclad";
  private static final String SYSTEM_USER = "postgres";
  private static final Duration LIFETIME = Duration.ofMinutes(15);
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Duration STEP = Duration.ofMillis(20);
  private static final String CANNOT_CONNECT_NOW = "57P03";

  private final ServerProcess process;
  private final String url;

  private Postgres(ServerProcess process, String url) {
    this.process = process;
    this.url = url;
  }

  /** Starts it with its files in that folder, or skips the test. */
  static Postgres start(Path directory) throws IOException, InterruptedException, SQLException {
    Path programs = programs();
    Installed.programsOrSkip(programs.resolve("initdb"), programs.resolve("postgres"));
    Path cluster = Files.createDirectory(directory.resolve("cluster"));
    String password = UUID.randomUUID().toString();
    Path passwordFile = Files.writeString(directory.resolve("password"), password, US_ASCII);
    List<String> asItself = asItself(directory, cluster, passwordFile);
    initialize(directory, command(asItself, programs.resolve("initdb"), cluster, passwordFile));
    int port = ServerProcess.freePorts(1).get(0);
    ServerProcess process =
        ServerProcess.start(
            LIFETIME,
            directory.resolve("postgresql.log"),
            List.of(port),
            command(asItself, programs.resolve("postgres"), cluster, port));
    String url =
        "jdbc:postgresql://127.0.0.1:%d/postgres?user=%s&password=%s&socketTimeout=60"
            .formatted(port, USER, password);
    Postgres server = new Postgres(process, url);
    server.createTable();
    return server;
  }

  /** The newest version that is installed. */
  private static Path programs() throws IOException {
    Path versions = Path.of("/usr/lib/postgresql");
    if (!Files.isDirectory(versions)) {
      return versions;
    }
    try (Stream<Path> folders = Files.list(versions)) {
      return folders
          .max(Comparator.comparingInt(v -> Integer.parseInt(v.getFileName().toString())))
          .orElse(versions)
          .resolve("bin");
    }
  }

  /** It refuses to run as root: then it gets the user that its package made, and its files. */
  private static List<String> asItself(Path directory, Path... files) throws IOException {
    if (!ProcessHandle.current().info().user().orElse("").equals("root")) {
      return List.of();
    }
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
    for (Path file : files) {
      Files.setOwner(
          file,
          file.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName(SYSTEM_USER));
    }
    return List.of("setpriv", "--reuid=" + SYSTEM_USER, "--regid=" + SYSTEM_USER, "--init-groups");
  }

  private static String[] command(
      List<String> asItself, Path initdb, Path cluster, Path passwordFile) {
    List<String> command = new ArrayList<>(asItself);
    command.addAll(
        List.of(
            initdb.toString(),
            "--pgdata=" + cluster,
            "--username=" + USER,
            "--pwfile=" + passwordFile,
            "--auth=scram-sha-256",
            "--encoding=UTF8",
            "--no-locale"));
    return command.toArray(String[]::new);
  }

  private static String[] command(List<String> asItself, Path postgres, Path cluster, int port) {
    List<String> command = new ArrayList<>(asItself);
    command.addAll(
        List.of(
            postgres.toString(),
            "-D",
            cluster.toString(),
            "-p",
            Integer.toString(port),
            "-c",
            "listen_addresses=127.0.0.1",
            "-c",
            "unix_socket_directories=",
            "-c",
            "fsync=on",
            "-c",
            "synchronous_commit=on"));
    return command.toArray(String[]::new);
  }

  private static void initialize(Path directory, String... command)
      throws IOException, InterruptedException {
    List<String> bounded = new ArrayList<>(List.of("timeout", "120"));
    bounded.addAll(List.of(command));
    Path said = directory.resolve("initdb.out");
    int end =
        new ProcessBuilder(bounded)
            .redirectErrorStream(true)
            .redirectOutput(said.toFile())
            .start()
            .waitFor();
    if (end != 0) {
      throw new AssertionError("initdb: " + Files.readString(said));
    }
  }

  private void createTable() {
    try (Connection connection = firstConnection();
        Statement statement = connection.createStatement()) {
      for (String sql : JdbcAccountStore.schema()) {
        statement.execute(sql);
      }
    } catch (SQLException e) {
      close();
      throw new IllegalStateException(e);
    }
  }

  /** It listens before it is ready, and says so. */
  private Connection firstConnection() throws SQLException {
    long start = System.nanoTime();
    while (true) {
      try {
        return source(url).getConnection();
      } catch (SQLException e) {
        boolean late = System.nanoTime() - start > PATIENCE.toNanos();
        if (late || !CANNOT_CONNECT_NOW.equals(e.getSQLState())) {
          throw e;
        }
        LockSupport.parkNanos(STEP.toNanos());
      }
    }
  }

  /** Leads to it, password included. */
  String url() {
    return url;
  }

  /** Returns connections to the server at that address. */
  static PGSimpleDataSource source(String url) {
    PGSimpleDataSource source = new PGSimpleDataSource();
    source.setUrl(url);
    return source;
  }

  @Override
  public void close() {
    process.close();
  }
}
