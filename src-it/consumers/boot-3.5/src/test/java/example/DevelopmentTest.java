package example;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.beans.factory.NoSuchBeanDefinitionException;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** The program that {@code mvn spring-boot:test-run} starts, with and without its argument. */
@ExtendWith(OutputCaptureExtension.class)
class DevelopmentTest {
  @Test
  void sendsToTheServerThatTheArgumentStarts(CapturedOutput output) throws Exception {
    TestApplication.main("--mailclad-test.server=start");
    assertEquals(
        List.of("received: News", "refused: a server with another name"),
        output.getOut().lines().filter(l -> l.matches("(received|refused): .*")).toList());
  }

  @Test
  void hasNoServerWithoutTheArgument() {
    assertThrows(NoSuchBeanDefinitionException.class, TestApplication::main);
  }
}
