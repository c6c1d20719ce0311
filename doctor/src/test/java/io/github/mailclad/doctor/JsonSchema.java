package io.github.mailclad.doctor;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The part of JSON Schema 2020-12 that the published schemas use. An unknown keyword is an error,
 * so that nothing is left unchecked.
 */
final class JsonSchema {
  private static final Set<String> WORDS =
      Set.of("$schema", "$id", "$defs", "title", "description", "format");

  private final JsonObject root;
  private final List<String> problems = new ArrayList<>();

  private JsonSchema(JsonObject root) {
    this.root = root;
  }

  /** Returns what is wrong in a document; empty if it is valid. */
  static List<String> problems(JsonObject schema, JsonElement document) {
    JsonSchema checked = new JsonSchema(schema);
    checked.check("$", schema, document);
    return checked.problems;
  }

  private void check(String at, JsonObject schema, JsonElement value) {
    for (Map.Entry<String, JsonElement> rule : schema.entrySet()) {
      JsonElement wanted = rule.getValue();
      switch (rule.getKey()) {
        case "$ref" -> check(at, referred(wanted.getAsString()), value);
        case "type" -> require(isOfType(wanted.getAsString(), value), at, wanted);
        case "const" -> require(wanted.equals(value), at, wanted);
        case "enum" -> require(wanted.getAsJsonArray().contains(value), at, wanted);
        case "pattern" -> require(value.getAsString().matches(wanted.getAsString()), at, wanted);
        case "minimum" -> require(value.getAsLong() >= wanted.getAsLong(), at, wanted);
        case "maximum" -> require(value.getAsLong() <= wanted.getAsLong(), at, wanted);
        case "required" ->
            wanted
                .getAsJsonArray()
                .forEach(
                    name ->
                        require(
                            value.getAsJsonObject().has(name.getAsString()), at + " lacks", name));
        case "items" -> checkItems(at, wanted.getAsJsonObject(), value.getAsJsonArray());
        case "properties" -> checkMembers(at, schema, value);
        case "additionalProperties" -> {
          if (!schema.has("properties")) {
            checkMembers(at, schema, value);
          }
        }
        default -> require(WORDS.contains(rule.getKey()), at + " unknown keyword", wanted);
      }
    }
  }

  private JsonObject referred(String reference) {
    return root.getAsJsonObject("$defs").getAsJsonObject(reference.replace("#/$defs/", ""));
  }

  private void checkItems(String at, JsonObject schema, JsonArray values) {
    values.forEach(value -> check(at + "[]", schema, value));
  }

  private void checkMembers(String at, JsonObject schema, JsonElement value) {
    JsonObject named =
        schema.has("properties") ? schema.getAsJsonObject("properties") : new JsonObject();
    JsonElement others = schema.get("additionalProperties");
    value
        .getAsJsonObject()
        .entrySet()
        .forEach(
            member -> {
              String inside = at + "." + member.getKey();
              if (named.has(member.getKey())) {
                check(inside, named.getAsJsonObject(member.getKey()), member.getValue());
              } else if (others != null && others.isJsonObject()) {
                check(inside, others.getAsJsonObject(), member.getValue());
              } else {
                require(others == null, inside + " is not allowed", member.getValue());
              }
            });
  }

  private static boolean isOfType(String type, JsonElement value) {
    return switch (type) {
      case "object" -> value.isJsonObject();
      case "array" -> value.isJsonArray();
      case "string" -> value.isJsonPrimitive() && value.getAsJsonPrimitive().isString();
      case "boolean" -> value.isJsonPrimitive() && value.getAsJsonPrimitive().isBoolean();
      case "integer" ->
          value.isJsonPrimitive()
              && value.getAsJsonPrimitive().isNumber()
              && value.getAsDouble() == Math.rint(value.getAsDouble());
      default -> throw new IllegalArgumentException("unknown type " + type);
    };
  }

  private void require(boolean holds, String at, JsonElement wanted) {
    if (!holds) {
      problems.add(at + ": " + wanted);
    }
  }
}
