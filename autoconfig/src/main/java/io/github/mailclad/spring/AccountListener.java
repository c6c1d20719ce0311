package io.github.mailclad.spring;

import io.github.mailclad.SecurityListener;

/**
 * A bean that listens to the connections of every account and every mail sender of the application.
 * A listener that needs no names is {@code entry -> listener}.
 *
 * <p>An application declares it as a bean:
 *
 * <pre>
 * class MailLog {
 *   {@literal @}Bean
 *   AccountListener mailLog() {
 *     return entry -&gt; new SecurityListener() {
 *       public void onSecurityEvent(SecurityEvent event) {
 *         System.err.println(entry + ": " + event.text());
 *       }
 *     };
 *   }
 * }
 * </pre>
 */
@FunctionalInterface
public interface AccountListener {
  /**
   * Returns the listener to the connections of one entry. Called once for each entry, at its first
   * event, on the thread that connects.
   *
   * @param entry the name of the {@link MailEntry}
   */
  SecurityListener of(String entry);
}
