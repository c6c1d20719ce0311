package io.github.mailclad.test;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Starts one {@link MailServer} for the tests of a class, for JUnit 5 and newer. Tests,
 * constructors and life-cycle methods take it as a parameter. Each test begins with empty mailboxes
 * and without a fault; tests of one class must not run at the same time.
 *
 * <pre>{@code
 * @WithMailServer
 * class NewsletterTest {
 *   @Test
 *   void sends(MailServer server) throws Exception {
 *     new Newsletter(server.session("alice")).send("bob@example.org");
 *     assertEquals(1, server.messages("bob").size());
 *   }
 * }
 * }</pre>
 */
@Documented
@Inherited
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(MailServerExtension.class)
public @interface WithMailServer {}
