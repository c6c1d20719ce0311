package example;

import org.springframework.mail.SimpleMailMessage;
import org.springframework.mail.javamail.JavaMailSender;
import org.springframework.stereotype.Component;

@Component
class Newsletter {
  private final JavaMailSender sender;

  Newsletter(JavaMailSender sender) {
    this.sender = sender;
  }

  void send(String to) {
    var message = new SimpleMailMessage();
    message.setFrom("news@example.com");
    message.setTo(to);
    message.setSubject("News");
    message.setText("Some text.");
    sender.send(message);
  }
}
