package io.github.mailclad.samples.web.guard;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import org.springframework.web.servlet.support.RequestDataValueProcessor;

/**
 * Puts a secret of the session into every form, and refuses a form without it: another site cannot
 * send a form that changes anything. Spring finds the bean by its name.
 */
@Component("requestDataValueProcessor")
class FormToken implements RequestDataValueProcessor, HandlerInterceptor, WebMvcConfigurer {
  static final String FIELD = "formToken";

  private static final Set<String> READING = Set.of("GET", "HEAD", "OPTIONS");
  private static final int OCTETS = 32;

  private final SecureRandom random = new SecureRandom();

  @Override
  public void addInterceptors(InterceptorRegistry registry) {
    // the error page is shown for any form
    registry.addInterceptor(this).excludePathPatterns("/error");
  }

  @Override
  public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler)
      throws IOException {
    if (READING.contains(request.getMethod()) || isOurs(request)) {
      return true;
    }
    response.sendError(HttpStatus.FORBIDDEN.value());
    return false;
  }

  private boolean isOurs(HttpServletRequest request) {
    HttpSession session = request.getSession(false);
    String given = request.getParameter(FIELD);
    return session != null
        && given != null
        && session.getAttribute(FIELD) instanceof String expected
        && MessageDigest.isEqual(
            expected.getBytes(StandardCharsets.US_ASCII), given.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public Map<String, String> getExtraHiddenFields(HttpServletRequest request) {
    HttpSession session = request.getSession();
    synchronized (this) {
      if (!(session.getAttribute(FIELD) instanceof String)) {
        byte[] secret = new byte[OCTETS];
        random.nextBytes(secret);
        session.setAttribute(FIELD, Base64.getUrlEncoder().withoutPadding().encodeToString(secret));
      }
    }
    return Map.of(FIELD, (String) session.getAttribute(FIELD));
  }

  @Override
  public String processAction(HttpServletRequest request, String action, String httpMethod) {
    return action;
  }

  @Override
  public String processFormFieldValue(
      HttpServletRequest request, @Nullable String name, String value, String type) {
    return value;
  }

  @Override
  public String processUrl(HttpServletRequest request, String url) {
    return url;
  }
}
