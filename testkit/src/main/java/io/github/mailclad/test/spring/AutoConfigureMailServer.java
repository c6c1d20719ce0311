package io.github.mailclad.test.spring;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.test.context.TestPropertySource;

/**
 * Starts a mail server for a test with {@code @SpringBootTest}, and points {@code spring.mail.*}
 * and every account of {@code mailclad.accounts.*} at it: host, port, password, SSL bundle. The
 * server is the bean {@code mailServer}, lives as long as the application context, and keeps its
 * messages from test to test.
 *
 * <pre>{@code
 * @SpringBootTest
 * @AutoConfigureMailServer
 * class NewsletterTest {
 *   @Autowired MailServer server;
 *   @Autowired Newsletter newsletter;
 *
 *   @BeforeEach
 *   void empty() {
 *     server.reset();
 *   }
 * }
 * }</pre>
 */
@Documented
@Inherited
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@TestPropertySource(properties = MailServerInitializer.PROPERTY + "=" + MailServerInitializer.START)
public @interface AutoConfigureMailServer {}
