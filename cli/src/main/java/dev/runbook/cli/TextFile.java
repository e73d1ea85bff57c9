package dev.runbook.cli;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;

/// Files that commands read and write.
public final class TextFile {

    private TextFile() {}

    /// @throws Complaint when it cannot be written
    public static void write(Path file, String text) {
        if (Files.isDirectory(file)) throw new Complaint("cannot write " + file + ": it is a folder; name a file");
        try {
            Files.writeString(file, text);
        } catch (NoSuchFileException _) {
            throw new Complaint("cannot write " + file + ": there is no folder "
                    + file.toAbsolutePath().getParent() + "; make it first");
        } catch (IOException e) {
            throw new Complaint("cannot write " + file + ": " + reason(e));
        }
    }

    /// @throws Complaint when it cannot be read
    public static String read(Path file) {
        if (Files.isDirectory(file)) throw new Complaint("cannot read " + file + ": it is a folder; name a file");
        try {
            return Files.readString(file);
        } catch (NoSuchFileException _) {
            throw new Complaint("there is no file " + file);
        } catch (IOException e) {
            throw new Complaint("cannot read " + file + ": " + reason(e));
        }
    }

    /// Why a file could not be used, in words; what the system says of it is often only its name again.
    public static String reason(IOException e) {
        return switch (e) {
            case CharacterCodingException _ -> "it is not UTF-8 text";
            case AccessDeniedException _ -> "its permissions forbid it";
            case FileAlreadyExistsException _ -> "there is a file of that name";
            case NotDirectoryException _ -> "a part of its path is no folder";
            default -> String.valueOf(e.getMessage());
        };
    }
}
