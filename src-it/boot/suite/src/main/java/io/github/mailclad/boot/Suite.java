package io.github.mailclad.boot;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.util.List;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;

/**
 * Runs every scenario, prints what failed and, as its last line, how many passed and failed. Ends
 * with 0 if all passed. The scenarios are named here because nothing scans the class path of an
 * executable jar.
 */
public final class Suite {
  private static final List<Class<?>> SCENARIOS =
      List.of(
          SpringMailTest.class,
          SendingTest.class,
          SenderBeansTest.class,
          TestConnectionTest.class,
          JndiTest.class,
          AccountsTest.class,
          OAuthTest.class,
          DiscoveredAccountTest.class,
          IntegrationAdaptersTest.class,
          BundleTest.class,
          BundleReloadTest.class,
          RefusedStartTest.class,
          LoggingTest.class,
          StoreTest.class,
          ActuatorTest.class,
          AheadOfTimeTest.class);

  private Suite() {}

  /** Takes the simple names of scenarios to run; none for all. */
  public static void main(String[] names) {
    JvmTrust.install();
    List<String> wanted = List.of(names);
    LauncherDiscoveryRequestBuilder request = LauncherDiscoveryRequestBuilder.request();
    for (Class<?> scenario : SCENARIOS) {
      if (wanted.isEmpty() || wanted.contains(scenario.getSimpleName())) {
        request.selectors(selectClass(scenario));
      }
    }
    System.exit(run(request.build()));
  }

  private static int run(LauncherDiscoveryRequest request) {
    SummaryGeneratingListener results = new SummaryGeneratingListener();
    LauncherFactory.create().execute(request, results);
    TestExecutionSummary summary = results.getSummary();
    for (TestExecutionSummary.Failure failure : summary.getFailures()) {
      System.out.println(
          "FAILED " + failure.getTestIdentifier().getUniqueId() + ": " + failure.getException());
      failure.getException().printStackTrace(System.out);
    }
    // a test that did not run to its end has shown nothing, except if its servers are not installed
    long failed =
        summary.getTestsFoundCount()
            - summary.getTestsSucceededCount()
            - summary.getTestsAbortedCount();
    long all = Math.max(failed, summary.getFailures().size());
    System.out.printf("%d passed, %d failed%n", summary.getTestsSucceededCount(), all);
    return all == 0 ? 0 : 1;
  }
}
