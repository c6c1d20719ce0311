package io.github.mailclad.angus;

import jakarta.servlet.ServletContainerInitializer;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The check at the start of a web application, called by its servlet container (Jakarta Servlet
 * 6.0, section 8.2.4). Where the container has the mail jars and the application has Mailclad, a
 * session may create nothing of Mailclad. This class is created nevertheless. Without a container
 * it is not loaded. Thread-safe.
 */
public final class WebApplicationCheck implements ServletContainerInitializer {
  private static final System.Logger LOG = System.getLogger("io.github.mailclad");

  /** For the service loader. */
  public WebApplicationCheck() {}

  /**
   * Logs a WARNING if Mailclad does not serve all mail of the application.
   *
   * @throws ServletException if {@code -Dio.github.mailclad.takeover=required} makes it an error;
   *     the application does not start
   */
  @Override
  public void onStartup(@Nullable Set<Class<?>> classes, ServletContext context)
      throws ServletException {
    try {
      TakeoverNotice.SHARED.checkNow();
    } catch (IllegalStateException e) {
      throw new ServletException(e.getMessage(), e);
    } catch (LinkageError e) {
      // an application without Jakarta Mail has no mail to secure
      LOG.log(
          System.Logger.Level.WARNING,
          "Mailclad could not check whether it serves mail sessions: " + e);
    }
  }
}
