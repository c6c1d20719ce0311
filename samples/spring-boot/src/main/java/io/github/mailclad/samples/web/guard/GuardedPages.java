package io.github.mailclad.samples.web.guard;

import org.springframework.context.annotation.Configuration;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** Checks the token of every form. */
@Configuration(proxyBeanMethods = false)
class GuardedPages implements WebMvcConfigurer {
  private final FormToken token;

  GuardedPages(FormToken token) {
    this.token = token;
  }

  @Override
  public void addInterceptors(InterceptorRegistry registry) {
    // the error page is shown for any form
    registry.addInterceptor(token).excludePathPatterns("/error");
  }
}
