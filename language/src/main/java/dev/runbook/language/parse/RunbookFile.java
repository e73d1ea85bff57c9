package dev.runbook.language.parse;

import dev.runbook.core.runbook.Position;
import dev.runbook.language.Problem;
import dev.runbook.language.Rule;
import dev.runbook.language.yaml.YamlReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/// Files of runbooks on disk.
public final class RunbookFile {

    /// UTF-8 takes at most four bytes a character.
    private static final int MAX_BYTES = 4 * YamlReader.MAX_CHARACTERS;

    private RunbookFile() {}

    /// What reading a file gave.
    public sealed interface Content {
        record Text(String text) implements Content {}

        record Unreadable(Problem problem) implements Content {}
    }

    /// The text of a file, whatever its size; a file that is too large for a runbook is not read to its end.
    public static Content read(Path file) {
        try (var in = Files.newInputStream(file)) {
            var bytes = in.readNBytes(MAX_BYTES + 1);
            if (bytes.length > MAX_BYTES)
                return unreadable(
                        file,
                        Rule.TOO_LARGE,
                        "the file has more than " + MAX_BYTES + " bytes",
                        "a runbook has a few thousand; split it, or name another file");
            var decoder = StandardCharsets.UTF_8.newDecoder();
            return new Content.Text(decoder.decode(ByteBuffer.wrap(bytes)).toString());
        } catch (CharacterCodingException e) {
            return unreadable(file, Rule.UNREADABLE_FILE, "the file is not UTF-8", "save it as UTF-8");
        } catch (NoSuchFileException e) {
            return unreadable(file, Rule.UNREADABLE_FILE, "there is no such file", "correct its name");
        } catch (IOException e) {
            return unreadable(
                    file,
                    Rule.UNREADABLE_FILE,
                    "the file cannot be read: " + e.getMessage(),
                    "check its name and permissions");
        }
    }

    private static Content unreadable(Path file, Rule rule, String message, String hint) {
        return new Content.Unreadable(new Problem(new Position(file.toString(), 1, 1), rule, message, hint));
    }

    /// The runbook files directly in a directory, in the order of their names: `*.yaml` and `*.yml`, but not those
    /// whose name begins with a dot, nor the tests of runbooks.
    public static List<Path> in(Path directory) throws IOException {
        try (var files = Files.list(directory)) {
            return files.filter(RunbookFile::isRunbook)
                    .filter(Files::isRegularFile)
                    .sorted()
                    .toList();
        }
    }

    private static boolean isRunbook(Path file) {
        var name = file.getFileName().toString();
        return (name.endsWith(".yaml") || name.endsWith(".yml"))
                && !name.endsWith(RunbookTests.SUFFIX)
                && !name.startsWith(".");
    }
}
