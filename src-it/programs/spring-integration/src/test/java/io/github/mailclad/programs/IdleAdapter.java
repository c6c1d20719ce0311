package io.github.mailclad.programs;

import jakarta.mail.Message;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.springframework.beans.PropertyAccessorFactory;
import org.springframework.context.ApplicationListener;
import org.springframework.context.Lifecycle;
import org.springframework.context.support.GenericXmlApplicationContext;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.integration.events.IntegrationEvent;
import org.springframework.messaging.MessageHandler;
import org.springframework.messaging.SubscribableChannel;

/**
 * An application with an {@code imap-idle-channel-adapter}, in the XML that both lines of Spring
 * Integration read.
 */
final class IdleAdapter implements AutoCloseable {
  private static final String CONFIGURATION =
      """
      <beans xmlns="http://www.springframework.org/schema/beans"
          xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
          xmlns:int="http://www.springframework.org/schema/integration"
          xmlns:mail="http://www.springframework.org/schema/integration/mail"
          xmlns:util="http://www.springframework.org/schema/util"
          xsi:schemaLocation="
            http://www.springframework.org/schema/beans https://www.springframework.org/schema/beans/spring-beans.xsd
            http://www.springframework.org/schema/util https://www.springframework.org/schema/util/spring-util.xsd
            http://www.springframework.org/schema/integration https://www.springframework.org/schema/integration/spring-integration.xsd
            http://www.springframework.org/schema/integration/mail https://www.springframework.org/schema/integration/mail/spring-integration-mail.xsd">
        <util:properties id="properties">
          <prop key="mail.security.trust-anchors">%s</prop>
        </util:properties>
        <int:channel id="received"/>
        <mail:imap-idle-channel-adapter id="adapter" channel="received" auto-startup="false"
          store-uri="imaps://%s:%s@%s:%d/INBOX" java-mail-properties="properties"
          should-delete-messages="false" should-mark-messages-as-read="true"/>
      </beans>
      """;

  private final BlockingQueue<Object> results = new LinkedBlockingQueue<>();
  private final GenericXmlApplicationContext context = new GenericXmlApplicationContext();

  IdleAdapter(Account account) {
    String xml =
        CONFIGURATION.formatted(
            account.anchors(),
            encoded(account.user()),
            encoded(account.password()),
            account.host(),
            account.port());
    context.load(new ByteArrayResource(xml.getBytes(StandardCharsets.UTF_8)));
    ApplicationListener<IntegrationEvent> errors = this::failed;
    context.addApplicationListener(errors);
    context.refresh();
    MessageHandler receiver = message -> results.add(message.getPayload());
    context.getBean("received", SubscribableChannel.class).subscribe(receiver);
    Lifecycle adapter = context.getBean("adapter", Lifecycle.class);
    // the class is in another package in each line
    PropertyAccessorFactory.forBeanPropertyAccess(adapter).setPropertyValue("reconnectDelay", 200);
    adapter.start();
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private void failed(IntegrationEvent event) {
    if (event.getCause() != null) {
      results.add(event.getCause());
    }
  }

  /** Returns the subject of the next message that arrives, or throws the next error. */
  String next() throws Exception {
    Object result = results.poll(30, TimeUnit.SECONDS);
    if (result instanceof Exception e) {
      throw e;
    }
    return result instanceof Message message ? message.getSubject() : String.valueOf(result);
  }

  /** Returns the subject of the next message; errors before it are dropped. */
  String nextMessage() throws Exception {
    Object result = results.poll(30, TimeUnit.SECONDS);
    while (result instanceof Exception) {
      result = results.poll(30, TimeUnit.SECONDS);
    }
    return result instanceof Message message ? message.getSubject() : String.valueOf(result);
  }

  @Override
  public void close() {
    context.close();
  }
}
