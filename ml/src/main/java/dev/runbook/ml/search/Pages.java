package dev.runbook.ml.search;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Reads pages: a file of JSON lines with `id`, `title` and `text`, or a folder with Markdown pages, plain
/// text and YAML runbooks at any depth.
public final class Pages {

    private static final Pattern HEADING = Pattern.compile("^#\\s+(.+?)\\s*#*\\s*$", Pattern.MULTILINE);
    private static final Pattern NAME = Pattern.compile("^name:\\s*[\"']?(.+?)[\"']?\\s*$", Pattern.MULTILINE);
    private static final Set<String> ENDINGS = Set.of("md", "markdown", "txt", "yaml", "yml");

    /// Longer pages are cut: what a page is about is said before.
    private static final int LONGEST = 200_000;

    private Pages() {}

    /// @throws MalformedPages with file and line when a line is no page
    /// @throws IOException when there is nothing to read, with what is missing
    public static List<Page> read(Path place) throws IOException {
        if (!Files.exists(place)) throw new IOException("no such file or folder: " + place);
        var pages = Files.isDirectory(place) ? folder(place) : lines(place);
        if (pages.isEmpty()) throw new IOException("no pages in " + place + "; it needs .md, .txt or .yaml files");
        return pages;
    }

    private static List<Page> lines(Path file) throws IOException {
        List<Page> pages = new ArrayList<>();
        Set<String> ids = new HashSet<>();
        try (var lines = new JsonLines(file)) {
            for (var node = lines.next(); node != null; node = lines.next()) {
                var id = lines.need(node, "id", "_id", "name");
                if (!ids.add(id)) throw lines.malformed("the id '" + id + "' is there twice");
                var text = JsonLines.first(node, "text", "body", "content");
                var title = JsonLines.first(node, "title", "name");
                if (text.isBlank() && title.isBlank()) throw lines.malformed("the page '" + id + "' has no text");
                pages.add(new Page(id, title, cut(text)));
            }
        }
        return pages;
    }

    private static List<Page> folder(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            List<Page> pages = new ArrayList<>();
            for (var file : files.filter(Files::isRegularFile)
                    .filter(Pages::isPage)
                    .sorted()
                    .toList()) pages.add(page(folder, file));
            return pages;
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private static boolean isPage(Path file) {
        var name = file.toString().toLowerCase(Locale.ROOT);
        return ENDINGS.contains(name.substring(name.lastIndexOf('.') + 1));
    }

    private static Page page(Path folder, Path file) throws IOException {
        // What is not UTF-8 becomes the replacement character: a page is worth finding all the same.
        var read = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
        var text = cut(read.startsWith("\uFEFF") ? read.substring(1) : read);
        var id = folder.relativize(file).toString();
        boolean yaml = id.endsWith(".yaml") || id.endsWith(".yml");
        var title = (yaml ? NAME : HEADING).matcher(text);
        var stem = id.substring(id.lastIndexOf('/') + 1).replaceFirst("\\.[^.]+$", "");
        return new Page(id, title.find() ? title.group(1) : stem, text);
    }

    private static String cut(String text) {
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST);
    }
}
