package dev.runbook.integrations.world;

import dev.runbook.core.evidence.Content.LogLine;
import dev.runbook.integrations.estate.Component;
import dev.runbook.integrations.scenario.Fixtures;
import dev.runbook.integrations.scenario.LogTemplate;
import dev.runbook.integrations.scenario.RedHerring;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;

/// What the components write into their logs. Times are seconds since the start; each minute of each
/// component has its lines, whoever asks and whenever.
final class Chatter {

    private static final int MINUTE = 60;

    private final Past past;
    private final Noise noise;
    private final Map<String, List<Voice>> voices = new HashMap<>();

    /// A line that a component keeps writing.
    ///
    /// @param eagerness 0 says nothing, 1 speaks at the template's rate
    private record Voice(String id, LogTemplate template, Map<String, String> words, DoubleUnaryOperator eagerness) {}

    private record Written(double at, LogLine line) {}

    /// @param faultsShow whether the logs speak of faults
    Chatter(Past past, Noise noise, boolean faultsShow) {
        this.past = past;
        this.noise = noise;
        var fixtures = Fixtures.STANDARD;
        for (var component : past.estate().components())
            speak(
                    component.name(),
                    "idle",
                    fixtures.chatter().getOrDefault(component.kind(), List.of()),
                    Map.of(),
                    _ -> 1);
        for (var herring : past.scenario().redHerrings())
            if (herring instanceof RedHerring.NoisyLog(var component, var level, var message, var perMinute))
                speak(component, "noisy", List.of(new LogTemplate(level, message, perMinute)), Map.of(), _ -> 1);
        if (faultsShow)
            for (int i = 0; i < past.scenario().faults().size(); i++) {
                int number = i;
                var fault = past.scenario().faults().get(i);
                var byRole = fixtures.complaints().getOrDefault(fault.kind(), Map.of());
                var words = new HashMap<>(fault.words());
                words.put("culprit_component", fault.component());
                fault.voices(past.estate())
                        .forEach((role, names) -> names.forEach(name -> speak(
                                name,
                                fault.kind() + i(number) + role,
                                byRole.getOrDefault(role, List.of()),
                                words,
                                at -> past.strength(number, at))));
            }
    }

    private static String i(int number) {
        return "/" + number + "/";
    }

    private void speak(
            String component,
            String id,
            List<LogTemplate> templates,
            Map<String, String> words,
            DoubleUnaryOperator eagerness) {
        var said = voices.computeIfAbsent(component, _ -> new ArrayList<>());
        for (var template : templates) said.add(new Voice(id + said.size(), template, words, eagerness));
    }

    /// The lines of a component after one time and up to another, in order of time.
    List<LogLine> lines(Component component, double from, double to) {
        var written = new ArrayList<Written>();
        var own = voices.getOrDefault(component.name(), List.of());
        for (long minute = (long) StrictMath.floor(from / MINUTE); minute * MINUTE <= to; minute++)
            for (var voice : own) say(voice, component.name(), minute, written);
        for (var consequence : past.consequences())
            for (var line : consequence.lines())
                if (line.component().equals(component.name()))
                    written.add(
                            new Written(line.at(), new LogLine(past.instant(line.at()), line.level(), line.message())));
        return written.stream()
                .filter(w -> w.at() > from && w.at() <= to)
                .sorted(Comparator.comparingDouble(Written::at))
                .map(Written::line)
                .toList();
    }

    private void say(Voice voice, String component, long minute, List<Written> written) {
        int slots = (int) Math.ceil(voice.template().perMinute());
        for (int slot = 0; slot < slots; slot++) {
            long step = minute * 64 + slot;
            double at = (minute + noise.uniform(component, voice.id() + "time", step)) * MINUTE;
            double chance =
                    voice.template().perMinute() / slots * voice.eagerness().applyAsDouble(at);
            if (noise.uniform(component, voice.id() + "chance", step) < chance)
                written.add(new Written(
                        at, new LogLine(past.instant(at), voice.template().level(), message(voice, component, step))));
        }
    }

    private String message(Voice voice, String component, long step) {
        var text = voice.template().message().replace("{component}", component);
        for (var word : voice.words().entrySet()) text = text.replace("{" + word.getKey() + "}", word.getValue());
        return text.replace("{n}", Integer.toString(2 + noise.below(58, component, voice.id() + "n", step)))
                .replace("{ms}", Integer.toString(1200 + noise.below(8200, component, voice.id() + "ms", step)))
                .replace(
                        "{id}",
                        Integer.toHexString(0x10000 + noise.below(0xeffff, component, voice.id() + "id", step)));
    }
}
