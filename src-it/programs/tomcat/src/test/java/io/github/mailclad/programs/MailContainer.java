package io.github.mailclad.programs;

import jakarta.mail.Session;
import java.nio.file.Files;
import java.util.Properties;
import org.apache.catalina.Context;
import org.apache.catalina.LifecycleState;
import org.apache.catalina.loader.WebappLoader;
import org.apache.catalina.startup.Tomcat;

/** A JVM with Tomcat and the mail jars, in which one web application starts. */
public final class MailContainer {
  private MailContainer() {}

  /**
   * Starts the application, and prints its state and the class of its store for POP3.
   *
   * @param arguments the folder of the application, and whether its class loader asks the
   *     container's first ({@code true}, as most containers do) or its own files ({@code false})
   */
  public static void main(String[] arguments) throws Exception {
    Tomcat tomcat = new Tomcat();
    tomcat.setBaseDir(Files.createTempDirectory("tomcat").toString());
    tomcat.setAddDefaultWebXmlToWebapp(false);
    Context application = tomcat.addWebapp("", arguments[0]);
    WebappLoader loader = new WebappLoader();
    loader.setDelegate(Boolean.parseBoolean(arguments[1]));
    application.setLoader(loader);
    application.setParentClassLoader(MailContainer.class.getClassLoader());
    tomcat.start();
    System.out.println("state " + application.getState());
    if (application.getState() == LifecycleState.STARTED) {
      Thread.currentThread().setContextClassLoader(loader.getClassLoader());
      System.out.println(
          "pop3 " + Session.getInstance(new Properties()).getStore("pop3").getClass().getName());
    }
    System.exit(0);
  }
}
