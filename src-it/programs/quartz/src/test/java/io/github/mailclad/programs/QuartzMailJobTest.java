package io.github.mailclad.programs;

import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.quartz.JobBuilder;
import org.quartz.JobDetail;
import org.quartz.JobExecutionContext;
import org.quartz.JobExecutionException;
import org.quartz.JobListener;
import org.quartz.Scheduler;
import org.quartz.TriggerBuilder;
import org.quartz.impl.StdSchedulerFactory;
import org.quartz.jobs.ee.mail.SendMailJob;

/**
 * The job that sends a mail; its listeners see the error. Each job runs in a JVM of its own,
 * because the job uses the default session of the JVM.
 */
class QuartzMailJobTest extends SendingProgram {
  @Override
  protected String send(Account account) throws Exception {
    return OwnJvm.run(QuartzMailJobTest.class, account);
  }

  /** Runs the job for an account, and prints its error. */
  public static void main(String[] arguments) throws Exception {
    Properties quartz = new Properties();
    quartz.setProperty("org.quartz.threadPool.threadCount", "1");
    Scheduler scheduler = new StdSchedulerFactory(quartz).getScheduler();
    Results results = new Results();
    scheduler.getListenerManager().addJobListener(results);
    try {
      scheduler.scheduleJob(
          job(OwnJvm.account(arguments)), TriggerBuilder.newTrigger().startNow().build());
      scheduler.start();
      results.next().ifPresent(error -> error.printStackTrace(System.out));
    } finally {
      scheduler.shutdown(true);
    }
  }

  private static JobDetail job(Account account) {
    return JobBuilder.newJob(SendMailJob.class)
        .usingJobData(SendMailJob.PROP_SMTP_HOST, account.host())
        .usingJobData("mail.smtp.port", Integer.toString(account.port()))
        .usingJobData("mail.smtp.security.trust-anchors", account.anchors().toString())
        .usingJobData("mail.smtp.auth", "true")
        .usingJobData(SendMailJob.PROP_USERNAME, account.user())
        .usingJobData(SendMailJob.PROP_PASSWORD, account.password())
        .usingJobData(SendMailJob.PROP_SENDER, FROM)
        .usingJobData(SendMailJob.PROP_RECIPIENT, TO)
        .usingJobData(SendMailJob.PROP_SUBJECT, MARK)
        .usingJobData(SendMailJob.PROP_MESSAGE, "Hello")
        .build();
  }

  /** The results of the jobs that were executed. */
  private static final class Results implements JobListener {
    private final BlockingQueue<Optional<JobExecutionException>> queue =
        new ArrayBlockingQueue<>(10);

    Optional<JobExecutionException> next() throws InterruptedException {
      Optional<JobExecutionException> result = queue.poll(60, TimeUnit.SECONDS);
      return result == null ? Optional.of(new JobExecutionException("not executed")) : result;
    }

    @Override
    public String getName() {
      return "results";
    }

    @Override
    public void jobToBeExecuted(JobExecutionContext context) {}

    @Override
    public void jobExecutionVetoed(JobExecutionContext context) {}

    @Override
    public void jobWasExecuted(JobExecutionContext context, JobExecutionException error) {
      queue.add(Optional.ofNullable(error));
    }
  }
}
