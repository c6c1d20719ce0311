package io.github.mailclad.spring.autoconfigure;

import io.github.mailclad.mail.InsecureConnectionException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.core.annotation.AnnotationAwareOrderComparator;
import org.springframework.core.env.Environment;
import org.springframework.core.io.support.SpringFactoriesLoader;
import org.springframework.core.io.support.SpringFactoriesLoader.ArgumentResolver;
import org.springframework.mock.env.MockEnvironment;

/** The failure reports as a person reads them. */
final class Reports {
  private Reports() {}

  /** The report of a failed start, by the first analyzer of Boot and ours that knows it. */
  static String ofStart(@Nullable Throwable failure, List<String> properties) {
    if (failure == null) {
      throw new AssertionError("it started");
    }
    MockEnvironment environment = new MockEnvironment();
    properties.forEach(p -> environment.setProperty(p.split("=", 2)[0], p.split("=", 2)[1]));
    List<FailureAnalyzer> analyzers =
        SpringFactoriesLoader.forDefaultResourceLocation()
            .load(
                FailureAnalyzer.class,
                ArgumentResolver.of(BeanFactory.class, new DefaultListableBeanFactory())
                    .and(Environment.class, environment),
                SpringFactoriesLoader.FailureHandler.logging(
                    org.apache.commons.logging.LogFactory.getLog(Reports.class)));
    AnnotationAwareOrderComparator.sort(analyzers);
    for (FailureAnalyzer analyzer : analyzers) {
      FailureAnalysis analysis = analysis(analyzer, failure);
      if (analysis != null) {
        return analysis.getDescription() + "\n\n" + analysis.getAction();
      }
    }
    throw new AssertionError("nothing explains it", failure);
  }

  /** Boot passes over those whose library is not there, too. */
  private static @Nullable FailureAnalysis analysis(FailureAnalyzer analyzer, Throwable failure) {
    try {
      return analyzer.analyze(failure);
    } catch (LinkageError e) {
      return null;
    }
  }

  /** The message of a refused connection. */
  static String ofConnection(Throwable failure) {
    for (Throwable each = failure; each != null; each = each.getCause()) {
      if (each instanceof InsecureConnectionException refused) {
        return String.valueOf(refused.getMessage());
      }
    }
    throw new AssertionError("it was not refused", failure);
  }
}
