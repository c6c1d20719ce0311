package io.github.mailclad.samples.web.guard;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Set;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Answers only requests whose host is a name of this machine. Otherwise a page of another site
 * whose name is made to resolve to 127.0.0.1 would count as this one.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 1)
class LoopbackHostFilter extends OncePerRequestFilter {
  private static final Set<String> OURS = Set.of("127.0.0.1", "localhost", "[::1]", "::1");

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    if (OURS.contains(request.getServerName())) {
      chain.doFilter(request, response);
    } else {
      response.sendError(HttpStatus.FORBIDDEN.value());
    }
  }
}
