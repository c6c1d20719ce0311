package io.github.mailclad.samples.web.refusals;

import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;

/** The page that explains the last refusals. */
@Controller
class RefusalsController {
  private final RefusalLog book;

  RefusalsController(RefusalLog book) {
    this.book = book;
  }

  @GetMapping("/refusals")
  String show(Model model) {
    model.addAttribute("entries", book.last());
    return "refusals";
  }
}
