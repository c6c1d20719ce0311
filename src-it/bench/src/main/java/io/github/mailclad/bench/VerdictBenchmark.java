package io.github.mailclad.bench;

import io.github.mailclad.fixtures.KeyKind;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * The cost of a verdict on a chain of three (leaf, intermediate, root) with its identity: {@link
 * io.github.mailclad.verify.PeerVerifier} beside the platform's PKIX trust manager with the
 * endpoint identification of HTTPS. At first sight, as in a full handshake; and again on the same
 * certificate objects, as on a resumed session, where the platform asks nobody and Mailclad always
 * verifies.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 4, time = 1)
public class VerdictBenchmark {
  /**
   * Seconds after which a first sight of either is compiled; Mailclad has more code than the
   * platform.
   */
  private static final int COMPILED_AFTER = 10;

  /** A server of the contest for each verdict: another one each time. */
  @State(Scope.Thread)
  public static class FirstSight {
    /** The keys of leaf, intermediate and root. */
    @Param({"EC_P256", "RSA_2048"})
    public String keys = "";

    @SuppressWarnings("NullAway.Init")
    Contest contest;

    X509Certificate[] chain = {};

    /** Prepares the servers. */
    @Setup(Level.Trial)
    public void prepare() throws GeneralSecurityException {
      contest = new Contest(KeyKind.valueOf(keys), Contest.MANY);
    }

    /** Reads the next chain, which is not measured: a handshake reads it for either judge. */
    @Setup(Level.Invocation)
    public void present() throws GeneralSecurityException {
      chain = contest.unseen();
    }
  }

  /** One server that comes again and again. */
  @State(Scope.Thread)
  public static class Again {
    /** The keys of leaf, intermediate and root. */
    @Param({"EC_P256", "RSA_2048"})
    public String keys = "";

    @SuppressWarnings("NullAway.Init")
    Contest contest;

    X509Certificate[] chain = {};

    /** Prepares the server. */
    @Setup(Level.Trial)
    public void prepare() throws GeneralSecurityException {
      contest = new Contest(KeyKind.valueOf(keys), 1);
      chain = contest.unseen();
    }
  }

  /** A full handshake under Mailclad. */
  @Benchmark
  @Warmup(iterations = COMPILED_AFTER, time = 1)
  public Object firstSightMailclad(FirstSight server) {
    return server.contest.askMailclad(server.chain);
  }

  /** A full handshake under the platform's trust manager. */
  @Benchmark
  @Warmup(iterations = COMPILED_AFTER, time = 1)
  public Object firstSightPlain(FirstSight server) throws GeneralSecurityException {
    return server.contest.askPlain(server.chain);
  }

  /** A resumed session under Mailclad. */
  @Benchmark
  public Object againMailclad(Again server) {
    return server.contest.askMailclad(server.chain);
  }

  /** The platform's trust manager asked again, which a resumed session does not do. */
  @Benchmark
  public Object againPlain(Again server) throws GeneralSecurityException {
    return server.contest.askPlain(server.chain);
  }

  /**
   * Prints the ratios.
   *
   * @param arguments how many rounds; in each, both judges run in JVMs of their own, one after the
   *     other
   */
  public static void main(String[] arguments) throws RunnerException {
    int rounds = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 5;
    Map<String, List<double[]>> pairs = new TreeMap<>();
    for (int round = 1; round <= rounds; round++) {
      System.out.println("round " + round + " of " + rounds);
      Map<String, Double> scores = scores();
      scores.forEach(
          (name, score) -> {
            if (name.contains("Mailclad")) {
              double plain = scores.getOrDefault(name.replace("Mailclad", "Plain"), Double.NaN);
              pairs
                  .computeIfAbsent(name, key -> new ArrayList<>())
                  .add(new double[] {score, plain});
            }
          });
    }
    System.out.println("JDK " + Runtime.version() + ", medians of " + rounds + " rounds");
    pairs.forEach((name, values) -> System.out.println(line(name, values)));
  }

  private static Map<String, Double> scores() throws RunnerException {
    Collection<RunResult> results =
        new Runner(
                new OptionsBuilder()
                    .include(VerdictBenchmark.class.getName())
                    .forks(1)
                    .verbosity(VerboseMode.SILENT)
                    .build())
            .run();
    Map<String, Double> scores = new TreeMap<>();
    for (RunResult result : results) {
      scores.put(
          result.getPrimaryResult().getLabel() + " " + result.getParams().getParam("keys"),
          result.getPrimaryResult().getScore());
    }
    return scores;
  }

  private static String line(String name, List<double[]> pairs) {
    List<Double> ratios = pairs.stream().map(pair -> pair[0] / pair[1]).sorted().toList();
    return String.format(
        Locale.ROOT,
        "%s: Mailclad %.1f us, X509TrustManager %.1f us, ratio %.2f (%.2f to %.2f)",
        name.replace("Mailclad", ""),
        median(pairs.stream().map(pair -> pair[0]).sorted().toList()),
        median(pairs.stream().map(pair -> pair[1]).sorted().toList()),
        median(ratios),
        ratios.get(0),
        ratios.get(ratios.size() - 1));
  }

  private static double median(List<Double> sorted) {
    return sorted.get(sorted.size() / 2);
  }
}
