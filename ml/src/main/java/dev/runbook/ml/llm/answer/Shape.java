package dev.runbook.ml.llm.answer;

import dev.langchain4j.model.chat.request.json.JsonArraySchema;
import dev.langchain4j.model.chat.request.json.JsonBooleanSchema;
import dev.langchain4j.model.chat.request.json.JsonEnumSchema;
import dev.langchain4j.model.chat.request.json.JsonNumberSchema;
import dev.langchain4j.model.chat.request.json.JsonObjectSchema;
import dev.langchain4j.model.chat.request.json.JsonSchemaElement;
import dev.langchain4j.model.chat.request.json.JsonStringSchema;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;

/// The shape of an answer: the schema that the model is given, and the check of what it gives back, from one
/// place.
public sealed interface Shape {

    /// For the model.
    JsonSchemaElement schema();

    /// Adds what is wrong with a value, one sentence each.
    ///
    /// @param at where it stands, for the sentence
    void check(String at, JsonNode value, List<String> faults);

    /// What is wrong with a value; empty when it can be read.
    default List<String> faults(JsonNode value) {
        var faults = new ArrayList<String>();
        check("the answer", value, faults);
        return faults;
    }

    /// Text.
    ///
    /// @param most how many characters it may have
    record Words(String description, int most) implements Shape {
        @Override
        public JsonSchemaElement schema() {
            return JsonStringSchema.builder().description(description).build();
        }

        @Override
        public void check(String at, JsonNode value, List<String> faults) {
            if (!value.isString()) faults.add(at + " must be text");
            else if (value.stringValue().length() > most) faults.add(at + " may have " + most + " characters at most");
        }
    }

    /// One word of a list.
    record Choice(String description, List<String> words) implements Shape {
        public Choice {
            words = List.copyOf(words);
        }

        /// The constants of an enum in lower case.
        public static <E extends Enum<E>> Choice of(String description, Class<E> type) {
            return new Choice(
                    description,
                    Arrays.stream(type.getEnumConstants())
                            .map(constant -> constant.name().toLowerCase(Locale.ROOT))
                            .toList());
        }

        @Override
        public JsonSchemaElement schema() {
            return JsonEnumSchema.builder()
                    .description(description)
                    .enumValues(words)
                    .build();
        }

        @Override
        public void check(String at, JsonNode value, List<String> faults) {
            if (!words.contains(value.stringValue(""))) faults.add(at + " must be one of " + String.join(", ", words));
        }
    }

    /// A number within bounds, both included.
    record Amount(String description, double least, double most) implements Shape {
        @Override
        public JsonSchemaElement schema() {
            return JsonNumberSchema.builder().description(description).build();
        }

        @Override
        public void check(String at, JsonNode value, List<String> faults) {
            if (!value.isNumber() || !(value.doubleValue() >= least && value.doubleValue() <= most))
                faults.add(at + " must be a number from " + least + " to " + most);
        }
    }

    /// True or false.
    record Truth(String description) implements Shape {
        @Override
        public JsonSchemaElement schema() {
            return JsonBooleanSchema.builder().description(description).build();
        }

        @Override
        public void check(String at, JsonNode value, List<String> faults) {
            if (!value.isBoolean()) faults.add(at + " must be true or false");
        }
    }

    /// A list.
    record Many(String description, Shape each, int most) implements Shape {
        @Override
        public JsonSchemaElement schema() {
            return JsonArraySchema.builder()
                    .description(description)
                    .items(each.schema())
                    .build();
        }

        @Override
        public void check(String at, JsonNode value, List<String> faults) {
            if (!value.isArray()) {
                faults.add(at + " must be a list");
                return;
            }
            if (value.size() > most) faults.add(at + " may have " + most + " entries at most");
            for (int i = 0; i < value.size(); i++) each.check(at + "[" + i + "]", value.get(i), faults);
        }
    }

    /// Named members.
    ///
    /// @param optional the names of those that may be left out or null
    record Parts(Map<String, Shape> members, Set<String> optional) implements Shape {
        public Parts {
            members = Map.copyOf(members);
            optional = Set.copyOf(optional);
        }

        @Override
        public JsonObjectSchema schema() {
            var builder = JsonObjectSchema.builder();
            var names = new TreeSet<>(members.keySet());
            for (var name : names) builder.addProperty(name, member(name).schema());
            names.removeAll(optional);
            return builder.required(List.copyOf(names)).build();
        }

        @Override
        public void check(String at, JsonNode value, List<String> faults) {
            if (!value.isObject()) {
                faults.add(at + " must be an object");
                return;
            }
            for (var name : new TreeSet<>(members.keySet())) {
                var given = value.path(name);
                if (given.isMissingNode() || given.isNull()) {
                    if (!optional.contains(name)) faults.add(at + " needs '" + name + "'");
                } else member(name).check(at + "." + name, given, faults);
            }
        }

        private Shape member(String name) {
            var member = members.get(name);
            if (member == null) throw new IllegalArgumentException("no member " + name);
            return member;
        }
    }
}
