package dev.runbook.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/// Files that commands read and write.
public final class TextFile {

    private TextFile() {}

    /// @throws Complaint when it cannot be written
    public static void write(Path file, String text) {
        try {
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new Complaint("cannot write " + file + ": " + e.getMessage());
        }
    }

    /// @throws Complaint when it cannot be read
    public static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (NoSuchFileException _) {
            throw new Complaint("there is no file " + file);
        } catch (IOException e) {
            throw new Complaint("cannot read " + file + ": " + e.getMessage());
        }
    }
}
