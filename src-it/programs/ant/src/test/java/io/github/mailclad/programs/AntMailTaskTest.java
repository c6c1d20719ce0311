package io.github.mailclad.programs;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.apache.tools.ant.DefaultLogger;
import org.apache.tools.ant.Project;
import org.apache.tools.ant.taskdefs.email.EmailAddress;
import org.apache.tools.ant.taskdefs.email.EmailTask;

/**
 * The mail task, whose user sees the log of the build. It passes no session properties, so the
 * authority of the server stands in the trust store of the JVM.
 */
class AntMailTaskTest extends SendingProgram {
  @Override
  protected String send(Account account) throws Exception {
    trustByTheJvm(account);
    ByteArrayOutputStream log = new ByteArrayOutputStream();
    Project project = new Project();
    DefaultLogger logger = new DefaultLogger();
    PrintStream lines = new PrintStream(log, true, StandardCharsets.UTF_8);
    logger.setOutputPrintStream(lines);
    logger.setErrorPrintStream(lines);
    logger.setMessageOutputLevel(Project.MSG_INFO);
    project.addBuildListener(logger);
    project.init();
    EmailTask task = new EmailTask();
    task.setProject(project);
    task.setTaskName("mail");
    EmailTask.Encoding encoding = new EmailTask.Encoding();
    encoding.setValue(EmailTask.MIME);
    task.setEncoding(encoding);
    task.setMailhost(account.host());
    task.setMailport(account.port());
    task.setSSL(true);
    task.setUser(account.user());
    task.setPassword(account.password());
    task.addFrom(new EmailAddress(FROM));
    task.addTo(new EmailAddress(TO));
    task.setSubject(MARK);
    task.setMessage("Hello");
    task.setFailOnError(false);
    task.execute();
    return log.toString(StandardCharsets.UTF_8);
  }
}
