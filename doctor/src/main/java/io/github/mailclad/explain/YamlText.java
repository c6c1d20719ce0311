package io.github.mailclad.explain;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** YAML and JSON as flat keys with line numbers. */
final class YamlText {
  private static final int MOST_SETTINGS = 50_000;
  private static final int DEEPEST = 40;

  private final Path file;
  private final List<WrittenSetting> settings = new ArrayList<>();

  private YamlText(Path file) {
    this.file = file;
  }

  static List<List<WrittenSetting>> read(Path file, String text) throws IOException {
    LoadSettings form = LoadSettings.builder().setCodePointLimit(SettingsFile.MOST_OCTETS).build();
    List<List<WrittenSetting>> documents = new ArrayList<>();
    try {
      for (Node document : new Compose(form).composeAllFromString(text)) {
        YamlText flat = new YamlText(file);
        flat.add("", document, 0);
        documents.add(flat.settings);
      }
    } catch (MarkedYamlEngineException e) {
      // the message would quote the line, which may have a password
      int line = e.getProblemMark().map(mark -> mark.getLine() + 1).orElse(1);
      throw new IOException("line " + line + " is not valid YAML", e);
    } catch (YamlEngineException e) {
      throw new IOException("not valid YAML", e);
    }
    return documents;
  }

  private void add(String key, Node node, int depth) throws IOException {
    // aliases may nest: a short file could stand for a huge one
    if (depth > DEEPEST || settings.size() > MOST_SETTINGS) {
      throw new IOException("more settings than a configuration has");
    }
    if (node instanceof ScalarNode scalar) {
      settings.add(new WrittenSetting(key, scalar.getValue(), file, line(node)));
      addAssignment(scalar);
    } else if (node instanceof SequenceNode sequence) {
      int at = 0;
      for (Node element : sequence.getValue()) {
        add(key + "[" + at++ + "]", element, depth + 1);
      }
    } else if (node instanceof MappingNode mapping) {
      add(key, mapping, depth);
    }
  }

  private void add(String key, MappingNode mapping, int depth) throws IOException {
    Map<String, ScalarNode> scalars = new HashMap<>();
    for (NodeTuple tuple : mapping.getValue()) {
      if (tuple.getKeyNode() instanceof ScalarNode name) {
        String plain = plain(name.getValue());
        add(key.isEmpty() ? plain : key + "." + plain, tuple.getValueNode(), depth + 1);
        if (tuple.getValueNode() instanceof ScalarNode value) {
          scalars.put(plain, value);
        }
      }
    }
    ScalarNode name = scalars.get("name");
    ScalarNode value = scalars.get("value");
    if (name != null && value != null) {
      // an environment variable of Kubernetes
      settings.add(new WrittenSetting(name.getValue(), value.getValue(), file, line(value)));
    }
  }

  /** Adds an environment variable that a list of Docker Compose has as {@code NAME=value}. */
  private void addAssignment(ScalarNode scalar) {
    String text = scalar.getValue();
    int equals = text.indexOf('=');
    if (equals > 0 && text.substring(0, equals).matches("[A-Z][A-Z0-9_]+")) {
      settings.add(
          new WrittenSetting(
              text.substring(0, equals), text.substring(equals + 1), file, line(scalar)));
    }
  }

  /** Returns a key without the brackets that Spring Boot writes around a key with dots. */
  private static String plain(String key) {
    return key.startsWith("[") && key.endsWith("]") ? key.substring(1, key.length() - 1) : key;
  }

  private static int line(Node node) {
    return node.getStartMark().map(mark -> mark.getLine() + 1).orElse(1);
  }
}
