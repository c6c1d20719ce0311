package io.github.mailclad.samples.web;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.http.HttpResponse;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A page as a {@link Visitor} sees it. */
record Page(HttpResponse<String> response) {
  private static final Pattern HIDDEN =
      Pattern.compile("<input type=\"hidden\" name=\"([^\"]*)\" value=\"([^\"]*)\"");

  String body() {
    return response.body();
  }

  int status() {
    return response.statusCode();
  }

  boolean has(String html) {
    return body().contains(html);
  }

  String header(String name) {
    return response.headers().firstValue(name).orElse("");
  }

  /** Returns its address without the host. */
  String path() {
    return response.uri().getPath();
  }

  boolean asksForPassword() {
    return has("type=\"password\"");
  }

  Map<String, String> hiddenFields(String action) {
    int start = body().indexOf("action=\"" + action + "\"");
    assertTrue(start >= 0, () -> "no form for " + action + " in " + body());
    String form = body().substring(start, body().indexOf("</form>", start));
    Map<String, String> fields = new LinkedHashMap<>();
    Matcher hidden = HIDDEN.matcher(form);
    while (hidden.find()) {
      fields.put(hidden.group(1), hidden.group(2));
    }
    return fields;
  }
}
